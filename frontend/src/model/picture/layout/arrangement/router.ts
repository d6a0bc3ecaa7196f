/** The way of each edge, put together from its ways through the blocks around its ends. */

import { BEGIN, END, type Link } from "./flow";
import type { LayoutPoint, LinkKind, Shape } from "./shape";

export interface Route {
  from: number;
  to: number;
  points: readonly LayoutPoint[];
  skips: boolean;
}

/** Edges that share a lane: each source's way into it, each target's way out of it. */
export interface Bundle {
  waysIn: Map<number, readonly LayoutPoint[]>;
  waysOut: Map<number, readonly LayoutPoint[]>;
  links: Link[];
}

/** Space between the border of a group and what is in it, on the main axis, for the edges that cross the border. */
export const BORDER = 14;

export class Router {
  readonly routes: Route[] = [];
  private readonly bundled = new Map<Shape, Bundle>();

  constructor(
    private readonly whole: Shape,
    private readonly leaves: readonly Shape[],
  ) {}

  get bundles(): Bundle[] {
    return [...this.bundled.values()];
  }

  /** In coordinates of the group, whose border is BORDER away from its content. */
  add(link: Link): void {
    const [from, to] = link;
    const source = this.leaves[from];
    const target = this.leaves[to];
    const meeting = meetingOf(source, target);
    const known = meeting && this.bundled.get(meeting);
    if (known?.waysIn.has(from) && known.waysOut.has(to) && isBundled(meeting, source, target)) {
      known.links.push(link);
      return;
    }
    const way: Way = { points: [], kind: "direct", lane: -1 };
    const up = source ? climb(way, source, meeting) : null;
    if (!up) way.points.push([this.whole.axis, -BORDER]);
    if (target) descend(way, target, meeting, up);
    else {
      const { axis, mainSize } = this.whole;
      way.points.push([way.points.at(-1)?.[0] ?? axis, mainSize], [axis, mainSize + BORDER]);
    }
    const [cross, main] = meeting ? originOf(meeting) : [0, 0];
    const points = moved(way.points, cross, main + BORDER);
    if (way.kind !== "bundled")
      this.routes.push({
        from,
        to,
        skips: way.kind === "skip",
        points: withoutStraightPoints(points),
      });
    else this.bundle(meeting ?? this.whole, link, points, way.lane);
  }

  private bundle(block: Shape, link: Link, points: readonly LayoutPoint[], lane: number): void {
    const bundle: Bundle = this.bundled.get(block) ?? {
      waysIn: new Map(),
      waysOut: new Map(),
      links: [],
    };
    this.bundled.set(block, bundle);
    bundle.waysIn.set(link[0], withoutStraightPoints(points.slice(0, lane + 1)));
    bundle.waysOut.set(link[1], withoutStraightPoints(points.slice(lane + 1)));
    bundle.links.push(link);
  }
}

/** Are both ends members of the block, whose lanes are one edge bundle? */
function isBundled(block: Shape | null, source: Shape | undefined, target: Shape | undefined) {
  if (!block || source?.parent !== block || target?.parent !== block) return false;
  return block.kindOf(source.block.slot, target.block.slot) === "bundled";
}

interface Way {
  points: LayoutPoint[];
  kind: LinkKind;
  /** Which point is where a bundled way comes into its lane. */
  lane: number;
}

/** The innermost block around both; null where one end is the group's border. */
function meetingOf(source: Shape | undefined, target: Shape | undefined): Shape | null {
  if (!source || !target) return null;
  let up: Shape | null = source.parent;
  let down: Shape | null = target.parent;
  while (up !== down) {
    if (up && (!down || up.block.depth >= down.block.depth)) up = up.parent;
    else down = down?.parent ?? null;
  }
  return up;
}

/** The corner of a shape in coordinates of the outermost. */
export function originOf(shape: Shape): LayoutPoint {
  let [cross, main] = [0, 0];
  for (let at: Shape | null = shape; at; at = at.parent) {
    cross += at.cross;
    main += at.main;
  }
  return [cross, main];
}

/** From the end of a leaf to the end of the block around it that stands in the meeting (or is the whole). */
function climb(way: Way, leaf: Shape, meeting: Shape | null): Shape {
  let at = leaf;
  way.points.push([leaf.axis + leaf.cross, leaf.mainSize + leaf.main]);
  for (; at.parent && at.parent !== meeting; at = at.parent) {
    const { parent } = at;
    const { slot } = at.block;
    note(way, parent.kindOf(slot, END));
    way.points.push(...parent.exit(slot, way.points.at(-1)?.[0] ?? 0));
    way.points = moved(way.points, parent.cross, parent.main);
  }
  return at;
}

/** From the end of the block that the edge comes out of (null: from the border) to the beginning of a leaf. */
function descend(way: Way, leaf: Shape, meeting: Shape | null, up: Shape | null): void {
  const chain: Shape[] = [];
  for (let at: Shape | null = leaf; at && at !== meeting; at = at.parent) chain.push(at);
  const outermost = chain.at(-1);
  // Ways inwards are in coordinates of ever smaller blocks.
  let [cross, main] = [0, 0];
  const add = (points: readonly LayoutPoint[]) => {
    for (const point of points) way.points.push([point[0] + cross, point[1] + main]);
  };
  if (meeting && up && outermost) {
    const [from, to] = [up.block.slot, outermost.block.slot];
    note(way, meeting.kindOf(from, to));
    add(meeting.link(from, to, way.points.at(-1)?.[0] ?? 0));
  } else if (outermost === leaf) add([[leaf.axis, 0]]);
  for (let index = chain.length - 1; index > 0; index -= 1) {
    const [parent, member] = [chain[index], chain[index - 1]];
    if (!parent || !member) continue;
    cross += parent.cross;
    main += parent.main;
    note(way, parent.kindOf(BEGIN, member.block.slot));
    add(parent.enter(member.block.slot));
  }
}

/** Said before the points of a link are added: a bundled one is in its lane with the third. */
function note(way: Way, kind: LinkKind): void {
  if (kind !== "direct") way.kind = kind;
  if (kind === "bundled") way.lane = way.points.length + 2;
}

function moved(points: readonly LayoutPoint[], cross: number, main: number): LayoutPoint[] {
  return points.map((point) => [point[0] + cross, point[1] + main]);
}

/** Without points that lie on the way between their neighbours. */
function withoutStraightPoints(points: readonly LayoutPoint[]): LayoutPoint[] {
  const corners: LayoutPoint[] = [];
  for (const point of points) {
    const last = corners.at(-1);
    if (last && same(last, point)) continue;
    const before = corners.at(-2);
    if (before && last && (inLine(before, last, point, 0) || inLine(before, last, point, 1)))
      corners.pop();
    corners.push(point);
  }
  return corners;
}

function inLine(a: LayoutPoint, b: LayoutPoint, c: LayoutPoint, axis: 0 | 1): boolean {
  return Math.abs(a[axis] - b[axis]) < 0.01 && Math.abs(b[axis] - c[axis]) < 0.01;
}

function same(a: LayoutPoint, b: LayoutPoint): boolean {
  return Math.abs(a[0] - b[0]) < 0.01 && Math.abs(a[1] - b[1]) < 0.01;
}
