/** A cell is what stands at one node: the size of its boxes, their lanes, and the texts around them. */

import type { Item, Network, Report, ReportLayer } from "../../network/network";
import { inputTensor, sidesOf, type Tensor, tensorOf } from "../../network/tensor";
import { formatShape } from "../../text/format";
import { type ChannelLanes, channelLanesOf } from "./geometry/channel-lanes";
import { projectedSize } from "./geometry/projection";
import { type Extent, extentOf, type Scales, scalesOf } from "./geometry/scale";
import type { Graph } from "./graph";

/** Sizes of texts, in units. */
export const LETTER_WIDTH = 6.5;
export const LINE_HEIGHT = 15;
const MOST_LETTERS = 17;
/** Sheets behind a stack of equal groups. */
export const SHEET = 5;
export const SHEETS = 2;
const AROUND = 8;
/** Between the lanes of one tensor, with the number of channels that stands there. */
const BETWEEN_LANES = LINE_HEIGHT + 10;

export interface Cell {
  tensor: Tensor;
  extent: Extent;
  lanes: number;
  /** Equal members of a stack, else 1. */
  count: number;
  /** From the middle of one lane to that of the next. */
  pitch: number;
  name: string;
  /** Under the name: an operator's window, or how much is inside. */
  note: string;
  /** Are its sides written at its edges? Not where it only repeats what is before it. */
  showsSides: boolean;
  /** Channels beyond the border of its lane that a layer inside sees; 0 for none. */
  reach: number;
  /** From its middle on the canvas. */
  left: number;
  right: number;
  up: number;
  down: number;
}

export interface Cells {
  cells: readonly Cell[];
  scales: Scales;
  /** The layer whose output is drawn, by node; the image has none. */
  outputs: readonly (string | null)[];
  layerOf: ReadonlyMap<string, ReportLayer>;
  /** Does a node lead each lane on by itself? */
  lanewise: readonly boolean[];
}

export function cellsOf(network: Network, report: Report, graph: Graph): Cells {
  const channelLanes = channelLanesOf(report.layers);
  const layerOf = new Map(report.layers.map((layer) => [layer.path, layer]));
  const inside = layersInside(network, report, graph);
  const outputs = inside.map((layers) => layers.at(-1) ?? null);
  const image = inputTensor(report.input_shape);
  const tensors = new Map(
    report.layers.map(({ path, output_shape, channel_axis }) => [
      path,
      tensorOf(output_shape, channel_axis),
    ]),
  );
  const scales = scalesOf([image, ...tensors.values()]);
  const cells = graph.nodes.map((item, node) => {
    const output = outputs[node] ?? "";
    const layer = item?.type === "layer" ? layerOf.get(item.path) : undefined;
    return cellOf({
      item,
      layer,
      tensor: tensors.get(output) ?? image,
      lanes: channelLanes.lanes.get(output) ?? 1,
      scales,
      repeats: repeats(layer, layerOf),
      reach: Math.max(0, ...(inside[node] ?? []).map((path) => channelLanes.reach.get(path) ?? 0)),
    });
  });
  alignLanes(cells, graph);
  return {
    cells: cells.map(withBounds),
    scales,
    outputs,
    layerOf,
    lanewise: inside.map((layers) => isLanewise(layers, channelLanes)),
  };
}

function isLanewise(layers: readonly string[], channelLanes: ChannelLanes): boolean {
  return layers.length > 0 && layers.every((path) => channelLanes.lanewise.has(path));
}

/** The layers that each node stands for, in execution order. */
function layersInside(network: Network, report: Report, graph: Graph): string[][] {
  const inside: string[][] = graph.nodes.map(() => []);
  for (const { path } of report.layers) {
    const node = graph.nodeOf.get(network.fusedInto.get(path) ?? path);
    // What only training has ends beside the network, not at its end.
    const item = node === undefined ? null : graph.nodes[node];
    if (node === undefined || !item) continue;
    const own = network.items.get(network.fusedInto.get(path) ?? path);
    if (own?.trainingOnly && !item.trainingOnly) inside[node]?.unshift(path);
    else inside[node]?.push(path);
  }
  return inside;
}

/** Does a layer only go on with what is before it, in the same shape? */
function repeats(
  layer: ReportLayer | undefined,
  layerOf: ReadonlyMap<string, ReportLayer>,
): boolean {
  if (layer?.inputs.length !== 1) return false;
  const follows = ["normalization", "activation"].includes(layer.kind) || layer.op === "dropout";
  const before = layerOf.get(layer.inputs[0] ?? "");
  return follows && before?.output_shape.join() === layer.output_shape.join();
}

interface Given {
  item: Item | null;
  layer: ReportLayer | undefined;
  tensor: Tensor;
  lanes: number;
  scales: Scales;
  repeats: boolean;
  reach: number;
}

function cellOf({ item, layer, tensor, lanes, scales, repeats, reach }: Given): Cell {
  const extent = extentOf(tensor, scales, lanes);
  return {
    tensor,
    extent,
    lanes,
    count: item?.count ?? 1,
    pitch: lanes > 1 ? projectedSize(extent).height + BETWEEN_LANES : 0,
    name: shortened(item?.label ?? "image"),
    note: item ? noteOf(item, layer) : "",
    showsSides: !repeats,
    reach,
    left: 0,
    right: 0,
    up: 0,
    down: 0,
  };
}

/** The lanes of tensors that follow each other run at one height. */
function alignLanes(cells: Cell[], { links, order }: Graph): void {
  const joined = new Map<number, number>();
  const first = (node: number): number => {
    const other = joined.get(node);
    return other === undefined ? node : first(other);
  };
  for (const [from, to] of links) {
    const [one, other] = [cells[from], cells[to]];
    if (!one || !other || one.lanes === 1 || one.lanes !== other.lanes) continue;
    const [a, b] = [first(from), first(to)];
    if (a !== b) joined.set(b, a);
  }
  const pitch = new Map<number, number>();
  for (const node of order)
    pitch.set(first(node), Math.max(pitch.get(first(node)) ?? 0, cells[node]?.pitch ?? 0));
  for (const node of order) {
    const cell = cells[node];
    if (cell) cell.pitch = pitch.get(first(node)) ?? cell.pitch;
  }
}

/** With the bounds that boxes and labels need on the canvas. */
function withBounds(cell: Cell): Cell {
  const { tensor, extent, lanes, count, pitch, name, note, showsSides } = cell;
  const size = projectedSize(extent);
  const half = size.width / 2;
  const labels = (Math.max(name.length, note.length) * LETTER_WIDTH) / 2;
  const beside = (side: number | null) =>
    showsSides && side !== null ? String(side).length * LETTER_WIDTH + 6 : 0;
  const slant = (size.width - extent.depth) / 2;
  const behind = count > 1 ? SHEET * SHEETS : 0;
  const tall = ((lanes - 1) * pitch + size.height) / 2;
  return {
    ...cell,
    left: Math.max(half + beside(tensor.height), labels),
    right: Math.max(half + behind, half + behind - slant + beside(tensor.width), labels),
    up: tall + AROUND + (count > 1 ? LINE_HEIGHT : 0),
    down: tall + 2 * LINE_HEIGHT + (note ? LINE_HEIGHT : 0) + AROUND,
  };
}

function shortened(text: string): string {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}

/** "11×11/4", "max 3×3/2", "dense": what the lecture's figure writes at an operation. */
function noteOf(item: Item, layer: ReportLayer | undefined): string {
  if (!layer) return item.layers === 1 ? "1 op" : `${item.layers} ops`;
  const { op, kind, attributes } = layer;
  if (kind === "linear") return "dense";
  const window = windowText(attributes);
  if (kind === "pooling") {
    const how = op.startsWith("max") ? "max" : "mean";
    return window ? `${how} ${window}` : how;
  }
  if (kind !== "convolution") return "";
  const { groups, in_channels: channels } = attributes ?? {};
  if (typeof groups !== "number" || groups === 1) return window;
  return groups === channels ? `${window} depthwise` : `${window}, ${groups} groups`;
}

function windowText(attributes: ReportLayer["attributes"]): string {
  const kernel = pair(attributes?.kernel_size);
  const stride = pair(attributes?.stride);
  if (!kernel) return "";
  const step = !stride || stride.every((side) => side === 1) ? "" : `/${stride[0]}`;
  return kernel.join("×") + step;
}

/** An attribute of two sides; null where it has none. */
export function pair(value: unknown): readonly [number, number] | null {
  const [height, width] = Array.isArray(value) ? (value as unknown[]) : [value, value];
  return typeof height === "number" && typeof width === "number" ? [height, width] : null;
}

/** "96 × 55 × 55", or with lanes "256 × 27 × 27 in 2 lanes". */
export function shapeText({ tensor, lanes }: Cell): string {
  const shape = formatShape(sidesOf(tensor));
  return lanes > 1 ? `${shape} in ${lanes} lanes` : shape;
}
