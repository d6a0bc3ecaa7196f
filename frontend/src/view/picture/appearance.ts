/** The appearance of a box: what the overlay, the legend and the search say of it, and the classes that show it. */

import type { Item, Network } from "../../model/network/network";
import type { Box } from "../../model/picture/picture";
import type { GlyphShares } from "../ui/glyph";

export interface BoxAppearance {
  /** What the overlay says of the item, with its unit. */
  value: string;
  /** Step of the colour scale; null where the value is unknown. */
  step: number | null;
  shares: GlyphShares;
  /** All costs in words, for screen readers; the box shows one as text and all as bars. */
  costs: string;
  /** In the background, because the legend or a search is after others? */
  dim?: boolean;
  /** Found by the search; for a closed group, how many inside are. */
  hits?: number;
}

export type AppearanceOf = (item: Item) => BoxAppearance;

/** Its colour of the overlay's scale. */
export function fillClass(appearance: BoxAppearance | undefined): string {
  return !appearance || appearance.step === null ? "box-unknown" : `seq-${appearance.step}`;
}

/** In low detail: an area with nothing in it. */
export function areaClass(appearance: BoxAppearance | undefined): string {
  return appearance?.dim ? `${fillClass(appearance)} is-dim` : fillClass(appearance);
}

export function areaClassOf(network: Network, appearanceOf: AppearanceOf, box: Box): string {
  const item = network.items.get(box.path);
  return areaClass(item && appearanceOf(item));
}

/** What the legend and the search say of it. */
export function markClasses(appearance: BoxAppearance, item: Item): (string | false)[] {
  return [
    appearance.dim === true && "is-dim",
    (appearance.hits ?? 0) > 0 && "is-hit",
    item.trainingOnly && "is-training-only",
  ];
}

export function classNames(classes: readonly (string | false)[]): string {
  return classes.filter(Boolean).join(" ");
}
