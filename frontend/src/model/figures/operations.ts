/**
 * The three ways to count operations, as sums of what a cost report has.
 *
 * MACs: convolutions, linear layers and matrix products, one multiply-add each. FLOPs: twice that.
 * MACs + pools: the lecture's, which adds K x K for each output of a pooling layer.
 */

export const CONVENTIONS = ["macs", "flops", "pools"] as const;
export type Convention = (typeof CONVENTIONS)[number];

/** The unit that stands behind a count. */
export const OPERATION_UNITS: Record<Convention, string> = {
  macs: "MACs",
  flops: "FLOPs",
  pools: "MACs + pools",
};

/** Unit and rule in full, for headings and tooltips. */
export const OPERATION_NOTES: Record<Convention, string> = {
  macs: "MACs (one multiply-add is one MAC)",
  flops: "FLOPs = 2 × MACs",
  pools: "MACs plus K × K per pooling output, as the lecture counts",
};

/** Unit and rule, as short as a legend needs. */
export const OPERATION_TITLES: Record<Convention, string> = {
  macs: "Multiply-adds (MACs)",
  flops: "FLOPs = 2 × MACs",
  pools: "MACs + pools (K × K each)",
};

export interface Operations {
  macs: number | null;
  pooling_ops: number | null;
}

export function parseConvention(text: string | null): Convention {
  return CONVENTIONS.find((known) => known === text) ?? "macs";
}

/** Null where a part of the count is unknown. */
export function countOperations(of: Operations, convention: Convention): number | null {
  if (of.macs === null) return null;
  if (convention === "flops") return 2 * of.macs;
  if (convention === "macs") return of.macs;
  return of.pooling_ops === null ? null : of.macs + of.pooling_ops;
}

/** What the convention leaves out, so that nothing is counted twice or not at all. */
export function otherOperations(
  of: Operations & { other_ops: number | null },
  convention: Convention,
): number | null {
  if (convention !== "pools" || of.other_ops === null) return of.other_ops;
  return of.pooling_ops === null ? null : of.other_ops - of.pooling_ops;
}
