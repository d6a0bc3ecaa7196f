/**
 * The visible network as one flat graph: closed groups and layers as nodes, the image before them.
 *
 * The diagram arranges each open group for itself; here everything stands on one line of flow.
 */

import { type Item, type Network, ROOT } from "../../network/network";
import { type Visible, visibleTree } from "../../network/open-groups";
import { flowOf, type Link } from "../layout/arrangement/flow";
import { IN } from "../picture";

/** The network's input among the nodes. */
export const IMAGE = IN;

export interface OpenFrame {
  item: Item;
  /** Open groups around it. */
  depth: number;
  /** The nodes inside. */
  nodes: readonly number[];
  /** Its own children on the picture. */
  shows: number;
}

export interface Graph {
  /** The image first, then what is visible in the order of the tree; the image has no item. */
  nodes: readonly (Item | null)[];
  links: readonly Link[];
  /** Open groups, outer ones before those inside them. */
  frames: readonly OpenFrame[];
  /** The node that stands for a layer. */
  nodeOf: ReadonlyMap<string, number>;
  /** Node numbers, each after all that it reads. */
  order: readonly number[];
  /** The longest way from the image, in nodes. */
  rank: Int32Array;
}

export function graphOf(network: Network, open: ReadonlySet<string>): Graph {
  const nodes: (Item | null)[] = [null];
  const frames: OpenFrame[] = [];
  const nodeOf = new Map<string, number>();
  const visit = ({ item, children }: Visible, depth: number): number[] => {
    if (children === null) {
      cover(network, item.path, nodes.length, nodeOf);
      nodes.push(item);
      return [nodes.length - 1];
    }
    const inside: number[] = [];
    if (item.path !== ROOT) frames.push({ item, depth, nodes: inside, shows: children.length });
    for (const child of children)
      inside.push(...visit(child, item.path === ROOT ? depth : depth + 1));
    return inside;
  };
  const tree = visibleTree(network, open);
  visit(tree, 0);
  const members = new Map<string, Member>();
  for (const { item, shows } of frames)
    if (item.type === "stack" && shows < item.count) showAsFirst(network, item, nodeOf, members);
  const links = linksOf(network, nodeOf, members);
  const { order, position } = flowOf(nodes.length, links);
  return { nodes, links, frames, nodeOf, order, rank: ranksOf(order, position, links) };
}

/** Everything inside a closed group is shown by the group. */
function cover(network: Network, path: string, node: number, nodeOf: Map<string, number>): void {
  nodeOf.set(path, node);
  for (const child of network.items.get(path)?.children ?? []) cover(network, child, node, nodeOf);
}

/** Which member of which stack a layer is in, where the stack shows only its first. */
interface Member {
  stack: string;
  number: number;
  around: Member | null;
}

/** Where a stack shows one of its equal members, each layer of the others is shown by its like in that one. */
function showAsFirst(
  network: Network,
  stack: Item,
  nodeOf: Map<string, number>,
  members: Map<string, Member>,
): void {
  const pair = (one: string, like: string, member: Member) => {
    const node = nodeOf.get(like);
    if (node !== undefined) nodeOf.set(one, node);
    members.set(one, { ...member, around: members.get(like) ?? members.get(one) ?? null });
    const likes = network.items.get(like)?.children ?? [];
    for (const [at, child] of (network.items.get(one)?.children ?? []).entries())
      pair(child, likes[at] ?? likes.at(-1) ?? like, member);
  };
  const [first = ""] = stack.children;
  for (const [number, child] of stack.children.entries())
    pair(child, first, { stack: stack.path, number, around: null });
}

function linksOf(
  network: Network,
  nodeOf: ReadonlyMap<string, number>,
  members: ReadonlyMap<string, Member>,
): Link[] {
  const known = new Set<number>();
  const links: Link[] = [];
  for (const edge of network.edges) {
    const from = edge.from === ROOT ? 0 : nodeOf.get(edge.from);
    const to = nodeOf.get(edge.to);
    if (from === undefined || to === undefined || from === to) continue;
    // From one member of a stack to the next: both are drawn as the same one.
    if (betweenMembers(members.get(edge.from), members.get(edge.to))) continue;
    const key = from * nodeOf.size * 2 + to;
    if (known.has(key)) continue;
    known.add(key);
    links.push([from, to]);
  }
  return links;
}

function betweenMembers(one: Member | undefined, other: Member | undefined): boolean {
  for (let a = one ?? null; a; a = a.around)
    for (let b = other ?? null; b; b = b.around)
      if (a.stack === b.stack && a.number !== b.number) return true;
  return false;
}

/** What reads nothing visible, such as a constant, stands where the image does. */
function ranksOf(
  order: readonly number[],
  position: (node: number) => number,
  links: readonly Link[],
): Int32Array {
  const after = new Map<number, number[]>();
  for (const [from, to] of links)
    if (position(from) < position(to)) after.set(from, [...(after.get(from) ?? []), to]);
  const rank = new Int32Array(order.length);
  for (const node of order)
    for (const target of after.get(node) ?? [])
      rank[target] = Math.max(rank[target] ?? 0, (rank[node] ?? 0) + 1);
  return rank;
}
