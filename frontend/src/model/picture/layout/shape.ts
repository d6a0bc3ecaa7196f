/**
 * A block with its size and the places of its members, in coordinates of its own.
 *
 * Layouts are made for "along" (the way data flows) and "across"; only at the very end does one become
 * x and the other y, so that the vertical and the horizontal picture are one layout.
 */

import type { Block } from "./blocks";

/** A point in a block: across, then along. */
export type Spot = readonly [across: number, along: number];

/** A child of the group that is laid out, as far as its place is concerned. */
export interface Part {
  length: number;
  breadth: number;
  /** Where its edges come in and go out, from its own start across. */
  axis: number;
  /** A concatenation grows as broad as the branches that it joins, a bus. */
  bar: boolean;
  /** A merge takes its shortcuts from the side. */
  sideEntry: boolean;
  /** A layer that only follows another stands close to it. */
  slim: boolean;
}

/** A skip leaves its column to pass members; bundled ones share a lane, which they are in with their third spot. */
export type LinkKind = "direct" | "skip" | "bundled";

export interface Shape {
  block: Block;
  length: number;
  breadth: number;
  axis: number;
  /** Of its corner in its parent. */
  across: number;
  along: number;
  parent: Shape | null;
  members: readonly Shape[];
  /** Do its branches end side by side instead of coming together on the axis? */
  openEnd: boolean;
  /** From its beginning on the axis to the beginning of a member; may be empty. */
  enter(slot: number): readonly Spot[];
  /** From the end of a member, left at this place across, to its own end. */
  exit(slot: number, across: number): readonly Spot[];
  /** From the end of one member, left at this place across, to the beginning of another. */
  link(from: number, to: number, across: number): readonly Spot[];
  /** Does the edge between these members leave its column (END and BEGIN count as members)? */
  kindOf(from: number, to: number): LinkKind;
}

/** What of the members' edges a block must make room for; slots, BEGIN or END. */
export interface Wiring {
  /** By the member that an edge leaves, those it leads to. */
  targets: ReadonlyMap<number, ReadonlySet<number>>;
}

export const GAP = 20;
export const SLIM_GAP = 14;
/** Room in which edges fan out to branches, and come together again. */
export const FAN = 14;
export const BRANCH_GAP = 24;
export const LANE_GAP = 14;

export function leafShape(block: Block, part: Part): Shape {
  return {
    block,
    length: part.length,
    breadth: part.breadth,
    axis: part.axis,
    across: 0,
    along: 0,
    parent: null,
    members: [],
    openEnd: false,
    enter: () => [],
    exit: () => [],
    link: () => [],
    kindOf: () => "direct",
  };
}

/** Two places joined by straight lines along and, halfway or at a given place, across. */
export function jog(from: Spot, to: Spot, along = (from[1] + to[1]) / 2): Spot[] {
  if (Math.abs(from[0] - to[0]) < 0.01) return [from, to];
  return [from, [from[0], along], [to[0], along], to];
}
