/** The options that costs are computed for, their defaults, and which option the server rejected. */

import type { ApiError } from "../../../api/errors";
import type { ArchitectureDetail, CostReport } from "../../../api/types";
import { formatCount } from "../../../model/text/format";
import {
  DEFAULT_VIEW,
  isFused,
  isFusedByDefault,
  type ViewState,
} from "../../../state/network/network-view";

/** In pixels. */
export interface Size {
  height: number;
  width: number;
}

const { batch, height, width, dtype, training } = DEFAULT_VIEW;
/** The defaults of the options that costs are computed for. */
export const DEFAULT_OPTIONS = {
  batch,
  height,
  width,
  dtype,
  training,
} satisfies Partial<ViewState>;

/** The largest values that the API takes; a test compares them with its schema. */
export const LIMITS = { batch: 4096, side: 4096 } as const;

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

/** "batch 8 · 320 × 320 · float16"; null where all of it is the default. */
export function conditions(detail: ArchitectureDetail, report: CostReport): string | null {
  const [batch = 1, , height, width] = report.input_shape;
  const own = ownSize(detail);
  const sized = own && height !== undefined && width !== undefined ? { height, width } : null;
  const isResized = own !== null && sized !== null && sizeText(own) !== sizeText(sized);
  const hasHeads = hasTrainingLayers(detail, report);
  const isUsual =
    batch === DEFAULT_OPTIONS.batch &&
    report.dtype === DEFAULT_OPTIONS.dtype &&
    !isResized &&
    !hasHeads;
  if (isUsual) return null;
  const parts = [
    `batch ${formatCount(batch)}`,
    sized && sizeText(sized),
    report.dtype,
    hasHeads && "training-only layers",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** How many options differ from their defaults; height and width are one. The way of counting is the reader's own. */
export function changedOptions(view: ViewState): number {
  const { batch, height, width, dtype, training, picture } = view;
  return [
    batch !== DEFAULT_OPTIONS.batch,
    height !== null || width !== null,
    dtype !== DEFAULT_OPTIONS.dtype,
    isFused(view) !== isFusedByDefault(picture),
    training,
  ].filter(Boolean).length;
}

export type OptionName = "size" | "batch" | "dtype" | "training";

/** Which option a report was rejected for; null where the server failed for another reason. */
export function rejectedOption(rejection: ApiError, view: ViewState): OptionName | null {
  if (rejection.status !== 400) return null;
  const { field } = rejection;
  if (field === "batch" || field === "dtype" || field === "training") return field;
  // A layer that does not fit: its input is too small, or another than what its weights are made for.
  if (view.height !== null || view.width !== null) return "size";
  return view.training ? "training" : "batch";
}
