/** The edges among the visible children of each open group: every edge ends at what is visible of its ends. */

import { type Edge, type Item, ROOT } from "../../network/network";
import { shownChildren } from "../../network/open-groups";
import { BEGIN, END, type Link } from "./arrangement/flow";

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

/** Where something visible stands: its place among its siblings, and the home of the group around them. */
interface Home {
  group: Group;
  slot: number;
  depth: number;
  around: Home | null;
}

interface Group extends OpenGroup {
  /** The links that it has, as numbers. */
  known: Set<number>;
}

/** Every group that is open and visible, by path. However many layers a link stands for, it is listed once. */
export function liftEdges(network: Skeleton, open: ReadonlySet<string>): Map<string, OpenGroup> {
  const groups = new Map<string, OpenGroup>();
  /** Of everything, the home of what is visible of it. */
  const homes = new Map<string, Home>();
  const visit = (path: string, around: Home | null) => {
    const children = shownChildren(network, open, path) ?? [];
    const group: Group = { path, children, links: [], known: new Set() };
    groups.set(path, group);
    const depth = around ? around.depth + 1 : 0;
    const places = children.map((_, slot): Home => ({ group, slot, depth, around }));
    children.forEach((child, slot) => {
      const home = places[slot];
      if (!home) return;
      homes.set(child, home);
      if (shownChildren(network, open, child)) visit(child, home);
      else hide(network, child, home, homes);
    });
    // Where a stack shows one of its members, that one stands for all.
    const [first] = places;
    for (const child of network.items.get(path)?.children ?? [])
      if (first && !homes.has(child)) hide(network, child, first, homes);
  };
  visit(ROOT, null);
  for (const edge of network.edges) {
    let up = homes.get(edge.from) ?? null;
    let down = homes.get(edge.to) ?? null;
    if (!down || up === down) continue;
    // Out of what is deeper, step by step, until both ends are in one group; the network's input is outside.
    while (up?.group !== down?.group) {
      if (up && (!down || up.depth >= down.depth)) {
        add(up.group, up.slot, END);
        up = up.around;
      } else if (down) {
        add(down.group, BEGIN, down.slot);
        down = down.around;
      }
    }
    // From what a stack shows to a member that it stands for, too.
    if (up && down && up !== down) add(up.group, up.slot, down.slot);
  }
  return groups;
}

function add(group: Group, from: number, to: number): void {
  const key = (from - END) * (group.children.length - END) + to - END;
  if (group.known.has(key)) return;
  group.known.add(key);
  group.links.push([from, to]);
}

/** Everything inside a closed group is shown by the group. */
function hide(network: Skeleton, path: string, home: Home, homes: Map<string, Home>): void {
  homes.set(path, home);
  for (const child of network.items.get(path)?.children ?? []) hide(network, child, home, homes);
}
