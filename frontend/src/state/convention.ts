/** How operations are counted everywhere: one switch for every number on every page. */

import { computed, signal } from "@preact/signals";
import {
  type Convention,
  countOperations,
  OPERATION_NOTES,
  OPERATION_UNITS,
  type Operations,
  parseConvention,
} from "../model/figures/operations";
import { readStored, writeStored } from "./storage";

const KEY = "layerscope.convention";

export const convention = signal<Convention>(parseConvention(readStored(KEY)));

export function setConvention(next: Convention): void {
  convention.value = next;
  writeStored(KEY, next);
}

/** The unit that stands behind every operation count of a cost report. */
export const operationUnit = computed(() => OPERATION_UNITS[convention.value]);

/** The convention in full, for headings and tooltips. */
export const conventionNote = computed(() => OPERATION_NOTES[convention.value]);

/** What a layer, a group or a network does, in the page's convention. */
export function operationsOf(of: Operations): number | null {
  return countOperations(of, convention.value);
}

/** Lists and comparisons know MACs only: what a count is multiplied by to be shown there. */
export const operationsPerMac = computed(() => (convention.value === "flops" ? 2 : 1));

/** Their unit: without pools, whatever the switch says. */
export const summaryUnit = computed(() => (convention.value === "flops" ? "FLOPs" : "MACs"));

/** The same in full, and that pools are missing where the switch asks for them. */
export const summaryNote = computed(() =>
  convention.value === "pools"
    ? "MACs; pooling is counted only on a network's own page"
    : OPERATION_NOTES[convention.value],
);

/** Shows a link's convention without making it the reader's own choice; returns how to end that. */
export function borrowConvention(next: Convention): () => void {
  convention.value = next;
  return () => {
    convention.value = parseConvention(readStored(KEY));
  };
}
