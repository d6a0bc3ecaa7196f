/** How operations are counted everywhere: one switch for every number on every page. */

import { computed, signal } from "@preact/signals";
import {
  type Convention,
  countOperations,
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

const NOTES: Record<Convention, string> = {
  macs: "MACs (one multiply-add is one MAC)",
  flops: "FLOPs = 2 × MACs",
  pools: "MACs plus K × K per pooling output, as the lecture counts",
};

/** The unit that stands behind every operation count of a cost report. */
export const operationUnit = computed(() => OPERATION_UNITS[convention.value]);

/** The convention in full, for headings and tooltips. */
export const conventionNote = computed(() => NOTES[convention.value]);

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
    : NOTES[convention.value],
);

/** Shows a link's convention without making it the reader's own choice; the answer ends that. */
export function borrowConvention(next: Convention): () => void {
  convention.value = next;
  return () => {
    convention.value = parseConvention(readStored(KEY));
  };
}
