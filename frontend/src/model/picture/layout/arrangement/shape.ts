/**
 * A block with its size and the places of its members, in coordinates of its own.
 *
 * Layouts are made for a main axis (the way data flows) and a cross axis, as in flexbox; only at the very end
 * does one become x and the other y, so that the vertical and the horizontal picture are one layout.
 */

import type { Block } from "./blocks";

/** A point in a block: its position on the cross axis, then on the main axis. */
export type LayoutPoint = readonly [cross: number, main: number];

/** A child of the group that is laid out: what the layout needs to know of it. */
export interface LayoutItem {
  mainSize: number;
  crossSize: number;
  /** Where its edges come in and go out, from its own start on the cross axis. */
  axis: number;
  /** A concatenation grows as wide as the branches that it joins, a bus. */
  bar: boolean;
  /** A merge takes its shortcuts from the side. */
  sideEntry: boolean;
  /** A layer that only follows another stands close to it. */
  slim: boolean;
}

/** A skip leaves its column to pass members; bundled ones share a lane, which they are in at their third point. */
export type LinkKind = "direct" | "skip" | "bundled";

export interface Shape {
  block: Block;
  mainSize: number;
  crossSize: number;
  axis: number;
  /** Of its corner in its parent. */
  cross: number;
  main: number;
  parent: Shape | null;
  members: readonly Shape[];
  /** Do its branches end side by side instead of coming together on the axis? */
  openEnd: boolean;
  /** From its beginning on the axis to the beginning of a member; may be empty. */
  enter(slot: number): readonly LayoutPoint[];
  /** From the end of a member, left at this cross position, to its own end. */
  exit(slot: number, cross: number): readonly LayoutPoint[];
  /** From the end of one member, left at this cross position, to the beginning of another. */
  link(from: number, to: number, cross: number): readonly LayoutPoint[];
  /** Does the edge between these members leave its column (END and BEGIN count as members)? */
  kindOf(from: number, to: number): LinkKind;
}

/** The edges among a block's members that it must leave space for; ends are slots, BEGIN or END. */
export interface Wiring {
  /** By the member that an edge leaves, those it leads to. */
  targets: ReadonlyMap<number, ReadonlySet<number>>;
}

export const GAP = 20;
export const SLIM_GAP = 14;
/** Space in which edges fan out to branches, and come together again. */
export const FAN = 14;
export const BRANCH_GAP = 24;
export const LANE_GAP = 14;

export function leafShape(block: Block, item: LayoutItem): Shape {
  return {
    block,
    mainSize: item.mainSize,
    crossSize: item.crossSize,
    axis: item.axis,
    cross: 0,
    main: 0,
    parent: null,
    members: [],
    openEnd: false,
    enter: () => [],
    exit: () => [],
    link: () => [],
    kindOf: () => "direct",
  };
}

/** Two points joined by straight lines, with a turn halfway or at a given main position. */
export function jog(
  from: LayoutPoint,
  to: LayoutPoint,
  main = (from[1] + to[1]) / 2,
): LayoutPoint[] {
  if (Math.abs(from[0] - to[0]) < 0.01) return [from, to];
  return [from, [from[0], main], [to[0], main], to];
}
