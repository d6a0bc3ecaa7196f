/** The rows of the lecture's per-layer table, from the cost report. */

import { type Item, memoryOf, type Network } from "../network/network";

export interface TableLayer {
  path: string;
  label: string;
  op: string;
  kind: string;
  inputs?: readonly string[];
  output_shape: readonly number[];
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
  folded: readonly string[];
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

/** What a layer's output is as an image; height and width are missing for a vector. */
export interface ImageShape {
  channels: number;
  height: number | undefined;
  width: number | undefined;
}

export function imageShape(shape: readonly number[], channelsLast = false): ImageShape {
  const [, first = 1, second, third = second] = shape;
  if (!channelsLast || second === undefined || third === undefined)
    return { channels: first, height: second, width: third };
  return { channels: third, height: first, width: second };
}

const NORMALIZED_OVER_LAST: readonly string[] = ["linear", "layer_norm"];

/**
 * Paths of the layers whose output is [batch, height, width, channels], as in ConvNeXt's blocks.
 *
 * What works on the last dimension says so, a permutation turns it round, all others keep their input's order.
 */
export function channelsLast(
  layers: readonly Pick<TableLayer, "path" | "op" | "inputs" | "attributes" | "output_shape">[],
): ReadonlySet<string> {
  const last = new Set<string>();
  for (const { path, op, inputs = [], attributes = {}, output_shape } of layers) {
    if (output_shape.length !== 4) continue;
    const dims = op === "permute" ? String(attributes.dims) : "";
    const inherited = dims !== "0,3,1,2" && last.has(inputs[0] ?? "");
    if (NORMALIZED_OVER_LAST.includes(op) || dims === "0,2,3,1" || inherited) last.add(path);
  }
  return last;
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
  const last = channelsLast(layers);
  return layers
    .filter((layer) => everything || isListed(layer))
    .flatMap((layer) => {
      // One that is folded into another has no box.
      const item = items.get(layer.path);
      return item ? [tableRow(layer, item, last.has(layer.path))] : [];
    });
}

export function tableRow(layer: TableLayer, item: Item, isChannelsLast = false): TableRow {
  const { channels, height, width } = imageShape(layer.output_shape, isChannelsLast);
  const { attributes = {} } = layer;
  return {
    path: layer.path,
    label: layer.label,
    channels: String(channels),
    size: height === undefined ? "" : square([height, width ?? height]),
    filters: String(attributes.out_channels ?? attributes.out_features ?? ""),
    kernel: square(attributes.kernel_size),
    stride: square(attributes.stride),
    padding: square(attributes.padding),
    activation_bytes: memoryOf(item),
    reusesMemory: item.reused_bytes !== 0,
    params: item.params,
    macs: item.macs,
    pooling_ops: item.pooling_ops,
    folded: item.folded.map((path) => path.slice(path.lastIndexOf(".") + 1)),
  };
}

/** Divides for a column with a fixed unit (KB, k, M); null stays unknown. */
export function inUnit(value: number | null, unit: number): number | null {
  return value === null ? null : value / unit;
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
