/** Branches side by side, each in the middle of the room that the longest needs. */

import type { Block } from "./blocks";
import { BRANCH_GAP, FAN, jog, type Shape, type Spot } from "./shape";

/** Two branches of which one is this much longer: the longer one is the main way and stays on the axis. */
const MAIN = 1.3;

export function parallelShape(block: Block, listed: readonly Shape[], openEnd: boolean): Shape {
  const [first, second] = listed;
  const pair = listed.length === 2 && first && second;
  const longer = pair && second.length > first.length ? second : first;
  const shorter = pair && longer === second ? first : second;
  const hasMain = pair && longer && shorter && longer.length > MAIN * shorter.length;
  const placed = hasMain ? [longer, shorter] : listed;
  const length = Math.max(...listed.map((member) => member.length));
  let across = 0;
  for (const member of placed) {
    member.across = across;
    member.along = FAN + (length - member.length) / 2;
    across += member.breadth + BRANCH_GAP;
  }
  const axes = placed.map((member) => member.across + member.axis);
  const axis = hasMain ? (axes[0] ?? 0) : middle(axes);
  const whole = length + FAN + (openEnd ? 0 : FAN);
  const start = (slot: number): Spot => {
    const member = listed[slot];
    return member ? [member.across + member.axis, member.along] : [axis, 0];
  };
  return {
    block,
    length: whole,
    breadth: across - BRANCH_GAP,
    axis,
    across: 0,
    along: 0,
    parent: null,
    members: listed,
    openEnd,
    enter: (slot) => jog([axis, 0], start(slot), FAN / 2),
    exit(slot, at) {
      const member = listed[slot];
      const end: Spot = [at, member ? member.along + member.length : 0];
      return openEnd ? [end, [at, whole]] : jog(end, [axis, whole], whole - FAN / 2);
    },
    link: () => [],
    kindOf: () => "direct",
  };
}

/** Of an odd number of branches the middle one is straight ahead. */
function middle(axes: readonly number[]): number {
  const half = Math.floor(axes.length / 2);
  const upper = axes[half] ?? 0;
  return axes.length % 2 === 1 ? upper : (upper + (axes[half - 1] ?? upper)) / 2;
}
