/** What part of its network a layer or group is, in words. */

import { share } from "../../model/figures/colour-scale";
import type { Item } from "../../model/network/network";
import { formatPart } from "../../model/text/format";

export interface Part {
  /** 0 to 1; null where unknown. */
  share: number | null;
  text: string;
}

/** Of a total that is a lower bound, a part is at most what it seems; if it is one itself, nobody knows. */
export function partOf(item: Item, whole: Item, cost: (of: Item) => number | null): Part {
  const part = item.complete ? share(cost(item), cost(whole)) : null;
  if (part === null) return { share: null, text: "unknown" };
  return { share: part, text: (whole.complete ? "" : "at most ") + formatPart(part) };
}
