/**
 * One group's graph taken apart: items in series, items in parallel, and the rare rest, a layered block.
 *
 * Convolutional networks are almost series-parallel: a chain, in it modules of parallel branches, in
 * those chains again, and edges that skip ahead (shortcuts). The shortcuts are set aside first: an edge
 * is one if a longer way leads to the same place. What is left is cut where every way from the top to
 * the bottom must pass, and the pieces between the cuts fall into parallel branches, which are cut again.
 */

import type { Flow } from "./flow";

type BlockType = "leaf" | "series" | "parallel" | "layered";

export interface Block {
  type: BlockType;
  /** Which item of the group a leaf is; -1 for the others. */
  leaf: number;
  /** In execution order. */
  members: readonly Block[];
  parent: Block | null;
  /** Its place among its parent's members. */
  slot: number;
  /** Blocks around it. */
  depth: number;
}

/** The whole group as one block; null for a group without items. */
export function decompose(flow: Flow): Block | null {
  const whole = flow.order.length > 0 ? cut(flow, flow.order) : null;
  if (whole) setDepth(whole, 0);
  return whole;
}

/** All items one below the other, whatever their edges. */
export function column(flow: Flow): Block | null {
  const whole = series(flow.order.map((item) => block("leaf", [], item)));
  setDepth(whole, 0);
  return flow.order.length > 0 ? whole : null;
}

function setDepth(at: Block, depth: number): void {
  at.depth = depth;
  for (const member of at.members) setDepth(member, depth + 1);
}

function block(type: BlockType, members: readonly Block[], leaf = -1): Block {
  const made: Block = { type, leaf, members, parent: null, slot: 0, depth: 0 };
  members.forEach((member, slot) => {
    member.parent = made;
    member.slot = slot;
  });
  return made;
}

function series(members: readonly Block[]): Block {
  const [only] = members;
  return only && members.length === 1 ? only : block("series", members);
}

/** Items in topological order, cut where every way through them must pass. */
function cut(flow: Flow, items: readonly number[]): Block {
  const [first] = items;
  if (first !== undefined && items.length === 1) return block("leaf", [], first);
  const spans = jumpedOver(flow, items);
  const members: Block[] = [];
  let between: number[] = [];
  const close = () => {
    if (between.length > 0) members.push(branches(flow, between, items.length));
    between = [];
  };
  items.forEach((item, position) => {
    if (spans[position] === 0) {
      close();
      members.push(block("leaf", [], item));
    } else between.push(item);
  });
  close();
  return series(members);
}

/** How many edges pass each position; ways in and out of these items are edges too. */
function jumpedOver(flow: Flow, items: readonly number[]): Int32Array {
  const position = new Map(items.map((item, index) => [item, index]));
  const change = new Int32Array(items.length + 1);
  const jump = (after: number, before: number) => {
    if (before - after < 2) return;
    change[after + 1] = (change[after + 1] ?? 0) + 1;
    change[before] = (change[before] ?? 0) - 1;
  };
  items.forEach((item, index) => {
    const to = inside(flow.after[item], position);
    for (const target of to) jump(index, target);
    if (to.length === 0) jump(index, items.length);
    if (inside(flow.before[item], position).length === 0) jump(-1, index);
  });
  for (let index = 1; index < change.length; index += 1)
    change[index] = (change[index] ?? 0) + (change[index - 1] ?? 0);
  return change.subarray(0, items.length);
}

function inside(
  items: readonly number[] | undefined,
  position: ReadonlyMap<number, number>,
): number[] {
  return (items ?? []).flatMap((item) => position.get(item) ?? []);
}

/** What lies between two cuts: its connected components stand in parallel. */
function branches(flow: Flow, items: readonly number[], outer: number): Block {
  const components = connectedComponents(flow, items);
  if (components.length > 1)
    return block(
      "parallel",
      components.map((component) => cut(flow, component)),
    );
  return items.length < outer ? cut(flow, items) : layered(flow, items);
}

function connectedComponents(flow: Flow, items: readonly number[]): number[][] {
  const here = new Set(items);
  const component = new Map<number, number[]>();
  const found: number[][] = [];
  for (const start of items) {
    if (component.has(start)) continue;
    const members: number[] = [];
    found.push(members);
    const open = [start];
    component.set(start, members);
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      members.push(item);
      for (const next of [...(flow.before[item] ?? []), ...(flow.after[item] ?? [])])
        if (here.has(next) && !component.has(next)) {
          component.set(next, members);
          open.push(next);
        }
    }
  }
  return found.map((members) => members.sort((a, b) => flow.position(a) - flow.position(b)));
}

/** No way to cut it: chains in it stay together, the rest is laid out in ranks. */
function layered(flow: Flow, items: readonly number[]): Block {
  const here = new Set(items);
  const onlyOne = (neighbours: readonly number[] | undefined) => {
    const [one, ...others] = (neighbours ?? []).filter((item) => here.has(item));
    return others.length === 0 ? one : undefined;
  };
  const chains: number[][] = [];
  const chainOf = new Map<number, number[]>();
  for (const item of items) {
    const before = onlyOne(flow.before[item]);
    const grows = before !== undefined && onlyOne(flow.after[before]) === item;
    const chain = (grows && chainOf.get(before)) || [];
    if (chain.length === 0) chains.push(chain);
    chain.push(item);
    chainOf.set(item, chain);
  }
  return block(
    "layered",
    chains.map((chain) => series(chain.map((item) => block("leaf", [], item)))),
  );
}
