/**
 * The network as a tree of groups and layers, made from the cost report; no cost is computed here.
 *
 * Consecutive siblings with equal structure (the report's repeat_of) are put into a stack, a group of
 * its own, so that 36 equal blocks take the room of one.
 */

import { operatorName } from "./operators";

export interface Costs {
  /** Activation memory in bytes, parameters, and multiply-accumulates; null where unknown. */
  activation_bytes: number | null;
  params: number | null;
  macs: number | null;
  /** What pools do; the lecture adds it to the multiply-accumulates. */
  pooling_ops: number | null;
}

export interface ReportLayer extends Costs {
  path: string;
  label: string;
  op: string;
  kind: string;
  inputs: readonly string[];
  output_shape: readonly number[];
  attributes?: Readonly<Record<string, unknown>>;
  memory: string;
  source_name?: string | null;
}

export interface ReportGroup extends Costs {
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
  totals: Costs & { layers: number; complete: boolean };
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
  /** Without the batch. */
  outputShape: readonly number[];
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
}

export const ROOT = "";

function parentPath(path: string): string {
  const dot = path.lastIndexOf(".");
  return dot < 0 ? ROOT : path.slice(0, dot);
}

export function buildNetwork(report: Report): Network {
  const items = new Map<string, Item>();
  const lastShape = new Map<string, readonly number[]>();
  const top = new Set<string>();
  for (const layer of report.layers) {
    const shape = layer.output_shape.slice(1);
    let path = layer.path;
    for (; path !== ROOT; path = parentPath(path)) {
      lastShape.set(path, shape);
      if (parentPath(path) === ROOT) top.add(path);
    }
    items.set(layer.path, layerItem(layer, shape));
  }
  const groups = new Map(report.groups.map((group) => [group.path, group]));
  for (const group of report.groups) items.set(group.path, groupItem(group, lastShape));
  items.set(ROOT, rootItem(report, [...top]));
  for (const path of [ROOT, ...groups.keys()]) stackEqualChildren(items, path, groups);
  const known = new Set(report.layers.map((layer) => layer.path));
  const edges = report.layers.flatMap((layer) =>
    // A network's input is not a layer: its edge begins at the root's upper border.
    layer.inputs.map((from) => ({ from: known.has(from) ? from : ROOT, to: layer.path })),
  );
  return { items, edges, layerPaths: [...known], totals: report.totals };
}

function costsOf(of: Costs): Costs {
  const { activation_bytes, params, macs, pooling_ops } = of;
  return { activation_bytes, params, macs, pooling_ops };
}

function layerItem(layer: ReportLayer, shape: readonly number[]): Item {
  return {
    ...costsOf(layer),
    // A layer that works in place, and a view, take no memory of their own.
    activation_bytes: layer.memory === "own" ? layer.activation_bytes : 0,
    path: layer.path,
    label: layer.label,
    parent: parentPath(layer.path),
    type: "layer",
    kind: layer.kind,
    op: layer.op,
    opName: operatorName(layer.op, layer.attributes),
    complete: true,
    sourceName: layer.source_name ?? null,
    children: [],
    layers: 1,
    count: 1,
    outputShape: shape,
  };
}

function groupItem(group: ReportGroup, shapes: ReadonlyMap<string, readonly number[]>): Item {
  return {
    ...costsOf(group),
    path: group.path,
    label: group.label,
    parent: parentPath(group.path),
    type: "group",
    kind: group.kind,
    op: null,
    opName: null,
    complete: group.complete,
    sourceName: group.source_name,
    children: group.children,
    layers: group.layers,
    count: 1,
    outputShape: shapes.get(group.path) ?? [],
  };
}

function rootItem(report: Report, children: readonly string[]): Item {
  return {
    ...costsOf(report.totals),
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
    outputShape: [],
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
  const sum = (cost: keyof Costs) => {
    const one = first[cost];
    return one === null ? null : one * members.length;
  };
  items.set(path, {
    ...first,
    activation_bytes: sum("activation_bytes"),
    params: sum("params"),
    macs: sum("macs"),
    pooling_ops: sum("pooling_ops"),
    path,
    label: from && to ? `${word}s ${from} to ${to}` : word,
    parent,
    type: "stack",
    sourceName: null,
    children: run,
    layers: first.layers * members.length,
    count: members.length,
    outputShape: last.outputShape,
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
