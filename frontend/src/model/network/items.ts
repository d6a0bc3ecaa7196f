/** An item is what one box of a network says; made from the cost report's layers and groups, whose sums it takes. */

import type { Costs, ReceptiveField, Report, ReportGroup, ReportLayer } from "./report";
import { type Tensor, tensorOf } from "./tensor";

/** A layer, a group, or a stack of equal groups. */
export interface Item extends Costs {
  path: string;
  label: string;
  parent: string;
  type: "layer" | "group" | "stack";
  /** An operator's kind (convolution ...) or a group's (stage, block ...). */
  kind: string;
  op: string | null;
  /** The operator's name as people write it. */
  opName: string | null;
  /** False where an operator inside is unknown, so that costs are lower bounds. */
  complete: boolean;
  sourceName: string | null;
  children: readonly string[];
  /** Layers inside; 1 for a layer. */
  layers: number;
  /** Equal members of a stack, else 1. */
  count: number;
  /** FLOPs for each byte moved: how much arithmetic its data is worth; null where unknown. */
  intensity: number | null;
  /** Without the batch. */
  outputShape: readonly number[];
  output: Tensor;
  /** What one value of the output sees of the network's input; null where that is unknown. */
  receptiveField: ReceptiveField | null;
  /** Bytes of an output in its input's memory, which activation_bytes has not; 0 for an output of its own. */
  reused_bytes: number | null;
  /** Layers that are drawn with this one, such as the normalization and activation behind a convolution. */
  fused: readonly string[];
  /** Does only training have it, as an auxiliary classifier? */
  trainingOnly: boolean;
}

export const ROOT = "";

const NO_TENSOR: Tensor = { channels: 0, height: null, width: null };

export function parentPath(path: string): string {
  const dot = path.lastIndexOf(".");
  return dot < 0 ? ROOT : path.slice(0, dot);
}

/** What a group has of the last layer in it; training only if all layers in it are. */
export interface Output {
  shape: readonly number[];
  tensor: Tensor;
  field: ReceptiveField | null;
  trainingOnly: boolean;
}

const COSTS = [
  "activation_bytes",
  "params",
  "macs",
  "pooling_ops",
  "other_ops",
  "bytes_moved",
] as const satisfies readonly (keyof Costs)[];

/** The sum of each cost; null where one of them is unknown. */
export function sumCosts(items: readonly Costs[], times = 1): Costs {
  const sum = (cost: keyof Costs) =>
    items.reduce<number | null>((total, item) => {
      const value = item[cost];
      return total === null || value === null ? null : total + times * value;
    }, 0);
  return Object.fromEntries(COSTS.map((cost) => [cost, sum(cost)])) as unknown as Costs;
}

/** What a layer adds to its network. */
function addedCosts(layer: ReportLayer): Costs {
  return { ...layer, activation_bytes: layer.stored_bytes };
}

/** What a table says of a layer's memory: of its output, wherever that lies. */
export function memoryOf(item: Pick<Item, "activation_bytes" | "reused_bytes">): number | null {
  return item.reused_bytes === 0 ? item.activation_bytes : item.reused_bytes;
}

export function outputOf(layer: ReportLayer): Output {
  return {
    shape: layer.output_shape.slice(1),
    tensor: tensorOf(layer.output_shape, layer.channel_axis),
    field: layer.receptive_field,
    trainingOnly: layer.training_only ?? false,
  };
}

/** The server's definition, for layers that only this page puts together. */
function intensityOf({ macs, other_ops, bytes_moved }: Costs): number | null {
  return macs === null || other_ops === null || !bytes_moved
    ? null
    : (2 * macs + other_ops) / bytes_moved;
}

/** "Conv2d 3×3/2": the operator, its window, and its stride if it has one. */
function layerName({ op_name: name, attributes }: ReportLayer): string {
  const side = (attribute: string) => {
    const value = attributes?.[attribute];
    const [height, width] = Array.isArray(value) ? (value as unknown[]) : [value, value];
    return height === undefined ? "" : height === width ? `${height}` : `${height}×${width}`;
  };
  const kernel = side("kernel_size");
  const window = kernel && (kernel.includes("×") ? kernel : `${kernel}×${kernel}`);
  const stride = side("stride");
  return window ? `${name} ${window}${stride === "1" ? "" : `/${stride}`}` : name;
}

function followerName({ op, op_name: name }: ReportLayer): string {
  return op === "batch_norm2d" ? "BN" : name;
}

/** A layer with those that are fused into it; by itself without any. */
export function layerItem(layer: ReportLayer, fused: readonly ReportLayer[] = []): Item {
  const output = outputOf(layer);
  const costs = sumCosts([layer, ...fused].map(addedCosts));
  const reuses = fused.length === 0 && layer.stored_bytes === 0;
  return {
    ...costs,
    path: layer.path,
    label: layer.label,
    parent: parentPath(layer.path),
    type: "layer",
    kind: layer.kind,
    op: layer.op,
    opName: [layerName(layer), ...fused.map(followerName)].join(" · "),
    complete: true,
    sourceName: layer.source_name ?? null,
    children: [],
    layers: 1 + fused.length,
    count: 1,
    intensity: fused.length > 0 ? intensityOf(costs) : (layer.arithmetic_intensity ?? null),
    outputShape: output.shape,
    output: output.tensor,
    receptiveField: output.field,
    reused_bytes: reuses ? layer.activation_bytes : 0,
    fused: fused.map(({ path }) => path),
    trainingOnly: layer.training_only ?? false,
  };
}

export function groupItem(
  group: ReportGroup,
  children: readonly string[],
  outputs: ReadonlyMap<string, Output>,
): Item {
  const output = outputs.get(group.path);
  return {
    ...sumCosts([group]),
    path: group.path,
    label: group.label,
    parent: parentPath(group.path),
    type: "group",
    kind: group.kind,
    op: null,
    opName: null,
    complete: group.complete,
    sourceName: group.source_name,
    children,
    layers: group.layers,
    count: 1,
    intensity: group.arithmetic_intensity ?? null,
    outputShape: output?.shape ?? [],
    output: output?.tensor ?? NO_TENSOR,
    receptiveField: output?.field ?? null,
    reused_bytes: 0,
    fused: [],
    trainingOnly: output?.trainingOnly ?? false,
  };
}

export function rootItem(report: Report, children: readonly string[]): Item {
  return {
    ...sumCosts([report.totals]),
    path: ROOT,
    label: "Network",
    parent: ROOT,
    type: "group",
    kind: "network",
    op: null,
    opName: null,
    complete: report.totals.complete,
    sourceName: null,
    children,
    layers: report.totals.layers,
    count: 1,
    intensity: report.totals.arithmetic_intensity ?? null,
    outputShape: [],
    output: NO_TENSOR,
    receptiveField: null,
    reused_bytes: 0,
    fused: [],
    trainingOnly: false,
  };
}
