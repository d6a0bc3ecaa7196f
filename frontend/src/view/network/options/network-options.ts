/** What figures can be asked for, what they are usually for, and which wish the server refused. */

import type { ApiError } from "../../../api/errors";
import type { ArchitectureDetail, CostReport } from "../../../api/types";
import { formatCount } from "../../../model/text/format";
import { foldsAtFirst, isFolded, type ViewState } from "../../../state/network/network-view";

/** In pixels. */
export interface Size {
  height: number;
  width: number;
}

/** What figures are for unless something else is asked. */
export const USUAL = {
  batch: 1,
  height: null,
  width: null,
  dtype: "float32",
  training: false,
} as const satisfies Partial<ViewState>;

/** The size that the network was designed for; null where its input is no image. */
export function ownSize(detail: ArchitectureDetail): Size | null {
  const [, height, width] = detail.input_shape;
  return height === undefined || width === undefined ? null : { height, width };
}

export function sizeText({ height, width }: Size): string {
  return `${height} × ${width}`;
}

/** Layers that only training has, such as auxiliary classifiers; 0 for nearly all networks. */
export function trainingLayers(detail: ArchitectureDetail): number {
  return detail.graph.nodes.filter((node) => node.training_only).length;
}

/** Does the report count layers that only training has? */
export function hasTrainingLayers(detail: ArchitectureDetail, report: CostReport): boolean {
  return report.totals.params !== detail.params;
}

/** "batch 8 · 320 × 320 · float16"; null where the report is for what is usual. */
export function conditions(detail: ArchitectureDetail, report: CostReport): string | null {
  const [batch = 1, , height, width] = report.input_shape;
  const own = ownSize(detail);
  const sized = own && height !== undefined && width !== undefined ? { height, width } : null;
  const isResized = own !== null && sized !== null && sizeText(own) !== sizeText(sized);
  const hasHeads = hasTrainingLayers(detail, report);
  const isUsual = batch === USUAL.batch && report.dtype === USUAL.dtype && !isResized && !hasHeads;
  if (isUsual) return null;
  const parts = [
    `batch ${formatCount(batch)}`,
    sized && sizeText(sized),
    report.dtype,
    hasHeads && "training layers",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** How many options are not as usual; height and width are one. The way of counting is the reader's own. */
export function changedOptions(view: ViewState): number {
  const { batch, height, width, dtype, training, picture } = view;
  return [
    batch !== USUAL.batch,
    height !== null || width !== null,
    dtype !== USUAL.dtype,
    isFolded(view) !== foldsAtFirst(picture),
    training,
  ].filter(Boolean).length;
}

export type Wish = "size" | "batch" | "dtype" | "training";

/** Which wish a report was refused for; null where the server failed for another reason. */
export function blame(refusal: ApiError, view: ViewState): Wish | null {
  if (refusal.status !== 400) return null;
  const { field } = refusal;
  if (field === "batch" || field === "dtype" || field === "training") return field;
  // A layer that does not fit: its input is too small, or another than what its weights are made for.
  if (view.height !== null || view.width !== null) return "size";
  return view.training ? "training" : "batch";
}
