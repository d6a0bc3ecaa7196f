/** Brackets with the names of open groups, under what is inside them; inner ones above outer ones. */

import { stackOffer } from "../../network/open-groups";
import { LETTER_WIDTH } from "./cells";
import { BRACKET_HEIGHT, innermostFirst, type RowFrame } from "./frames";
import type { Graph, OpenFrame } from "./graph";
import type { Places } from "./place";

const ABOVE = 6;
/** Between brackets that stand beside each other. */
const APART = 6;

export interface Bracket {
  path: string;
  label: string;
  /** What stands first inside. */
  first: string;
  x: number;
  y: number;
  width: number;
  /** What an open stack can show instead, "all 6" or "one"; null for a group. */
  offers: string | null;
  count: number;
}

/** In the coordinates of the places; also how far down they reach. */
export function bracketsOf(
  graph: Graph,
  inRows: readonly RowFrame[],
  { columns, floorOf }: Places,
): { brackets: Bracket[]; bottom: number } {
  const rowOf = new Map(inRows.map((one) => [one.frame, one]));
  const floor = columns.map(({ bottom }) => bottom + ABOVE);
  const brackets = innermostFirst(graph).flatMap((frame): Bracket[] => {
    const ranks = frame.nodes.map((node) => graph.rank[node] ?? 0);
    const [start, end] = [Math.min(...ranks), Math.max(...ranks)];
    const [first, last] = [columns[start], columns[end]];
    if (!first || !last) return [];
    const [foremost = 0] = [...frame.nodes].sort(
      (a, b) => (graph.rank[a] ?? 0) - (graph.rank[b] ?? 0),
    );
    const place = {
      first: graph.nodes[foremost]?.path ?? frame.item.path,
      x: first.left + APART / 2,
      width: last.right - first.left - APART,
    };
    const own = rowOf.get(frame);
    if (own) {
      const y = floorOf(own.segment, own.row) + own.level * BRACKET_HEIGHT;
      return [{ ...named(frame, place.width), ...place, y }];
    }
    const y = Math.max(...floor.slice(start, end + 1));
    floor.fill(y + BRACKET_HEIGHT, start, end + 1);
    return [{ ...named(frame, place.width), ...place, y }];
  });
  return { brackets, bottom: Math.max(0, ...floor) };
}

function named({ item, shows }: OpenFrame, width: number) {
  const isStack = item.type === "stack";
  const offers = isStack ? stackOffer(item, shows) : null;
  const text = isStack ? `${item.label} (× ${item.count})` : item.label;
  const maxLetters = Math.max(3, Math.floor((width - (offers ? 48 : 8)) / LETTER_WIDTH));
  const label = text.length > maxLetters ? `${text.slice(0, maxLetters - 1)}…` : text;
  return { path: item.path, label, offers, count: item.count };
}
