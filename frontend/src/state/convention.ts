/** How operations are counted everywhere: multiply-accumulates, or FLOPs = 2 x MACs. */

import { computed, signal } from "@preact/signals";
import { readStored, writeStored } from "./storage";

export type Convention = "macs" | "flops";

const KEY = "layerscope.convention";

export function parseConvention(text: string | null): Convention {
  return text === "flops" ? "flops" : "macs";
}

export const convention = signal<Convention>(parseConvention(readStored(KEY)));

export function setConvention(next: Convention): void {
  convention.value = next;
  writeStored(KEY, next);
}

/** What a MAC count is multiplied by to be shown. */
export const operationsPerMac = computed(() => (convention.value === "flops" ? 2 : 1));

/** The unit that stands behind every operation count. */
export const operationUnit = computed(() => (convention.value === "flops" ? "FLOPs" : "MACs"));

/** The convention in full, for headings and tooltips. */
export const conventionNote = computed(() =>
  convention.value === "flops" ? "FLOPs = 2 × MACs" : "MACs (one multiply-add is one MAC)",
);

/** Shows a link's convention without making it the reader's own choice; the answer ends that. */
export function borrowConvention(next: Convention): () => void {
  convention.value = next;
  return () => {
    convention.value = parseConvention(readStored(KEY));
  };
}
