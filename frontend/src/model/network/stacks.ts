/** Repetition: equal blocks, one behind the other, that take the space of one. */

import { type Item, sumCosts } from "./items";
import type { ReportGroup, ReportLayer } from "./report";

/** Does anything in a group read from another group beside it? */
export type Reads = (reader: string, source: string) => boolean;

export function readsAmongSiblings(layers: readonly ReportLayer[]): Reads {
  const known = new Set<string>();
  for (const { path, inputs } of layers)
    for (const input of inputs) known.add(siblings(path, input).join(" "));
  return (reader, source) => known.has(`${reader} ${source}`);
}

/** The two groups around two layers that lie in one group. */
function siblings(one: string, other: string): [string, string] {
  const [ones, others] = [one.split("."), other.split(".")];
  let depth = 0;
  while (ones[depth] === others[depth] && depth < ones.length - 1) depth += 1;
  return [ones.slice(0, depth + 1).join("."), others.slice(0, depth + 1).join(".")];
}

/**
 * Replaces each run of equal groups among the children of one group by a stack, where each reads the one before:
 * equal branches side by side are no repetition.
 */
export function stackEqualChildren(
  items: Map<string, Item>,
  path: string,
  groups: ReadonlyMap<string, ReportGroup>,
  reads: Reads,
): void {
  const parent = items.get(path);
  if (!parent) return;
  const structure = (child: string) => groups.get(child)?.repeat_of ?? child;
  const children: string[] = [];
  let run: string[] = [];
  const close = () => {
    children.push(...(run.length > 1 ? [addStack(items, path, run)] : run));
    run = [];
  };
  for (const child of parent.children) {
    const last = run.at(-1);
    const goesOn = last !== undefined && structure(last) === structure(child) && reads(child, last);
    if (!goesOn) close();
    run.push(child);
    if (!groups.has(child)) close();
  }
  close();
  items.set(path, { ...parent, children });
}

/** "block2" and "block6" become the stack "block2-6". */
function addStack(items: Map<string, Item>, parent: string, run: readonly string[]): string {
  const members = run.flatMap((path) => items.get(path) ?? []);
  const first = members[0];
  const last = members.at(-1);
  if (!first || !last) return run[0] ?? parent;
  const [, word = first.label, from = ""] = /^(.*?)\s*(\d*)$/.exec(first.label) ?? [];
  const to = /\d*$/.exec(last.label)?.[0] ?? "";
  const path = `${first.path}-${to || run.length}`;
  items.set(path, {
    ...first,
    ...sumCosts([first], members.length),
    path,
    label: from && to ? `${word}s ${from} to ${to}` : word,
    parent,
    type: "stack",
    sourceName: null,
    children: run,
    layers: first.layers * members.length,
    count: members.length,
    outputShape: last.outputShape,
    output: last.output,
    receptiveField: last.receptiveField,
  });
  for (const member of members) items.set(member.path, { ...member, parent: path });
  return path;
}
