/** The share that a layer or group has of its network, in words. */

import { share } from "../../model/figures/colour-scale";
import type { Item } from "../../model/network/network";
import { formatShare } from "../../model/text/format";

export interface ShareText {
  /** 0 to 1; null where unknown. */
  share: number | null;
  text: string;
}

/** Of a total that is a lower bound, a share is at most what it seems; of a lower bound it is unknown. */
export function networkShare(
  item: Item,
  whole: Item,
  cost: (of: Item) => number | null,
): ShareText {
  const fraction = item.complete ? share(cost(item), cost(whole)) : null;
  if (fraction === null) return { share: null, text: "unknown" };
  return { share: fraction, text: (whole.complete ? "" : "at most ") + formatShare(fraction) };
}
