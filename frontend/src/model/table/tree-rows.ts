/**
 * The rows of the tree table: groups, stacks and layers as the diagram shows them, and how keys move through them.
 *
 * A group's row stays when it is open, with its contents below it.
 */

import { type Item, type Network, ROOT } from "../network/network";
import { shownChildren } from "../network/open-groups";
import { square, type TableLayer } from "./layer-rows";

export interface TreeRow {
  path: string;
  item: Item;
  /** 1 for the outermost. */
  level: number;
  /** Null for a layer, which has nothing to open. */
  expanded: boolean | null;
  /** How many of its children have rows: an open stack shows all its members or one. */
  shows: number;
  /** Its place among its siblings, from 1, and how many they are. */
  position: number;
  siblings: number;
}

export function treeRows(network: Network, open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (paths: readonly string[], level: number) => {
    for (const [index, path] of paths.entries()) {
      const item = network.items.get(path);
      if (!item) continue;
      const children = shownChildren(network, open, path);
      const expanded = item.type === "layer" ? null : children !== null;
      const shows = children?.length ?? 0;
      const place = { position: index + 1, siblings: paths.length };
      rows.push({ path, item, level, expanded, shows, ...place });
      if (children) add(children, level + 1);
    }
  };
  add(network.items.get(ROOT)?.children ?? [], 1);
  return rows;
}

/**
 * What a key asks for: another row to go to, groups to open or to close, a stack to show one member or all,
 * or a row to select.
 */
export type TreeMove =
  | { to: number }
  | { toggle: string }
  | { open: readonly string[] }
  | { oneOrAll: string }
  | { select: string };

/** After the WAI-ARIA treegrid pattern with rows as stops; null for a key that does not concern the tree. */
export function treeMove(rows: readonly TreeRow[], at: number, key: string): TreeMove | null {
  const row = rows[at];
  if (!row) return null;
  switch (key) {
    case "ArrowRight":
      if (row.expanded === false) return { toggle: row.path };
      return row.expanded ? { to: Math.min(rows.length - 1, at + 1) } : null;
    case "ArrowLeft":
      return row.expanded ? { toggle: row.path } : toParent(rows, at);
    case "*":
      return { open: closedSiblings(rows, row) };
    case "o":
      return row.expanded && row.item.type === "stack" ? { oneOrAll: row.path } : null;
    case " ":
      return row.expanded === null ? { select: row.path } : { toggle: row.path };
    case "Enter":
      return { select: row.path };
    default:
      return null;
  }
}

function toParent(rows: readonly TreeRow[], at: number): TreeMove | null {
  const level = rows[at]?.level ?? 1;
  const parent = rows.findLastIndex((row, index) => index < at && row.level < level);
  return parent < 0 ? null : { to: parent };
}

function closedSiblings(rows: readonly TreeRow[], { item }: TreeRow): string[] {
  return rows
    .filter((row) => row.item.parent === item.parent && row.expanded === false)
    .map((row) => row.path);
}

/** By group: how many hits are inside; groups without any are not in it. */
export function hitsInside(network: Network, hits: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const hit of hits)
    for (let item = network.items.get(hit); item && item.parent !== ROOT; ) {
      counts.set(item.parent, (counts.get(item.parent) ?? 0) + 1);
      item = network.items.get(item.parent);
    }
  return counts;
}

/** "7 / 2 / 3": kernel, stride and padding, as the lecture's columns; nothing for a layer without a window. */
export function windowText({ attributes = {} }: Pick<TableLayer, "attributes">): string {
  const { kernel_size, stride, padding } = attributes;
  return kernel_size === undefined ? "" : [kernel_size, stride, padding].map(square).join(" / ");
}
