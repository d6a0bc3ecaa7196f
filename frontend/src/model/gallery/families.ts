/** The gallery as history: families by the year of their first network, each with its first variants. */

import type { Listed } from "./filters";
import type { GalleryView } from "./gallery-view";

export interface Family<Item> {
  name: string;
  /** Of its first network, whether that is shown or filtered away. */
  year: number | null;
  /** One sentence about it: its first network's. */
  summary: string;
  shown: readonly Item[];
  /** How many more there are behind "show all". */
  folded: number;
  total: number;
  /** Was it folded out by hand? */
  unfolded: boolean;
}

interface Told extends Listed {
  summary: string;
}

/** Few enough to show all of them whatever their families. */
const NO_NEED_TO_FOLD = 24;

/** Far in the future where it is unknown: a difference of two infinities would be no number. */
function yearOf(item: Listed): number {
  return item.year ?? 9999;
}

/** Oldest first; families of one year in the catalogue's order, which puts descendants behind. */
export function familyNames(items: readonly Listed[]): string[] {
  return [...firstOf(items)].sort(([, a], [, b]) => yearOf(a) - yearOf(b)).map(([name]) => name);
}

/** Of each family the oldest, and among equally old ones the first in the catalogue. */
function firstOf<Item extends Listed>(items: readonly Item[]): Map<string, Item> {
  const first = new Map<string, Item>();
  for (const item of items) {
    const known = first.get(item.family);
    if (!known || yearOf(item) < yearOf(known)) first.set(item.family, item);
  }
  return first;
}

/** found is what the filters left of all, in order; first is how many a family shows before it is unfolded. */
export function groupByFamily<Item extends Told>(
  all: readonly Item[],
  found: readonly Item[],
  view: GalleryView,
  first: number,
): Family<Item>[] {
  const firsts = firstOf(all);
  const members = new Map<string, Item[]>();
  for (const item of found) {
    const known = members.get(item.family);
    if (known) known.push(item);
    else members.set(item.family, [item]);
  }
  const whole = found.length <= NO_NEED_TO_FOLD || view.family !== "";
  return familyNames(all).flatMap((name) => {
    const items = members.get(name);
    if (!items) return [];
    const head = firsts.get(name);
    const small = whole || items.length <= first;
    const unfolded = !small && view.unfolded.includes(name);
    const shown = small || unfolded ? items : items.slice(0, first);
    return {
      name,
      year: head?.year ?? null,
      summary: head?.summary ?? "",
      shown,
      folded: items.length - shown.length,
      total: items.length,
      unfolded,
    };
  });
}
