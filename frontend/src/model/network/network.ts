/**
 * The network as a tree of groups and layers, made from the cost report; no cost is computed here.
 *
 * Consecutive siblings with equal structure (the report's repeat_of) are put into a stack, a group of
 * its own, so that 36 equal blocks take the space of one.
 */

import { fuseLayers } from "./fused-layers";
import {
  groupItem,
  type Item,
  layerItem,
  type Output,
  outputOf,
  parentPath,
  ROOT,
  rootItem,
} from "./items";
import type { Costs, Report } from "./report";
import { readsAmongSiblings, stackEqualChildren } from "./stacks";

export { type Item, layerItem, memoryOf, ROOT } from "./items";
export type { Costs, ReceptiveField, Report, ReportGroup, ReportLayer } from "./report";

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
  /** The layer that a fused layer is drawn with, by the fused one's path. */
  fusedInto: ReadonlyMap<string, string>;
}

/** With fuse, normalization and activation are drawn with the layer before them, as in the lecture's tables. */
export function buildNetwork(report: Report, { fuse = false } = {}): Network {
  const items = new Map<string, Item>();
  const outputs = new Map<string, Output>();
  const top = new Set<string>();
  const { fusedInto, followers } = fuseLayers(fuse ? report.layers : []);
  const byPath = new Map(report.layers.map((layer) => [layer.path, layer]));
  for (const layer of report.layers) {
    const output = outputOf(layer);
    if (fusedInto.has(layer.path)) continue;
    const fused = (followers.get(layer.path) ?? []).flatMap((path) => byPath.get(path) ?? []);
    for (let path = layer.path; path !== ROOT; path = parentPath(path)) {
      const trainingOnly = output.trainingOnly && (outputs.get(path)?.trainingOnly ?? true);
      outputs.set(path, { ...output, trainingOnly });
      if (parentPath(path) === ROOT) top.add(path);
    }
    items.set(layer.path, layerItem(layer, fused));
  }
  const groups = new Map(report.groups.map((group) => [group.path, group]));
  const isDrawn = (path: string) => !fusedInto.has(path);
  for (const group of report.groups)
    items.set(group.path, groupItem(group, group.children.filter(isDrawn), outputs));
  items.set(ROOT, rootItem(report, [...top]));
  const reads = readsAmongSiblings(report.layers);
  for (const path of [ROOT, ...groups.keys()]) stackEqualChildren(items, path, groups, reads);
  const drawn = (path: string) => fusedInto.get(path) ?? path;
  const edges = report.layers.flatMap((layer) =>
    // A network's input is not a layer: its edge begins at the root's upper border.
    layer.inputs
      .map((from) => ({ from: byPath.has(from) ? drawn(from) : ROOT, to: drawn(layer.path) }))
      .filter(({ from, to }) => from !== to),
  );
  const layerPaths = [...byPath.keys()].filter(isDrawn);
  return { items, edges, layerPaths, totals: report.totals, fusedInto };
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
