/** The edges among the visible children of each open group: every edge ends at what is visible of its ends. */

import { shownChildren } from "../fold";
import { type Edge, type Item, ROOT } from "../network";
import { BEGIN, END, type Link } from "./flow";

/** As much of a network as the layout needs; a worker is sent no more. */
export interface Skeleton {
  items: ReadonlyMap<string, Pick<Item, "type" | "kind" | "op" | "children">>;
  edges: readonly Edge[];
}

export interface OpenGroup {
  path: string;
  /** Its children's paths; links are by their place in this list. */
  children: readonly string[];
  links: Link[];
}

/** Every group that is open and visible, by path. However many layers a link stands for, it is listed once. */
export function liftEdges(network: Skeleton, open: ReadonlySet<string>): Map<string, OpenGroup> {
  const groups = new Map<string, OpenGroup>();
  /** The place among its siblings of everything visible, and the group around it. */
  const homes = new Map<string, { group: OpenGroup; slot: number; depth: number }>();
  const shown = new Map<string, string>();
  const visit = (path: string, depth: number) => {
    const children = shownChildren(network, open, path) ?? [];
    const group: OpenGroup = { path, children, links: [] };
    groups.set(path, group);
    for (const [slot, child] of children.entries()) {
      homes.set(child, { group, slot, depth });
      if (shownChildren(network, open, child)) visit(child, depth + 1);
      else hide(network, child, child, shown);
    }
    // Where a stack shows one of its members, that one stands for all.
    const [first] = children;
    for (const child of network.items.get(path)?.children ?? [])
      if (first !== undefined && !homes.has(child)) hide(network, child, first, shown);
  };
  visit(ROOT, 0);
  const known = new Set<string>();
  const add = (group: OpenGroup, from: number, to: number) => {
    const key = `${group.path} ${from} ${to}`;
    if (known.has(key)) return;
    known.add(key);
    group.links.push([from, to]);
  };
  for (const edge of network.edges) {
    let up = homes.get(shown.get(edge.from) ?? "");
    let down = homes.get(shown.get(edge.to) ?? "");
    if (!down || up === down) continue;
    // Out of what is deeper, step by step, until both ends are in one group; the network's input is outside.
    while (up?.group !== down?.group) {
      if (up && (!down || up.depth >= down.depth)) {
        add(up.group, up.slot, END);
        up = homes.get(up.group.path);
      } else if (down) {
        add(down.group, BEGIN, down.slot);
        down = homes.get(down.group.path);
      }
    }
    // From what a stack shows to a member that it stands for, too.
    if (up && down && up !== down) add(up.group, up.slot, down.slot);
  }
  return groups;
}

/** Everything inside a closed group is shown by the group. */
function hide(network: Skeleton, path: string, by: string, shown: Map<string, string>): void {
  shown.set(path, by);
  for (const child of network.items.get(path)?.children ?? []) hide(network, child, by, shown);
}
