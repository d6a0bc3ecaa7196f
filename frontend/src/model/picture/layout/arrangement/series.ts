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

export function seriesShape(
  block: Block,
  members: readonly Shape[],
  items: readonly LayoutItem[],
  wiring: Wiring,
): Shape {
  const itemOf = (slot: number) => items[members[slot]?.block.leaf ?? -1];
  members.forEach((member, slot) => {
    const before = members[slot - 1];
    if (before?.openEnd && itemOf(slot)?.bar) widenBar(member, before);
  });
  const skips = skipsOf(members.length, wiring);
  const reach = Math.max(...members.map((member) => member.axis));
  const touched = new Set(skips.flatMap(([from, targets]) => [from + 1, ...targets]));
  let main = skips.some(([from]) => from === BEGIN) ? GAP : 0;
  members.forEach((member, slot) => {
    if (slot > 0) main += gapBefore(members, itemOf, slot) + (touched.has(slot) ? 8 : 0);
    member.cross = reach - member.axis;
    member.main = main;
    main += member.mainSize;
  });
  const mainSize = main + (skips.some(([, targets]) => targets.includes(END)) ? GAP : 0);
  const endOf = (slot: number) => {
    const member = members[slot];
    return member ? member.main + member.mainSize : 0;
  };
  const startOf = (slot: number) => (slot === END ? mainSize : (members[slot]?.main ?? 0));
  const lanes = skips.map(([from, targets]) => {
    const to = targets.includes(END) ? END : Math.max(...targets);
    const start = from === BEGIN ? 0 : endOf(from);
    return { from, to, start, end: startOf(to), cross: 0 };
  });
  const bundled = mostAtOnce(lanes) > MOST_LANES;
  placeLanes(lanes, members, bundled);
  const laneOf = new Map(lanes.map((lane) => [lane.from, lane.cross]));
  const crossSize = Math.max(
    ...members.map((member) => member.cross + member.crossSize),
    ...lanes.map((lane) => lane.cross + LANE_GAP / 2),
  );

  const turnAfter = (slot: number) => {
    const end = slot === BEGIN ? 0 : endOf(slot);
    return end + LEAVE * (startOf(slot + 1 < members.length ? slot + 1 : END) - end);
  };
  const turnBefore = (slot: number) => {
    const last = slot === END ? members.length - 1 : slot - 1;
    const end = last < 0 ? 0 : endOf(last);
    return end + ARRIVE * (startOf(slot) - end);
  };
  const arrival = (slot: number): LayoutPoint => [reach, startOf(slot)];
  const skip = (from: number, to: number, leave: LayoutPoint): LayoutPoint[] => {
    const lane = laneOf.get(from) ?? crossSize;
    const turned: LayoutPoint[] = [leave, [leave[0], turnAfter(from)], [lane, turnAfter(from)]];
    const target = members[to];
    if (target && itemOf(to)?.sideEntry) {
      const middle = target.main + target.mainSize / 2;
      return [...turned, [lane, middle], [target.cross + target.crossSize, middle]];
    }
    return [...turned, [lane, turnBefore(to)], [reach, turnBefore(to)], arrival(to)];
  };
  const link = (from: number, to: number, at: number): readonly LayoutPoint[] => {
    const leave: LayoutPoint = [at, from === BEGIN ? 0 : endOf(from)];
    if (isSkip(from, to, members.length)) return skip(from, to, leave);
    const target = members[to];
    // A line comes straight down into a bar.
    if (target && itemOf(to)?.bar && at > target.cross && at < target.cross + target.crossSize)
      return [leave, [at, target.main]];
    return jog(leave, arrival(to));
  };
  return {
    block,
    mainSize,
    crossSize,
    axis: reach,
    cross: 0,
    main: 0,
    parent: null,
    members,
    openEnd: false,
    enter: (slot) => link(BEGIN, slot, reach),
    exit: (slot, at) => link(slot, END, at),
    link,
    kindOf: (from, to) =>
      !isSkip(from, to, members.length) ? "direct" : bundled ? "bundled" : "skip",
  };
}

/** Is it an edge to another member than the next one? */
function isSkip(from: number, to: number, count: number): boolean {
  const next = from === BEGIN ? 0 : from + 1;
  return to === END ? next !== count : to !== next;
}

function skipsOf(count: number, wiring: Wiring): [number, number[]][] {
  return [...wiring.targets].flatMap(([from, targets]) => {
    const skipped = [...targets].filter((to) => isSkip(from, to, count));
    return skipped.length > 0 ? [[from, skipped] as [number, number[]]] : [];
  });
}

function gapBefore(
  members: readonly Shape[],
  itemOf: (slot: number) => LayoutItem | undefined,
  slot: number,
): number {
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
