/**
 * What one group's graph is made of: parts in series, parts in parallel, and the rare rest, a mesh.
 *
 * Convolutional networks are almost series-parallel: a chain, in it modules of parallel branches, in
 * those chains again, and edges that skip ahead (shortcuts). The shortcuts are set aside first: an edge
 * is one if a longer way leads to the same place. What is left is cut where every way from the top to
 * the bottom must pass, and the pieces between the cuts fall into parallel branches, which are cut again.
 */

import type { Flow } from "./flow";

export type BlockType = "leaf" | "series" | "parallel" | "mesh";

export interface Block {
  type: BlockType;
  /** Which part of the group a leaf is; -1 for the others. */
  leaf: number;
  /** In execution order. */
  members: readonly Block[];
  parent: Block | null;
  /** Its place among its parent's members. */
  slot: number;
  /** Blocks around it. */
  depth: number;
}

/** The whole group as one block; null for a group without parts. */
export function decompose(flow: Flow): Block | null {
  const whole = flow.order.length > 0 ? cut(flow, flow.order) : null;
  if (whole) sink(whole, 0);
  return whole;
}

/** All parts one below the other, whatever their edges. */
export function column(flow: Flow): Block | null {
  const whole = series(flow.order.map((part) => block("leaf", [], part)));
  sink(whole, 0);
  return flow.order.length > 0 ? whole : null;
}

function sink(at: Block, depth: number): void {
  at.depth = depth;
  for (const member of at.members) sink(member, depth + 1);
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

/** Parts in topological order, cut where every way through them must pass. */
function cut(flow: Flow, parts: readonly number[]): Block {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return block("leaf", [], first);
  const spans = jumpedOver(flow, parts);
  const members: Block[] = [];
  let between: number[] = [];
  const close = () => {
    if (between.length > 0) members.push(branches(flow, between, parts.length));
    between = [];
  };
  parts.forEach((part, position) => {
    if (spans[position] === 0) {
      close();
      members.push(block("leaf", [], part));
    } else between.push(part);
  });
  close();
  return series(members);
}

/** How many edges pass each position; ways in and out of these parts are edges too. */
function jumpedOver(flow: Flow, parts: readonly number[]): Int32Array {
  const position = new Map(parts.map((part, index) => [part, index]));
  const change = new Int32Array(parts.length + 1);
  const jump = (after: number, before: number) => {
    if (before - after < 2) return;
    change[after + 1] = (change[after + 1] ?? 0) + 1;
    change[before] = (change[before] ?? 0) - 1;
  };
  parts.forEach((part, index) => {
    const to = inside(flow.after[part], position);
    for (const target of to) jump(index, target);
    if (to.length === 0) jump(index, parts.length);
    if (inside(flow.before[part], position).length === 0) jump(-1, index);
  });
  for (let index = 1; index < change.length; index += 1)
    change[index] = (change[index] ?? 0) + (change[index - 1] ?? 0);
  return change.subarray(0, parts.length);
}

function inside(
  parts: readonly number[] | undefined,
  position: ReadonlyMap<number, number>,
): number[] {
  return (parts ?? []).flatMap((part) => position.get(part) ?? []);
}

/** What lies between two cuts: its connected components stand in parallel. */
function branches(flow: Flow, parts: readonly number[], outer: number): Block {
  const components = connected(flow, parts);
  if (components.length > 1)
    return block(
      "parallel",
      components.map((component) => cut(flow, component)),
    );
  return parts.length < outer ? cut(flow, parts) : mesh(flow, parts);
}

function connected(flow: Flow, parts: readonly number[]): number[][] {
  const here = new Set(parts);
  const component = new Map<number, number[]>();
  const found: number[][] = [];
  for (const start of parts) {
    if (component.has(start)) continue;
    const members: number[] = [];
    found.push(members);
    const open = [start];
    component.set(start, members);
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      members.push(part);
      for (const next of [...(flow.before[part] ?? []), ...(flow.after[part] ?? [])])
        if (here.has(next) && !component.has(next)) {
          component.set(next, members);
          open.push(next);
        }
    }
  }
  return found.map((members) => members.sort((a, b) => flow.position(a) - flow.position(b)));
}

/** No way to cut it: chains in it stay together, the rest is laid out in ranks. */
function mesh(flow: Flow, parts: readonly number[]): Block {
  const here = new Set(parts);
  const onlyOne = (neighbours: readonly number[] | undefined) => {
    const [one, ...others] = (neighbours ?? []).filter((part) => here.has(part));
    return others.length === 0 ? one : undefined;
  };
  const chains: number[][] = [];
  const chainOf = new Map<number, number[]>();
  for (const part of parts) {
    const before = onlyOne(flow.before[part]);
    const grows = before !== undefined && onlyOne(flow.after[before]) === part;
    const chain = (grows && chainOf.get(before)) || [];
    if (chain.length === 0) chains.push(chain);
    chain.push(part);
    chainOf.set(part, chain);
  }
  return block(
    "mesh",
    chains.map((chain) => series(chain.map((part) => block("leaf", [], part)))),
  );
}
