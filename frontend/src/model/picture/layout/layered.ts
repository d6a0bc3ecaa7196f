/**
 * What cannot be cut into series and branches, such as the inside of a NASNet cell: members in ranks.
 *
 * Sugiyama's method for a small graph: ranks by longest path, one place in every rank between for an
 * edge that is longer, shared by all edges of one source; order by four barycentre sweeps; places
 * across by least squares without changing the order. The number of steps depends on the graph alone,
 * never on the clock, so that the same graph always looks the same.
 */

import type { Block } from "./blocks";
import { BEGIN, END } from "./flow";
import { inOrder, type Stop, sweep } from "./order";
import { BRANCH_GAP, type Shape, type Spot, type Wiring } from "./shape";

const SWEEPS = 4;
const PLACINGS = 6;
const WAY_BREADTH = 12;
const RANK_GAP = 18;
const TRACK = 9;
/** Larger meshes keep the order in which they are listed: sweeps would cost more than they please. */
const MOST_FOR_SWEEPS = 20_000;

export function meshShape(
  block: Block,
  members: readonly Shape[],
  wiring: Wiring,
  openEnd: boolean,
): Shape {
  const ways = new Ways(members, wiring);
  const ranks = ways.ranks();
  const stops = ranks.reduce((sum, rank) => sum + rank.length, 0);
  if (stops < MOST_FOR_SWEEPS)
    for (let round = 0; round < SWEEPS; round += 1) sweep(ranks, round % 2 === 0);
  for (let round = 0; round < PLACINGS; round += 1) placeRanks(ranks, round % 2 === 0);
  const left = Math.min(...ranks.flat().map((stop) => stop.across));
  for (const stop of ranks.flat()) stop.across -= left;
  const breadth = Math.max(...ranks.flat().map((stop) => stop.across + stop.breadth));
  const axis = breadth / 2;
  const tracks = new Tracks(ranks, members, axis, openEnd);
  const length = tracks.place(ways);
  const through = (from: number, to: number, at: number) => {
    const [first = null, ...way] = ways.between(from, to);
    return tracks.path(first, way, at, to === END);
  };
  return {
    block,
    length,
    breadth,
    axis,
    across: 0,
    along: 0,
    parent: null,
    members,
    openEnd,
    enter: (slot) => tracks.path(null, ways.between(BEGIN, slot), axis, false),
    exit: (slot, at) => through(slot, END, at),
    link: through,
    kindOf: () => "direct",
  };
}

/** The stops that edges go through. BEGIN is a stop above all ranks, END one below. */
class Ways {
  private readonly stops: Stop[];
  private readonly passing = new Map<string, Stop>();
  private readonly rankOf: Int32Array;
  readonly last: number;

  constructor(
    private readonly members: readonly Shape[],
    wiring: Wiring,
  ) {
    this.rankOf = new Int32Array(members.length);
    const sources = [...wiring.targets.keys()].filter((from) => from >= 0).sort((a, b) => a - b);
    for (const from of sources)
      for (const to of wiring.targets.get(from) ?? [])
        if (to > from) this.rankOf[to] = Math.max(this.rankOf[to] ?? 0, this.rank(from) + 1);
    this.last = Math.max(...this.rankOf);
    this.stops = members.map((member, slot) =>
      newStop(this.rank(slot), slot, member.breadth, member.axis),
    );
    for (const [from, targets] of wiring.targets) for (const to of targets) this.join(from, to);
  }

  private rank(slot: number): number {
    if (slot === BEGIN) return -1;
    return slot === END ? this.last + 1 : (this.rankOf[slot] ?? 0);
  }

  private join(from: number, to: number): void {
    const way = this.between(from, to);
    way.forEach((stop, index) => {
      const next = way[index + 1];
      if (!next || stop.after.includes(next)) return;
      stop.after.push(next);
      next.before.push(stop);
    });
  }

  /** The stops from one member to another, both included. */
  between(from: number, to: number): Stop[] {
    const way: Stop[] = [];
    const first = this.stops[from];
    const last = this.stops[to];
    if (first) way.push(first);
    for (let rank = this.rank(from) + 1; rank < this.rank(to); rank += 1) {
      const key = `${from} ${rank}`;
      const known = this.passing.get(key);
      const stop = known ?? newStop(rank, -1, WAY_BREADTH, WAY_BREADTH / 2);
      if (!known) this.passing.set(key, stop);
      way.push(stop);
    }
    if (last) way.push(last);
    return way;
  }

  /** All stops by rank, in the order in which they are listed. */
  ranks(): Stop[][] {
    const ranks: Stop[][] = Array.from({ length: this.last + 1 }, () => []);
    for (const stop of [...this.stops, ...this.passing.values()]) ranks[stop.rank]?.push(stop);
    return ranks;
  }

  lengthOf(rank: readonly Stop[]): number {
    return Math.max(0, ...rank.map((stop) => this.members[stop.slot]?.length ?? 0));
  }
}

function newStop(rank: number, slot: number, breadth: number, axis: number): Stop {
  return { rank, slot, breadth, axis, across: 0, before: [], after: [] };
}

/** Each stop as near as possible to what it is joined with, one rank after the other. */
function placeRanks(ranks: readonly Stop[][], down: boolean): void {
  for (const rank of down ? ranks : [...ranks].reverse()) {
    const wished = rank.map((stop) => {
      const joined = down ? stop.before : stop.after;
      const near = joined.length > 0 ? joined : down ? stop.after : stop.before;
      const axes = near.map((other) => other.across + other.axis);
      const mean = axes.reduce((sum, at) => sum + at, 0) / (axes.length || 1);
      return axes.length > 0 ? mean - stop.axis : stop.across;
    });
    // An edge that passes insists more on going straight than a member does on its place.
    const weights = rank.map((stop) => (stop.slot < 0 ? 4 : 1));
    const room = rank.map((stop) => stop.breadth + BRANCH_GAP);
    const places = inOrder(wished, room, weights);
    rank.forEach((stop, index) => {
      stop.across = places[index] ?? 0;
    });
  }
}

/** Edges between two ranks turn in tracks, one for each source, so that no two lie on each other. */
class Tracks {
  /** Where each rank begins and ends, along. */
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly turns = new Map<Stop | null, number>();
  private length = 0;

  constructor(
    private readonly ranks: readonly Stop[][],
    private readonly members: readonly Shape[],
    private readonly axis: number,
    private readonly openEnd: boolean,
  ) {}

  place(ways: Ways): number {
    const firsts = this.ranks.flat().filter((stop) => stop.before.length === 0);
    const entries = [{ from: null, at: this.axis, targets: firsts.map(axisOf) }];
    let along = this.allot(entries, 0);
    for (const rank of this.ranks) {
      this.starts.push(along);
      const length = ways.lengthOf(rank);
      for (const stop of rank) {
        const member = this.members[stop.slot];
        if (!member) continue;
        member.across = stop.across;
        member.along = along + (length - member.length) / 2;
      }
      along += length;
      this.ends.push(along);
      const isLast = rank === this.ranks.at(-1);
      const leaving = rank.map((stop) => ({
        from: stop,
        at: axisOf(stop),
        targets: isLast ? (this.openEnd ? [] : [this.axis]) : stop.after.map(axisOf),
      }));
      along = this.allot(leaving, along);
    }
    this.length = along;
    return along;
  }

  /** Gives each source that must turn a track in the gap that begins here; the end of the gap. */
  private allot(
    sources: readonly { from: Stop | null; at: number; targets: readonly number[] }[],
    begin: number,
  ): number {
    const busy: number[] = [];
    const spans = sources
      .filter(({ at, targets }) => targets.some((target) => Math.abs(target - at) > 0.01))
      .map(({ from, at, targets }) => ({
        from,
        low: Math.min(at, ...targets),
        high: Math.max(at, ...targets),
      }))
      .sort((a, b) => a.low - b.low);
    for (const { from, low, high } of spans) {
      let track = busy.findIndex((end) => end < low);
      if (track < 0) track = busy.length;
      busy[track] = high;
      this.turns.set(from, begin + RANK_GAP / 2 + track * TRACK);
    }
    return begin + RANK_GAP + Math.max(0, busy.length - 1) * TRACK;
  }

  /** From the end of a stop (null: of the mesh's beginning), left at a place across, through others. */
  path(from: Stop | null, way: readonly Stop[], at: number, toEnd: boolean): readonly Spot[] {
    const spots: Spot[] = [[at, from ? (this.ends[from.rank] ?? 0) : 0]];
    let last = from;
    let across = at;
    for (const stop of way) {
      this.turn(spots, last, across, axisOf(stop), this.starts[stop.rank] ?? 0);
      across = axisOf(stop);
      last = stop;
      // A short member stands in the middle of its rank; a passing edge goes through.
      spots.push([across, this.members[stop.slot]?.along ?? this.ends[stop.rank] ?? 0]);
    }
    if (toEnd) this.turn(spots, last, across, this.openEnd ? across : this.axis, this.length);
    return spots;
  }

  private turn(spots: Spot[], from: Stop | null, at: number, to: number, along: number): void {
    if (Math.abs(at - to) > 0.01) {
      const turn = this.turns.get(from) ?? along;
      spots.push([at, turn], [to, turn]);
    }
    spots.push([to, along]);
  }
}

function axisOf(stop: Stop): number {
  return stop.across + stop.axis;
}
