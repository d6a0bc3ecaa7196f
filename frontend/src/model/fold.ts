/** Which part of the tree is visible for a set of open groups, and which edges join what is visible. */

import { ancestors, type Edge, groupPaths, type Item, type Network, ROOT } from "./network";

export interface Visible {
  item: Item;
  /** Null for a box; the visible contents of an open group. */
  children: readonly Visible[] | null;
}

/** The visible tree; the root is always open. */
export function visibleTree(network: Network, open: ReadonlySet<string>): Visible {
  const see = (path: string): Visible[] => {
    const item = network.items.get(path);
    if (!item) return [];
    const shown = item.type !== "layer" && (path === ROOT || open.has(path));
    return [{ item, children: shown ? item.children.flatMap(see) : null }];
  };
  const [root] = see(ROOT);
  if (!root) throw new Error("A network has a root.");
  return root;
}

/**
 * Edges between the direct children of each open group, by the group's path.
 *
 * An edge that enters or leaves the group begins at IN or ends at OUT. Each is listed once, however
 * many layers it stands for.
 */
export const IN = "\u0000in";
export const OUT = "\u0000out";

export function liftEdges(network: Network, open: ReadonlySet<string>): Map<string, Edge[]> {
  const lifted = new Map<string, Map<string, Edge>>();
  const add = (group: string, from: string, to: string) => {
    const edges = lifted.get(group) ?? new Map<string, Edge>();
    lifted.set(group, edges.set(`${from}\n${to}`, { from, to }));
  };
  const isOpen = (path: string) => path === ROOT || open.has(path);
  for (const edge of network.edges) {
    const up = chain(network, edge.from);
    const down = chain(network, edge.to);
    const shared = sharedEnd(up, down);
    // The innermost group around both ends, and where each end's chain meets it.
    const meeting = up.length - shared;
    const landing = down.length - shared;
    if (!up.slice(meeting).every(isOpen)) continue;
    add(up[meeting] ?? ROOT, up[meeting - 1] ?? IN, down[landing - 1] ?? OUT);
    for (let level = meeting - 1; level > 0 && isOpen(up[level] ?? ROOT); level -= 1)
      add(up[level] ?? ROOT, up[level - 1] ?? IN, OUT);
    for (let level = landing - 1; level > 0 && isOpen(down[level] ?? ROOT); level -= 1)
      add(down[level] ?? ROOT, IN, down[level - 1] ?? OUT);
  }
  return new Map([...lifted].map(([group, edges]) => [group, [...edges.values()]]));
}

/** How many of the last entries two chains have in common; both end at the root. */
function sharedEnd(up: readonly string[], down: readonly string[]): number {
  let shared = 1;
  while (shared < up.length && up.at(-1 - shared) === down.at(-1 - shared)) shared += 1;
  return shared;
}

/** The item itself and the groups around it up to the root. */
function chain(network: Network, path: string): string[] {
  return path === ROOT ? [ROOT] : [path, ...ancestors(network, path), ROOT];
}

/** What a new visitor sees: as deep as fits a budget of boxes, whole levels at a time. */
export function defaultOpen(network: Network, budget: number): Set<string> {
  let open = new Set<string>();
  for (;;) {
    const wider = new Set(open);
    for (const path of groupPaths(network)) {
      const parent = network.items.get(path)?.parent ?? ROOT;
      if (parent === ROOT || open.has(parent)) wider.add(path);
    }
    if (wider.size === open.size || countBoxes(visibleTree(network, wider)) > budget) return open;
    open = wider;
  }
}

export function countBoxes(tree: Visible): number {
  return tree.children === null
    ? 1
    : tree.children.reduce((boxes, child) => boxes + countBoxes(child), 0);
}

/** The box or frame that stands for an item: itself, or the outermost closed group around it. */
export function visibleFor(network: Network, open: ReadonlySet<string>, path: string): string {
  return ancestors(network, path).findLast((group) => !open.has(group)) ?? path;
}
