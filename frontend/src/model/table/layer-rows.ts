/** The rows of the lecture's per-layer table, from the cost report. */

import { type Item, memoryOf, type Network } from "../network/network";
import { tensorOf } from "../network/tensor";

export interface TableLayer {
  path: string;
  label: string;
  op: string;
  kind: string;
  output_shape: readonly number[];
  channel_axis: number | null;
  attributes?: Readonly<Record<string, unknown>>;
}

export interface TableRow {
  path: string;
  label: string;
  channels: string;
  size: string;
  filters: string;
  kernel: string;
  stride: string;
  padding: string;
  activation_bytes: number | null;
  /** True of a layer that works in place and of a view: its output is its input's memory. */
  reusesMemory: boolean;
  params: number | null;
  macs: number | null;
  pooling_ops: number | null;
  /** Names of the layers whose costs are in this row too. */
  fused: readonly string[];
}

/** Layers that the lecture lists: with weights, pools, and flatten; the rest only follow them. What is unknown is not hidden. */
const LISTED_KINDS: readonly string[] = ["convolution", "linear", "pooling", "unknown"];

export function isListed(layer: TableLayer): boolean {
  return LISTED_KINDS.includes(layer.kind) || layer.op === "flatten";
}

/** "3" for a square, "1 × 7" otherwise, nothing where the operator has no such attribute. */
export function square(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === "number" ? String(value) : "";
  const [height, width] = value as number[];
  return height === width ? String(height) : `${height} × ${width}`;
}

/**
 * Rows of the table, in execution order: those that the lecture lists, or every layer.
 *
 * The costs are those of the network's boxes: what is drawn with a convolution is in the convolution's row.
 */
export function tableRows(
  layers: readonly TableLayer[],
  everything: boolean,
  { items }: Pick<Network, "items">,
): TableRow[] {
  return layers
    .filter((layer) => everything || isListed(layer))
    .flatMap((layer) => {
      // One that is fused into another has no box.
      const item = items.get(layer.path);
      return item ? [tableRow(layer, item)] : [];
    });
}

export function tableRow(layer: TableLayer, item: Item): TableRow {
  const { channels, height, width } = tensorOf(layer.output_shape, layer.channel_axis);
  const { attributes = {} } = layer;
  return {
    path: layer.path,
    label: layer.label,
    channels: String(channels),
    size: height === null ? "" : square([height, width ?? height]),
    filters: String(attributes.out_channels ?? attributes.out_features ?? ""),
    kernel: square(attributes.kernel_size),
    stride: square(attributes.stride),
    padding: square(attributes.padding),
    activation_bytes: memoryOf(item),
    reusesMemory: item.reused_bytes !== 0,
    params: item.params,
    macs: item.macs,
    pooling_ops: item.pooling_ops,
    fused: item.fused.map((path) => path.slice(path.lastIndexOf(".") + 1)),
  };
}

/**
 * The group each row needs named above it, because another row has the same label: its path by row path.
 *
 * A row right below one of the same group needs none. Networks whose labels are unique need none at all.
 */
export function groupHeadings(rows: readonly TableRow[]): Map<string, string> {
  const headings = new Map<string, string>();
  if (new Set(rows.map((row) => row.label)).size === rows.length) return headings;
  let before = "";
  for (const row of rows) {
    const group = row.path.slice(0, Math.max(0, row.path.lastIndexOf(".")));
    if (group && group !== before) headings.set(row.path, group);
    before = group;
  }
  return headings;
}
