/**
 * Layered drawing (Sugiyama's method) of what cannot be cut into series and branches, such as a NASNet cell.
 *
 * Ranks by longest path; a dummy node in every rank that a longer edge passes, shared by all edges of one
 * source; order by four barycentre sweeps; positions on the cross axis by least squares without changing the order. The number of steps depends on the graph alone,
 * never on the clock, so that the same graph always looks the same.
 */

import type { Block } from "./blocks";
import { BEGIN, END } from "./flow";
import { barycentreSweep, placeInOrder, type RankNode } from "./rank-order";
import { BRANCH_GAP, type LayoutPoint, type Shape, type Wiring } from "./shape";

const SWEEPS = 4;
const PLACINGS = 6;
const DUMMY_SIZE = 12;
const RANK_GAP = 18;
const TRACK = 9;
/** In larger blocks nodes stay in the order in which they are listed: sweeps would cost more than they please. */
const MOST_FOR_SWEEPS = 20_000;

export function layeredShape(
  block: Block,
  members: readonly Shape[],
  wiring: Wiring,
  openEnd: boolean,
): Shape {
  const graph = new RankedGraph(members, wiring);
  const ranks = graph.ranks();
  const nodeCount = ranks.reduce((sum, rank) => sum + rank.length, 0);
  if (nodeCount < MOST_FOR_SWEEPS)
    for (let round = 0; round < SWEEPS; round += 1) barycentreSweep(ranks, round % 2 === 0);
  for (let round = 0; round < PLACINGS; round += 1) placeRanks(ranks, round % 2 === 0);
  const least = Math.min(...ranks.flat().map((node) => node.cross));
  for (const node of ranks.flat()) node.cross -= least;
  const crossSize = Math.max(...ranks.flat().map((node) => node.cross + node.crossSize));
  const axis = crossSize / 2;
  const tracks = new Tracks(ranks, members, axis, openEnd);
  const mainSize = tracks.place(graph);
  const through = (from: number, to: number, at: number) => {
    const [first = null, ...way] = graph.between(from, to);
    return tracks.path(first, way, at, to === END);
  };
  return {
    block,
    mainSize,
    crossSize,
    axis,
    cross: 0,
    main: 0,
    parent: null,
    members,
    openEnd,
    enter: (slot) => tracks.path(null, graph.between(BEGIN, slot), axis, false),
    exit: (slot, at) => through(slot, END, at),
    link: through,
    kindOf: () => "direct",
  };
}

/** The members with their ranks, and dummy nodes where edges pass a rank. BEGIN lies above all ranks, END below. */
class RankedGraph {
  private readonly nodes: RankNode[];
  private readonly dummies = new Map<string, RankNode>();
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
    this.nodes = members.map((member, slot) =>
      newNode(this.rank(slot), slot, member.crossSize, member.axis),
    );
    for (const [from, targets] of wiring.targets) for (const to of targets) this.join(from, to);
  }

  private rank(slot: number): number {
    if (slot === BEGIN) return -1;
    return slot === END ? this.last + 1 : (this.rankOf[slot] ?? 0);
  }

  private join(from: number, to: number): void {
    const way = this.between(from, to);
    way.forEach((node, index) => {
      const next = way[index + 1];
      if (!next || node.after.includes(next)) return;
      node.after.push(next);
      next.before.push(node);
    });
  }

  /** The nodes from one member to another, both included. */
  between(from: number, to: number): RankNode[] {
    const way: RankNode[] = [];
    const first = this.nodes[from];
    const last = this.nodes[to];
    if (first) way.push(first);
    for (let rank = this.rank(from) + 1; rank < this.rank(to); rank += 1) {
      const key = `${from} ${rank}`;
      const known = this.dummies.get(key);
      const node = known ?? newNode(rank, -1, DUMMY_SIZE, DUMMY_SIZE / 2);
      if (!known) this.dummies.set(key, node);
      way.push(node);
    }
    if (last) way.push(last);
    return way;
  }

  /** All nodes by rank, in the order in which they are listed. */
  ranks(): RankNode[][] {
    const ranks: RankNode[][] = Array.from({ length: this.last + 1 }, () => []);
    for (const node of [...this.nodes, ...this.dummies.values()]) ranks[node.rank]?.push(node);
    return ranks;
  }

  mainSizeOf(rank: readonly RankNode[]): number {
    return Math.max(0, ...rank.map((node) => this.members[node.slot]?.mainSize ?? 0));
  }
}

function newNode(rank: number, slot: number, crossSize: number, axis: number): RankNode {
  return { rank, slot, crossSize, axis, cross: 0, before: [], after: [] };
}

/** Each node as near as possible to what it is joined with, one rank after the other. */
function placeRanks(ranks: readonly RankNode[][], down: boolean): void {
  for (const rank of down ? ranks : [...ranks].reverse()) {
    const wished = rank.map((node) => {
      const joined = down ? node.before : node.after;
      const near = joined.length > 0 ? joined : down ? node.after : node.before;
      const axes = near.map((other) => other.cross + other.axis);
      const mean = axes.reduce((sum, at) => sum + at, 0) / (axes.length || 1);
      return axes.length > 0 ? mean - node.axis : node.cross;
    });
    // An edge that passes insists more on going straight than a member does on its place.
    const weights = rank.map((node) => (node.slot < 0 ? 4 : 1));
    const sizes = rank.map((node) => node.crossSize + BRANCH_GAP);
    const places = placeInOrder(wished, sizes, weights);
    rank.forEach((node, index) => {
      node.cross = places[index] ?? 0;
    });
  }
}

/** Edges between two ranks turn in tracks, one for each source, so that no two lie on each other. */
class Tracks {
  /** Where each rank begins and ends on the main axis. */
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly turns = new Map<RankNode | null, number>();
  private mainSize = 0;

  constructor(
    private readonly ranks: readonly RankNode[][],
    private readonly members: readonly Shape[],
    private readonly axis: number,
    private readonly openEnd: boolean,
  ) {}

  place(graph: RankedGraph): number {
    const firsts = this.ranks.flat().filter((node) => node.before.length === 0);
    const entries = [{ from: null, at: this.axis, targets: firsts.map(axisOf) }];
    let main = this.allot(entries, 0);
    for (const rank of this.ranks) {
      this.starts.push(main);
      const mainSize = graph.mainSizeOf(rank);
      for (const node of rank) {
        const member = this.members[node.slot];
        if (!member) continue;
        member.cross = node.cross;
        member.main = main + (mainSize - member.mainSize) / 2;
      }
      main += mainSize;
      this.ends.push(main);
      const isLast = rank === this.ranks.at(-1);
      const leaving = rank.map((node) => ({
        from: node,
        at: axisOf(node),
        targets: isLast ? (this.openEnd ? [] : [this.axis]) : node.after.map(axisOf),
      }));
      main = this.allot(leaving, main);
    }
    this.mainSize = main;
    return main;
  }

  /** Gives each source that must turn a track in the gap that begins here; the end of the gap. */
  private allot(
    sources: readonly { from: RankNode | null; at: number; targets: readonly number[] }[],
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

  /** From the end of a node (null: from the block's beginning), left at a cross position, through others. */
  path(
    from: RankNode | null,
    way: readonly RankNode[],
    at: number,
    toEnd: boolean,
  ): readonly LayoutPoint[] {
    const points: LayoutPoint[] = [[at, from ? (this.ends[from.rank] ?? 0) : 0]];
    let last = from;
    let cross = at;
    for (const node of way) {
      this.turn(points, last, cross, axisOf(node), this.starts[node.rank] ?? 0);
      cross = axisOf(node);
      last = node;
      // A short member stands in the middle of its rank; a passing edge goes through.
      points.push([cross, this.members[node.slot]?.main ?? this.ends[node.rank] ?? 0]);
    }
    if (toEnd) this.turn(points, last, cross, this.openEnd ? cross : this.axis, this.mainSize);
    return points;
  }

  private turn(
    points: LayoutPoint[],
    from: RankNode | null,
    at: number,
    to: number,
    main: number,
  ): void {
    if (Math.abs(at - to) > 0.01) {
      const turn = this.turns.get(from) ?? main;
      points.push([at, turn], [to, turn]);
    }
    points.push([to, main]);
  }
}

function axisOf(node: RankNode): number {
  return node.cross + node.axis;
}
