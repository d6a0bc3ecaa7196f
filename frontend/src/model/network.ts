/**
 * The network as a tree of groups and layers, made from the cost report; no cost is computed here.
 *
 * Consecutive siblings with equal structure (the report's repeat_of) are put into a stack, a group of
 * its own, so that 36 equal blocks take the room of one.
 */

import { type Folded, foldLayers } from "./folding";
import { operatorName } from "./operators";

export interface Costs {
  /** Activation memory in bytes, parameters, and multiply-accumulates; null where unknown. */
  activation_bytes: number | null;
  params: number | null;
  macs: number | null;
  /** What pools do; the lecture adds it to the multiply-accumulates. */
  pooling_ops: number | null;
  /** Everything that is not a multiply-accumulate, pools included. */
  other_ops: number | null;
  /** Inputs, weights and outputs, read or written once. */
  bytes_moved: number | null;
}

/** With what is no sum. */
interface Reported extends Costs {
  /** FLOPs (2 x MACs and the other operations) for each byte moved; null where unknown or nothing moves. */
  arithmetic_intensity?: number | null;
}

/** In pixels of the input, along one side. */
export interface ReceptiveField {
  size: number;
  stride: number;
  offset: number;
}

export interface ReportLayer extends Reported {
  path: string;
  label: string;
  op: string;
  kind: string;
  inputs: readonly string[];
  output_shape: readonly number[];
  attributes?: Readonly<Record<string, unknown>>;
  memory: string;
  source_name?: string | null;
  /** Left out at inference; only reports that are asked for with training have such layers. */
  training_only?: boolean;
  receptive_field: ReceptiveField | null;
}

export interface ReportGroup extends Reported {
  path: string;
  label: string;
  kind: string;
  children: readonly string[];
  repeat_of: string | null;
  source_name: string | null;
  layers: number;
  complete: boolean;
}

export interface Report {
  input_shape: readonly number[];
  totals: Reported & { layers: number; complete: boolean };
  layers: readonly ReportLayer[];
  groups: readonly ReportGroup[];
}

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
  /** What one value of the output sees of the network's input; null where nobody knows. */
  receptiveField: ReceptiveField | null;
  /** Layers that are drawn with this one, such as the normalization and activation behind a convolution. */
  folded: readonly string[];
  /** Does only training have it, as an auxiliary classifier? */
  trainingOnly: boolean;
}

export interface Edge {
  from: string;
  to: string;
}

export interface Network {
  /** The path of the root is "". */
  items: ReadonlyMap<string, Item>;
  edges: readonly Edge[];
  layerPaths: readonly string[];
  totals: Costs;
  /** The layer that a folded layer is drawn with, by the folded one's path. */
  drawnWith: ReadonlyMap<string, string>;
}

export const ROOT = "";

function parentPath(path: string): string {
  const dot = path.lastIndexOf(".");
  return dot < 0 ? ROOT : path.slice(0, dot);
}

/** With fold, normalization and activation are drawn with the layer before them, as in the lecture's tables. */
export function buildNetwork(report: Report, { fold = false } = {}): Network {
  const items = new Map<string, Item>();
  const outputs = new Map<string, Output>();
  const top = new Set<string>();
  const { drawnWith, behind }: Folded = fold ? foldLayers(report.layers) : foldLayers([]);
  const byPath = new Map(report.layers.map((layer) => [layer.path, layer]));
  for (const layer of report.layers) {
    const output = {
      shape: layer.output_shape.slice(1),
      field: layer.receptive_field,
      trainingOnly: layer.training_only ?? false,
    };
    if (drawnWith.has(layer.path)) continue;
    const folded = (behind.get(layer.path) ?? []).flatMap((path) => byPath.get(path) ?? []);
    for (let path = layer.path; path !== ROOT; path = parentPath(path)) {
      const trainingOnly = output.trainingOnly && (outputs.get(path)?.trainingOnly ?? true);
      outputs.set(path, { ...output, trainingOnly });
      if (parentPath(path) === ROOT) top.add(path);
    }
    items.set(layer.path, layerItem(layer, output, folded));
  }
  const groups = new Map(report.groups.map((group) => [group.path, group]));
  const isDrawn = (path: string) => !drawnWith.has(path);
  for (const group of report.groups)
    items.set(group.path, groupItem(group, group.children.filter(isDrawn), outputs));
  items.set(ROOT, rootItem(report, [...top]));
  for (const path of [ROOT, ...groups.keys()]) stackEqualChildren(items, path, groups);
  const drawn = (path: string) => drawnWith.get(path) ?? path;
  const edges = report.layers.flatMap((layer) =>
    // A network's input is not a layer: its edge begins at the root's upper border.
    layer.inputs
      .map((from) => ({ from: byPath.has(from) ? drawn(from) : ROOT, to: drawn(layer.path) }))
      .filter(({ from, to }) => from !== to),
  );
  const layerPaths = [...byPath.keys()].filter(isDrawn);
  return { items, edges, layerPaths, totals: report.totals, drawnWith };
}

/** What a group has of the last layer in it; training only if all layers in it are. */
interface Output {
  shape: readonly number[];
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

/** The sum of each cost; null where a part of it is unknown. */
export function sumCosts(parts: readonly Costs[], times = 1): Costs {
  const sum = (cost: keyof Costs) =>
    parts.reduce<number | null>((total, part) => {
      const value = part[cost];
      return total === null || value === null ? null : total + times * value;
    }, 0);
  return Object.fromEntries(COSTS.map((cost) => [cost, sum(cost)])) as unknown as Costs;
}

/** What a layer adds to its network: one that works in place, and a view, take no memory of their own. */
function ownCosts(layer: ReportLayer): Costs {
  return { ...layer, activation_bytes: layer.memory === "own" ? layer.activation_bytes : 0 };
}

/** The server's definition, for layers that only this page puts together. */
function intensityOf({ macs, other_ops, bytes_moved }: Costs): number | null {
  return macs === null || other_ops === null || !bytes_moved
    ? null
    : (2 * macs + other_ops) / bytes_moved;
}

/** "Conv2d 3×3/2": the operator, its window, and its stride if it has one. */
function layerName({ op, attributes }: ReportLayer): string {
  const side = (name: string) => {
    const value = attributes?.[name];
    const [height, width] = Array.isArray(value) ? (value as unknown[]) : [value, value];
    return height === undefined ? "" : height === width ? `${height}` : `${height}×${width}`;
  };
  const kernel = side("kernel_size");
  const window = kernel && (kernel.includes("×") ? kernel : `${kernel}×${kernel}`);
  const stride = side("stride");
  const name = operatorName(op, attributes);
  return window ? `${name} ${window}${stride === "1" ? "" : `/${stride}`}` : name;
}

function followerName({ op, attributes }: ReportLayer): string {
  return op === "batch_norm2d" ? "BN" : operatorName(op, attributes);
}

function layerItem(layer: ReportLayer, output: Output, folded: readonly ReportLayer[]): Item {
  const costs = sumCosts([layer, ...folded].map(ownCosts));
  return {
    ...costs,
    path: layer.path,
    label: layer.label,
    parent: parentPath(layer.path),
    type: "layer",
    kind: layer.kind,
    op: layer.op,
    opName: [layerName(layer), ...folded.map(followerName)].join(" · "),
    complete: true,
    sourceName: layer.source_name ?? null,
    children: [],
    layers: 1 + folded.length,
    count: 1,
    intensity: folded.length > 0 ? intensityOf(costs) : (layer.arithmetic_intensity ?? null),
    outputShape: output.shape,
    receptiveField: output.field,
    folded: folded.map(({ path }) => path),
    trainingOnly: layer.training_only ?? false,
  };
}

function groupItem(
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
    receptiveField: output?.field ?? null,
    folded: [],
    trainingOnly: output?.trainingOnly ?? false,
  };
}

function rootItem(report: Report, children: readonly string[]): Item {
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
    receptiveField: null,
    folded: [],
    trainingOnly: false,
  };
}

/** Replaces each run of two or more equal groups among the children of one group by a stack. */
function stackEqualChildren(
  items: Map<string, Item>,
  path: string,
  groups: ReadonlyMap<string, ReportGroup>,
): void {
  const parent = items.get(path);
  if (!parent) return;
  const structure = (child: string) => groups.get(child)?.repeat_of ?? child;
  const children: string[] = [];
  let run: string[] = [];
  const close = () => {
    children.push(...(run.length > 1 ? [addStack(items, path, run)] : run));
    run = [];
  };
  for (const child of parent.children) {
    const first = run[0];
    if (first !== undefined && structure(first) !== structure(child)) close();
    run.push(child);
    if (!groups.has(child)) close();
  }
  close();
  items.set(path, { ...parent, children });
}

/** "block2" and "block6" become the stack "block2-6". */
function addStack(items: Map<string, Item>, parent: string, run: readonly string[]): string {
  const members = run.flatMap((path) => items.get(path) ?? []);
  const first = members[0];
  const last = members.at(-1);
  if (!first || !last) return run[0] ?? parent;
  const [, word = first.label, from = ""] = /^(.*?)\s*(\d*)$/.exec(first.label) ?? [];
  const to = /\d*$/.exec(last.label)?.[0] ?? "";
  const path = `${first.path}-${to || run.length}`;
  items.set(path, {
    ...first,
    ...sumCosts([first], members.length),
    path,
    label: from && to ? `${word}s ${from} to ${to}` : word,
    parent,
    type: "stack",
    sourceName: null,
    children: run,
    layers: first.layers * members.length,
    count: members.length,
    outputShape: last.outputShape,
    receptiveField: last.receptiveField,
  });
  for (const member of members) items.set(member.path, { ...member, parent: path });
  return path;
}

/** The groups around an item, innermost first, without the root. */
export function ancestors(network: Network, path: string): string[] {
  const found: string[] = [];
  for (let item = network.items.get(path); item && item.parent !== ROOT; ) {
    found.push(item.parent);
    item = network.items.get(item.parent);
  }
  return found;
}

/** All groups and stacks, outermost first. */
export function groupPaths(network: Network): string[] {
  return [...network.items.values()]
    .filter((item) => item.type !== "layer" && item.path !== ROOT)
    .map((item) => item.path);
}
