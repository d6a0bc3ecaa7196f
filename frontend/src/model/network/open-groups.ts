/** The visible tree for a set of open groups, and the groups that are open at first. */

import { ancestors, groupPaths, type Item, type Network, ROOT } from "./network";

export interface Visible {
  item: Item;
  /** Null for a box; the visible contents of an open group. */
  children: readonly Visible[] | null;
}

/** As much of a network as says what is inside what. */
interface GroupTree {
  items: ReadonlyMap<string, Pick<Item, "type" | "children">>;
}

/**
 * The children that are shown of a group; null while it is closed.
 *
 * A stack of equal groups opens into all of them, or into one: then its first member is open and the
 * stack itself is not.
 */
export function shownChildren(
  { items }: GroupTree,
  open: ReadonlySet<string>,
  path: string,
): readonly string[] | null {
  const item = items.get(path);
  if (!item || item.type === "layer") return null;
  if (path === ROOT || open.has(path)) return item.children;
  const [first] = item.children;
  return item.type === "stack" && first !== undefined && open.has(first) ? [first] : null;
}

/** The visible tree; the root is always open. */
export function visibleTree(network: Network, open: ReadonlySet<string>): Visible {
  const see = (path: string): Visible[] => {
    const item = network.items.get(path);
    if (!item) return [];
    return [{ item, children: shownChildren(network, open, path)?.flatMap(see) ?? null }];
  };
  const [root] = see(ROOT);
  if (!root) throw new Error("A network has a root.");
  return root;
}

/** The open groups after one of them has been opened or closed; a stack that shows one closes too. */
export function toggled(network: Network, open: ReadonlySet<string>, path: string): Set<string> {
  const next = new Set(open);
  const shown = shownChildren(network, open, path);
  if (shown === null) return next.add(path);
  next.delete(path);
  const [first] = network.items.get(path)?.children ?? [];
  if (network.items.get(path)?.type === "stack" && first !== undefined) next.delete(first);
  return next;
}

/** The groups around what draws an item that hide it, innermost first. */
function hiding(network: Network, open: ReadonlySet<string>, path: string): string[] {
  let child = network.fusedInto.get(path) ?? path;
  return ancestors(network, child).filter((group) => {
    const hides = !shownChildren(network, open, group)?.includes(child);
    child = group;
    return hides;
  });
}

/** With all open that is around an item, so that it can be seen; the same set where it is seen already. */
export function revealing(
  network: Network,
  open: ReadonlySet<string>,
  path: string,
): ReadonlySet<string> {
  const closed = hiding(network, open, path);
  return closed.length > 0 ? new Set([...open, ...closed]) : open;
}

/** A stack changed between all its members and the first of them. */
export function withOneOrAll(
  network: Network,
  open: ReadonlySet<string>,
  stack: string,
): Set<string> {
  const next = new Set(open);
  const [first] = network.items.get(stack)?.children ?? [];
  if (first !== undefined && next.delete(stack)) next.add(first);
  else next.add(stack);
  return next;
}

/** What an open stack that shows so many of its members can show instead. */
export function stackOffer({ count }: Item, shows: number): string {
  return shows < count ? `all ${count}` : "one";
}

/** How many whole levels of groups are open. */
export function openLevels(network: Network, open: ReadonlySet<string>): number {
  const depths = groupPaths(network)
    .filter((path) => !open.has(path))
    .map((path) => ancestors(network, path).length);
  return depths.length > 0 ? Math.min(...depths) : deepest(network);
}

/** The deepest level that can be opened: how many groups are around a layer at most. */
export function deepest(network: Network): number {
  return Math.max(0, ...groupPaths(network).map((path) => ancestors(network, path).length + 1));
}

/** Exactly so many levels open. */
export function levelsOpen(network: Network, levels: number): Set<string> {
  return new Set(groupPaths(network).filter((path) => ancestors(network, path).length < levels));
}

/** What a new visitor sees: as deep as fits a budget of boxes, whole levels at a time. */
export function defaultOpen(network: Network, budget: number): Set<string> {
  let open = new Set<string>();
  for (let levels = 1; levels <= deepest(network); levels += 1) {
    const wider = levelsOpen(network, levels);
    if (countBoxes(visibleTree(network, wider)) > budget) break;
    open = wider;
  }
  return open;
}

export function countBoxes(tree: Visible): number {
  return tree.children === null
    ? 1
    : tree.children.reduce((boxes, child) => boxes + countBoxes(child), 0);
}

/** The box or frame that stands for an item: what draws it, or the outermost group that hides that. */
export function visibleFor(network: Network, open: ReadonlySet<string>, path: string): string {
  return hiding(network, open, path).at(-1) ?? network.fusedInto.get(path) ?? path;
}
