/** The layout of one group: positions of its items, and routes of the edges among them. */

import { type Block, column, decompose } from "./blocks";
import { BEGIN, END, flowOf, type Link } from "./flow";
import { layeredShape } from "./layered";
import { parallelShape } from "./parallel";
import { BORDER, type Bundle, originOf, type Route, Router } from "./router";
import { seriesShape } from "./series";
import {
  LANE_GAP,
  type LayoutItem,
  type LayoutPoint,
  leafShape,
  type Shape,
  type Wiring,
} from "./shape";

/** "plain" puts everything into one column, in linear time: for networks whose full layout took too long. */
export type Quality = "full" | "plain";

export interface Place {
  cross: number;
  main: number;
  crossSize: number;
}

export interface Arrangement {
  mainSize: number;
  crossSize: number;
  /** Where edges come into the group and leave it, on the cross axis. */
  axis: number;
  /** By item. */
  places: readonly Place[];
  routes: readonly Route[];
  bundles: readonly Bundle[];
}

/**
 * A pure function: the same items and links give the same arrangement.
 *
 * Items are listed in execution order. Time is linear in items and links, but for layered blocks and groups
 * with many shortcuts, where it is their product.
 */
export function arrange(
  items: readonly LayoutItem[],
  links: readonly Link[],
  quality: Quality = "full",
): Arrangement {
  const flow = flowOf(items.length, links);
  const whole = quality === "full" ? decompose(flow) : column(flow);
  if (!whole) return { mainSize: 0, crossSize: 0, axis: 0, places: [], routes: [], bundles: [] };
  const leaves = leavesOf(whole, items.length);
  const isBack = ([from, to]: Link) =>
    from >= 0 && to >= 0 && flow.position(to) <= flow.position(from);
  const wirings = edgesByBlock(
    leaves,
    links.filter((link) => !isBack(link)),
  );
  const shape = shapeOf(whole, items, wirings, false);
  const shapes = shapesOf(shape, items.length);
  const places = shapes.map((leaf) => {
    const [cross, main] = originOf(leaf);
    return { cross, main: main + BORDER, crossSize: leaf.crossSize };
  });
  let crossSize = shape.crossSize;
  const router = new Router(shape, shapes);
  for (const link of links) {
    if (!isBack(link)) router.add(link);
    else {
      crossSize += LANE_GAP;
      router.routes.push(backwards(link, places, items, crossSize - LANE_GAP / 2));
    }
  }
  const { routes, bundles } = router;
  return {
    mainSize: shape.mainSize + 2 * BORDER,
    crossSize,
    axis: shape.axis,
    places,
    routes,
    bundles,
  };
}

function leavesOf(block: Block, count: number): Block[] {
  const leaves = new Array<Block>(count);
  const visit = (at: Block) => {
    if (at.leaf >= 0) leaves[at.leaf] = at;
    for (const member of at.members) visit(member);
  };
  visit(block);
  return leaves;
}

/** The shapes of the items; on the way each shape learns what is around it. */
function shapesOf(shape: Shape, count: number): Shape[] {
  const shapes = new Array<Shape>(count);
  const visit = (at: Shape) => {
    if (at.block.leaf >= 0) shapes[at.block.leaf] = at;
    for (const member of at.members) {
      member.parent = at;
      visit(member);
    }
  };
  visit(shape);
  return shapes;
}

/** Which members of each block its edges join, seen from that block: inner ends stand for their member. */
function edgesByBlock(
  leaves: readonly Block[],
  links: readonly Link[],
): Map<Block, Map<number, Set<number>>> {
  const wirings = new Map<Block, Map<number, Set<number>>>();
  const add = (block: Block, from: number, to: number) => {
    const wiring = wirings.get(block) ?? new Map<number, Set<number>>();
    wirings.set(block, wiring);
    wiring.set(from, (wiring.get(from) ?? new Set<number>()).add(to));
  };
  for (const [from, to] of links) {
    let up: Block | null = leaves[from] ?? null;
    let down: Block | null = leaves[to] ?? null;
    // Out of what is deeper, step by step, until both ends stand in one block; a border is outside of all.
    while ((up?.parent ?? null) !== (down?.parent ?? null)) {
      if (up?.parent && (!down || up.depth >= down.depth)) {
        add(up.parent, up.slot, END);
        up = up.parent;
      } else if (down?.parent) {
        add(down.parent, BEGIN, down.slot);
        down = down.parent;
      }
    }
    if (up?.parent && down) add(up.parent, up.slot, down.slot);
  }
  return wirings;
}

function shapeOf(
  block: Block,
  items: readonly LayoutItem[],
  wirings: ReadonlyMap<Block, Wiring["targets"]>,
  openEnd: boolean,
): Shape {
  const item = items[block.leaf];
  if (item) return leafShape(block, item);
  const wiring: Wiring = { targets: wirings.get(block) ?? new Map() };
  const members = block.members.map((member, slot) => {
    const next = block.members[slot + 1];
    const ontoBar = block.type === "series" && next && items[next.leaf]?.bar === true;
    return shapeOf(member, items, wirings, ontoBar === true);
  });
  if (block.type === "parallel") return parallelShape(block, members, openEnd);
  if (block.type === "layered") return layeredShape(block, members, wiring, openEnd);
  return seriesShape(block, members, items, wiring);
}

/** An edge against the flow, from the side of its source around everything into the side of its target. */
function backwards(
  [from, to]: Link,
  places: readonly Place[],
  items: readonly LayoutItem[],
  cross: number,
): Route {
  const side = (index: number): LayoutPoint => {
    const place = places[index] ?? { cross: 0, main: 0, crossSize: 0 };
    return [place.cross + place.crossSize, place.main + (items[index]?.mainSize ?? 0) / 2];
  };
  const [start, end] = [side(from), side(to)];
  return { from, to, skips: true, points: [start, [cross, start[1]], [cross, end[1]], end] };
}
