/** The layout of one group: where its parts stand, and how the edges among them run. */

import { type Block, column, decompose } from "./blocks";
import { BEGIN, END, flowOf, type Link } from "./flow";
import { meshShape } from "./layered";
import { parallelShape } from "./parallel";
import { BORDER, type Bundle, originOf, type Route, Router } from "./router";
import { seriesShape } from "./series";
import { LANE_GAP, leafShape, type Part, type Shape, type Spot, type Wiring } from "./shape";

/** "plain" puts everything into one column, in linear time, where a full layout took too long. */
export type Effort = "full" | "plain";

export interface Place {
  across: number;
  along: number;
  breadth: number;
}

export interface Arrangement {
  length: number;
  breadth: number;
  /** Where edges come into the group and leave it, across. */
  axis: number;
  /** By part. */
  places: readonly Place[];
  routes: readonly Route[];
  bundles: readonly Bundle[];
}

/**
 * A pure function: the same parts and links give the same arrangement.
 *
 * Parts are listed in execution order. Time is linear in parts and links, but for meshes and groups
 * with many shortcuts, where it is their product.
 */
export function arrange(
  parts: readonly Part[],
  links: readonly Link[],
  effort: Effort = "full",
): Arrangement {
  const flow = flowOf(parts.length, links);
  const whole = effort === "full" ? decompose(flow) : column(flow);
  if (!whole) return { length: 0, breadth: 0, axis: 0, places: [], routes: [], bundles: [] };
  const leaves = leavesOf(whole, parts.length);
  const isBack = ([from, to]: Link) =>
    from >= 0 && to >= 0 && flow.position(to) <= flow.position(from);
  const wirings = wire(
    leaves,
    links.filter((link) => !isBack(link)),
  );
  const shape = measure(whole, parts, wirings, false);
  const shapes = shapesOf(shape, parts.length);
  const places = shapes.map((leaf) => {
    const [across, along] = originOf(leaf);
    return { across, along: along + BORDER, breadth: leaf.breadth };
  });
  let breadth = shape.breadth;
  const router = new Router(shape, shapes);
  for (const link of links) {
    if (!isBack(link)) router.add(link);
    else {
      breadth += LANE_GAP;
      router.routes.push(backwards(link, places, parts, breadth - LANE_GAP / 2));
    }
  }
  const { routes, bundles } = router;
  return { length: shape.length + 2 * BORDER, breadth, axis: shape.axis, places, routes, bundles };
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

/** The shapes of the parts; on the way each shape learns what is around it. */
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
function wire(
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

function measure(
  block: Block,
  parts: readonly Part[],
  wirings: ReadonlyMap<Block, Wiring["targets"]>,
  openEnd: boolean,
): Shape {
  const part = parts[block.leaf];
  if (part) return leafShape(block, part);
  const wiring: Wiring = { targets: wirings.get(block) ?? new Map() };
  const members = block.members.map((member, slot) => {
    const next = block.members[slot + 1];
    const ontoBar = block.type === "series" && next && parts[next.leaf]?.bar === true;
    return measure(member, parts, wirings, ontoBar === true);
  });
  if (block.type === "parallel") return parallelShape(block, members, openEnd);
  if (block.type === "mesh") return meshShape(block, members, wiring, openEnd);
  return seriesShape(block, members, parts, wiring);
}

/** An edge against the flow, from the side of its source around everything into the side of its target. */
function backwards(
  [from, to]: Link,
  places: readonly Place[],
  parts: readonly Part[],
  across: number,
): Route {
  const side = (index: number): Spot => {
    const place = places[index] ?? { across: 0, along: 0, breadth: 0 };
    return [place.across + place.breadth, place.along + (parts[index]?.length ?? 0) / 2];
  };
  const [start, end] = [side(from), side(to)];
  return { from, to, skips: true, spots: [start, [across, start[1]], [across, end[1]], end] };
}
