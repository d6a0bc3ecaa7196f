/** The edges among the items of one group, in an order in which they can run, without those that skip ahead. */

/** Ends of an edge at the border of the group. */
export const BEGIN = -1;
export const END = -2;

/** From item to item by number; BEGIN and END stand for the border. */
export type Link = readonly [from: number, to: number];

export interface Flow {
  /** The items in topological order; among equals the one listed first. */
  order: readonly number[];
  /** Neighbours by item, without edges that skip ahead and without those that go back. */
  before: readonly (readonly number[])[];
  after: readonly (readonly number[])[];
  position(item: number): number;
}

/** Above this many items no table of what reaches what is made (its size is their square). */
const MOST_FOR_REDUCTION = 12_000;

export function flowOf(count: number, links: readonly Link[]): Flow {
  const after = neighbours(count, links);
  const order = topologicalOrder(count, after);
  const positions = new Int32Array(count);
  order.forEach((item, index) => {
    positions[item] = index;
  });
  const position = (item: number) => positions[item] ?? 0;
  // A group can read what a later one makes of its own output; such an edge goes back.
  const ahead = after.map((targets, item) =>
    targets.filter((target) => position(target) > position(item)),
  );
  const direct = transitiveReduction(order, ahead, position);
  const before: number[][] = order.map(() => []);
  for (const item of order) for (const target of direct[item] ?? []) before[target]?.push(item);
  return { order, before, after: direct, position };
}

function neighbours(count: number, links: readonly Link[]): number[][] {
  const after: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of links) if (from >= 0 && to >= 0 && from !== to) after[from]?.push(to);
  return after;
}

/** Kahn's algorithm, items listed first going first; a circle is entered at its first item. */
function topologicalOrder(count: number, after: readonly (readonly number[])[]): number[] {
  const missing = new Int32Array(count);
  for (const targets of after)
    for (const target of targets) missing[target] = (missing[target] ?? 0) + 1;
  const listed = Array.from({ length: count }, (_, item) => item);
  // Items are mostly listed in execution order, and then the list is the answer.
  if (after.every((targets, item) => targets.every((target) => target > item))) return listed;
  const done = new Uint8Array(count);
  const order: number[] = [];
  const ready = listed.filter((item) => missing[item] === 0);
  for (let head = 0; order.length < count; head += 1) {
    const item = ready[head] ?? done.indexOf(0);
    if (head >= ready.length) ready.push(item);
    if (done[item] === 1) continue;
    done[item] = 1;
    order.push(item);
    for (const target of after[item] ?? []) {
      missing[target] = (missing[target] ?? 0) - 1;
      if (missing[target] === 0) ready.push(target);
    }
  }
  return order;
}

/** Drops each edge whose end is also reached through another item. */
function transitiveReduction(
  order: readonly number[],
  after: readonly (readonly number[])[],
  position: (item: number) => number,
): number[][] {
  const direct = after.map((targets) =>
    [...new Set(targets)].sort((a, b) => position(a) - position(b)),
  );
  // Where no item has two ways out, or a table would be too large, nothing is to be dropped.
  if (order.length > MOST_FOR_REDUCTION || direct.every((targets) => targets.length < 2))
    return direct;
  const words = Math.ceil(order.length / 32);
  const reach = new Uint32Array(words * order.length);
  for (let index = order.length - 1; index >= 0; index -= 1) {
    const item = order[index] ?? 0;
    const row = item * words;
    // Nearest first: what is reached through a nearer target is a shortcut.
    direct[item] = (direct[item] ?? []).filter((target) => {
      const at = position(target);
      const bit = 1 << (at & 31);
      if (((reach[row + (at >> 5)] ?? 0) & bit) !== 0) return false;
      const from = target * words;
      for (let word = at >> 5; word < words; word += 1)
        reach[row + word] = (reach[row + word] ?? 0) | (reach[from + word] ?? 0);
      reach[row + (at >> 5)] = (reach[row + (at >> 5)] ?? 0) | bit;
      return true;
    });
  }
  return direct;
}
