/** Branches side by side, each in the middle of the space that the longest needs. */

import type { Block } from "./blocks";
import { BRANCH_GAP, FAN, jog, type LayoutPoint, type Shape } from "./shape";

/** Two branches of which one is this much longer: the longer one stays on the axis. */
const MAIN_BRANCH = 1.3;

export function parallelShape(block: Block, listed: readonly Shape[], openEnd: boolean): Shape {
  const [first, second] = listed;
  const pair = listed.length === 2 && first && second;
  const longer = pair && second.mainSize > first.mainSize ? second : first;
  const shorter = pair && longer === second ? first : second;
  const hasMain = pair && longer && shorter && longer.mainSize > MAIN_BRANCH * shorter.mainSize;
  const placed = hasMain ? [longer, shorter] : listed;
  const mainSize = Math.max(...listed.map((member) => member.mainSize));
  let cross = 0;
  for (const member of placed) {
    member.cross = cross;
    member.main = FAN + (mainSize - member.mainSize) / 2;
    cross += member.crossSize + BRANCH_GAP;
  }
  const axes = placed.map((member) => member.cross + member.axis);
  const axis = hasMain ? (axes[0] ?? 0) : middle(axes);
  const whole = mainSize + FAN + (openEnd ? 0 : FAN);
  const start = (slot: number): LayoutPoint => {
    const member = listed[slot];
    return member ? [member.cross + member.axis, member.main] : [axis, 0];
  };
  return {
    block,
    mainSize: whole,
    crossSize: cross - BRANCH_GAP,
    axis,
    cross: 0,
    main: 0,
    parent: null,
    members: listed,
    openEnd,
    enter: (slot) => jog([axis, 0], start(slot), FAN / 2),
    exit(slot, at) {
      const member = listed[slot];
      const end: LayoutPoint = [at, member ? member.main + member.mainSize : 0];
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
