/**
 * Members one after another on one axis; edges that skip members run in lanes beside them.
 *
 * All edges of one source share a lane, with a tap to each target. Where many lanes would run side by
 * side, as beside a dense block, they become one edge bundle.
 */

import type { Block } from "./blocks";
import { BEGIN, END } from "./flow";
import {
  GAP,
  jog,
  LANE_GAP,
  type LayoutItem,
  type LayoutPoint,
  type Shape,
  SLIM_GAP,
  type Wiring,
} from "./shape";

/** More lanes than this beside each other are an edge bundle. */
const MOST_LANES = 4;
/** Where lines turn in the gap between two members, as shares of it: leaving ones before arriving ones. */
const LEAVE = 0.35;
const ARRIVE = 0.65;
/** How far a bar reaches beyond the outermost branch. */
const BAR_END = 40;

interface Lane {
  from: number;
  /** The last of its targets. */
  to: number;
  start: number;
  end: number;
  cross: number;
}

type ItemOf = (slot: number) => LayoutItem | undefined;

/** Edges that leave the column, by the member they leave. */
type Skips = readonly (readonly [from: number, targets: readonly number[]])[];

export function seriesShape(
  block: Block,
  members: readonly Shape[],
  items: readonly LayoutItem[],
  wiring: Wiring,
): Shape {
  const itemOf: ItemOf = (slot) => items[members[slot]?.block.leaf ?? -1];
  members.forEach((member, slot) => {
    const before = members[slot - 1];
    if (before?.openEnd && itemOf(slot)?.bar) widenBar(member, before);
  });
  const count = members.length;
  const skips = skipsOf(count, wiring);
  const axis = Math.max(...members.map((member) => member.axis));
  const mainSize = placeMembers(members, itemOf, skips, axis);
  const lanes = lanesOf(skips, members, mainSize);
  const isBundled = mostAtOnce(lanes) > MOST_LANES;
  placeLanes(lanes, members, isBundled);
  const crossSize = Math.max(
    ...members.map((member) => member.cross + member.crossSize),
    ...lanes.map((lane) => lane.cross + LANE_GAP / 2),
  );
  const edges = new SeriesEdges(members, itemOf, lanes, axis, mainSize);
  return {
    block,
    mainSize,
    crossSize,
    axis,
    cross: 0,
    main: 0,
    parent: null,
    members,
    openEnd: false,
    enter: (slot) => edges.link(BEGIN, slot, axis),
    exit: (slot, at) => edges.link(slot, END, at),
    link: (from, to, at) => edges.link(from, to, at),
    kindOf: (from, to) => (!isSkip(from, to, count) ? "direct" : isBundled ? "bundled" : "skip"),
  };
}

/** One after another on the axis; their size together, with space for edges that cross the block's border. */
function placeMembers(
  members: readonly Shape[],
  itemOf: ItemOf,
  skips: Skips,
  axis: number,
): number {
  const touched = new Set(skips.flatMap(([from, targets]) => [from + 1, ...targets]));
  let main = skips.some(([from]) => from === BEGIN) ? GAP : 0;
  members.forEach((member, slot) => {
    if (slot > 0) main += gapBefore(members, itemOf, slot) + (touched.has(slot) ? 8 : 0);
    member.cross = axis - member.axis;
    member.main = main;
    main += member.mainSize;
  });
  return main + (skips.some(([, targets]) => targets.includes(END)) ? GAP : 0);
}

function endOf(members: readonly Shape[], slot: number): number {
  const member = members[slot];
  return member ? member.main + member.mainSize : 0;
}

function lanesOf(skips: Skips, members: readonly Shape[], mainSize: number): Lane[] {
  return skips.map(([from, targets]) => {
    const to = targets.includes(END) ? END : Math.max(...targets);
    const start = from === BEGIN ? 0 : endOf(members, from);
    return { from, to, start, end: to === END ? mainSize : (members[to]?.main ?? 0), cross: 0 };
  });
}

/** The ways of edges among the members, from and to the block's border too. */
class SeriesEdges {
  private readonly laneOf: ReadonlyMap<number, number>;

  constructor(
    private readonly members: readonly Shape[],
    private readonly itemOf: ItemOf,
    lanes: readonly Lane[],
    private readonly axis: number,
    private readonly mainSize: number,
  ) {
    this.laneOf = new Map(lanes.map((lane) => [lane.from, lane.cross]));
  }

  link(from: number, to: number, at: number): readonly LayoutPoint[] {
    const leave: LayoutPoint = [at, from === BEGIN ? 0 : endOf(this.members, from)];
    if (isSkip(from, to, this.members.length)) return this.skip(from, to, leave);
    const target = this.members[to];
    // A line comes straight down into a bar.
    const isOverBar = target && at > target.cross && at < target.cross + target.crossSize;
    if (isOverBar && this.itemOf(to)?.bar) return [leave, [at, target.main]];
    return jog(leave, this.arrival(to));
  }

  private skip(from: number, to: number, leave: LayoutPoint): LayoutPoint[] {
    const lane = this.laneOf.get(from) ?? this.axis;
    const after = this.turnAfter(from);
    const turned: LayoutPoint[] = [leave, [leave[0], after], [lane, after]];
    const target = this.members[to];
    if (target && this.itemOf(to)?.sideEntry) {
      const middle = target.main + target.mainSize / 2;
      return [...turned, [lane, middle], [target.cross + target.crossSize, middle]];
    }
    const before = this.turnBefore(to);
    return [...turned, [lane, before], [this.axis, before], this.arrival(to)];
  }

  private startOf(slot: number): number {
    return slot === END ? this.mainSize : (this.members[slot]?.main ?? 0);
  }

  private arrival(slot: number): LayoutPoint {
    return [this.axis, this.startOf(slot)];
  }

  private turnAfter(slot: number): number {
    const end = slot === BEGIN ? 0 : endOf(this.members, slot);
    return end + LEAVE * (this.startOf(slot + 1 < this.members.length ? slot + 1 : END) - end);
  }

  private turnBefore(slot: number): number {
    const last = slot === END ? this.members.length - 1 : slot - 1;
    const end = last < 0 ? 0 : endOf(this.members, last);
    return end + ARRIVE * (this.startOf(slot) - end);
  }
}

/** Is it an edge to another member than the next one? */
function isSkip(from: number, to: number, count: number): boolean {
  const next = from === BEGIN ? 0 : from + 1;
  return to === END ? next !== count : to !== next;
}

function skipsOf(count: number, wiring: Wiring): Skips {
  return [...wiring.targets].flatMap(([from, targets]) => {
    const skipped = [...targets].filter((to) => isSkip(from, to, count));
    return skipped.length > 0 ? [[from, skipped] as [number, number[]]] : [];
  });
}

function gapBefore(members: readonly Shape[], itemOf: ItemOf, slot: number): number {
  // A fan has space of its own.
  const fans = [slot - 1, slot].some((at) => members[at]?.block.type === "parallel");
  return fans || itemOf(slot)?.slim ? SLIM_GAP : GAP;
}

/** From the first to the last branch that ends over it. */
function widenBar(bar: Shape, branches: Shape): void {
  const ends = branches.members.map((member) => member.cross + member.axis);
  const first = Math.min(...ends, branches.axis - bar.axis + BAR_END);
  const last = Math.max(...ends, branches.axis + bar.crossSize - bar.axis - BAR_END);
  bar.axis = branches.axis - first + BAR_END;
  bar.crossSize = last - first + 2 * BAR_END;
}

/** The largest number of lanes beside each other. */
function mostAtOnce(lanes: readonly Lane[]): number {
  const turns = lanes.flatMap(({ start, end }) => [[start, 1] as const, [end, -1] as const]);
  let now = 0;
  let most = 0;
  for (const [, change] of turns.sort(([a, one], [b, other]) => a - b || one - other)) {
    now += change;
    most = Math.max(most, now);
  }
  return most;
}

/** Each lane as near as the members and the lanes it passes allow, short ones first. */
function placeLanes(lanes: readonly Lane[], members: readonly Shape[], bundled: boolean): void {
  // Up to which cross position each is occupied, members and the gaps around them: the gap before member n is 2n, the member 2n + 1.
  const taken = new Float64Array(2 * members.length + 1);
  members.forEach((member, slot) => {
    taken[2 * slot + 1] = member.cross + member.crossSize;
  });
  const firstOf = ({ from }: Lane) => (from === BEGIN ? 0 : 2 * from + 2);
  const lastOf = ({ to }: Lane) => 2 * (to === END ? members.length : to);
  const beside = (lane: Lane) => {
    let most = 0;
    for (let at = firstOf(lane); at <= lastOf(lane); at += 1) most = Math.max(most, taken[at] ?? 0);
    return most + LANE_GAP;
  };
  if (bundled) {
    const shared = Math.max(...lanes.map(beside));
    for (const lane of lanes) lane.cross = shared;
    return;
  }
  for (const lane of [...lanes].sort((a, b) => a.end - a.start - (b.end - b.start))) {
    lane.cross = beside(lane);
    taken.fill(lane.cross, firstOf(lane), lastOf(lane) + 1);
  }
}
