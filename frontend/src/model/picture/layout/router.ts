/** The way of each edge, put together from its ways through the blocks around its ends. */

import { BEGIN, END, type Link } from "./flow";
import type { LinkKind, Shape, Spot } from "./shape";

export interface Route {
  from: number;
  to: number;
  spots: readonly Spot[];
  skips: boolean;
}

/** Edges that share a lane: each source's way into it, each target's way out of it. */
export interface Bundle {
  waysIn: Map<number, readonly Spot[]>;
  waysOut: Map<number, readonly Spot[]>;
  links: Link[];
}

/** Room between the border of a group and what is in it, along, for the edges that cross the border. */
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
    const way: Way = { spots: [], kind: "direct", lane: -1 };
    const up = source ? climb(way, source, meeting) : null;
    if (!up) way.spots.push([this.whole.axis, -BORDER]);
    if (target) descend(way, target, meeting, up);
    else {
      const { axis, length } = this.whole;
      way.spots.push([way.spots.at(-1)?.[0] ?? axis, length], [axis, length + BORDER]);
    }
    const [across, along] = meeting ? originOf(meeting) : [0, 0];
    const spots = moved(way.spots, across, along + BORDER);
    if (way.kind !== "bundled")
      this.routes.push({ from, to, skips: way.kind === "skip", spots: tidy(spots) });
    else this.bundle(meeting ?? this.whole, link, spots, way.lane);
  }

  private bundle(block: Shape, link: Link, spots: readonly Spot[], lane: number): void {
    const bundle: Bundle = this.bundled.get(block) ?? {
      waysIn: new Map(),
      waysOut: new Map(),
      links: [],
    };
    this.bundled.set(block, bundle);
    bundle.waysIn.set(link[0], tidy(spots.slice(0, lane + 1)));
    bundle.waysOut.set(link[1], tidy(spots.slice(lane + 1)));
    bundle.links.push(link);
  }
}

/** Are both ends members of the block, whose lanes are one trunk? */
function isBundled(block: Shape | null, source: Shape | undefined, target: Shape | undefined) {
  if (!block || source?.parent !== block || target?.parent !== block) return false;
  return block.kindOf(source.block.slot, target.block.slot) === "bundled";
}

interface Way {
  spots: Spot[];
  kind: LinkKind;
  /** Which spot is where a bundled way comes into its lane. */
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
export function originOf(shape: Shape): Spot {
  let [across, along] = [0, 0];
  for (let at: Shape | null = shape; at; at = at.parent) {
    across += at.across;
    along += at.along;
  }
  return [across, along];
}

/** From the end of a leaf to the end of the block around it that stands in the meeting (or is the whole). */
function climb(way: Way, leaf: Shape, meeting: Shape | null): Shape {
  let at = leaf;
  way.spots.push([leaf.axis + leaf.across, leaf.length + leaf.along]);
  for (; at.parent && at.parent !== meeting; at = at.parent) {
    const { parent } = at;
    const { slot } = at.block;
    note(way, parent.kindOf(slot, END));
    way.spots.push(...parent.exit(slot, way.spots.at(-1)?.[0] ?? 0));
    way.spots = moved(way.spots, parent.across, parent.along);
  }
  return at;
}

/** From the end of the block that the edge comes out of (null: from the border) to the beginning of a leaf. */
function descend(way: Way, leaf: Shape, meeting: Shape | null, up: Shape | null): void {
  const chain: Shape[] = [];
  for (let at: Shape | null = leaf; at && at !== meeting; at = at.parent) chain.push(at);
  const outermost = chain.at(-1);
  // Ways inwards are in coordinates of ever smaller blocks.
  let [across, along] = [0, 0];
  const add = (spots: readonly Spot[]) => {
    for (const spot of spots) way.spots.push([spot[0] + across, spot[1] + along]);
  };
  if (meeting && up && outermost) {
    const [from, to] = [up.block.slot, outermost.block.slot];
    note(way, meeting.kindOf(from, to));
    add(meeting.link(from, to, way.spots.at(-1)?.[0] ?? 0));
  } else if (outermost === leaf) add([[leaf.axis, 0]]);
  for (let index = chain.length - 1; index > 0; index -= 1) {
    const [parent, member] = [chain[index], chain[index - 1]];
    if (!parent || !member) continue;
    across += parent.across;
    along += parent.along;
    note(way, parent.kindOf(BEGIN, member.block.slot));
    add(parent.enter(member.block.slot));
  }
}

/** Said before the spots of a link are added: a bundled one is in its lane with the third. */
function note(way: Way, kind: LinkKind): void {
  if (kind !== "direct") way.kind = kind;
  if (kind === "bundled") way.lane = way.spots.length + 2;
}

function moved(spots: readonly Spot[], across: number, along: number): Spot[] {
  return spots.map((spot) => [spot[0] + across, spot[1] + along]);
}

/** Without points that lie on the way between their neighbours. */
function tidy(spots: readonly Spot[]): Spot[] {
  const kept: Spot[] = [];
  for (const spot of spots) {
    const last = kept.at(-1);
    if (last && same(last, spot)) continue;
    const before = kept.at(-2);
    if (before && last && (inLine(before, last, spot, 0) || inLine(before, last, spot, 1)))
      kept.pop();
    kept.push(spot);
  }
  return kept;
}

function inLine(a: Spot, b: Spot, c: Spot, axis: 0 | 1): boolean {
  return Math.abs(a[axis] - b[axis]) < 0.01 && Math.abs(b[axis] - c[axis]) < 0.01;
}

function same(a: Spot, b: Spot): boolean {
  return Math.abs(a[0] - b[0]) < 0.01 && Math.abs(a[1] - b[1]) < 0.01;
}
