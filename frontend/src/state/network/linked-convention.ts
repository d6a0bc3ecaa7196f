/** How operations are counted on a page with a network of its own: as its link says, otherwise the reader's own choice. */

import { useEffect, useRef } from "preact/hooks";
import type { Convention } from "../../model/figures/operations";
import { borrowConvention, convention, setConvention } from "../convention";
import type { NetworkView } from "./network-view";

/** The views whose links say how operations are counted. */
const linked = new Set<NetworkView>();

/** The reader's choice from now on; links that can say it do. */
export function chooseConvention(next: Convention): void {
  setConvention(next);
  for (const view of linked) view.change({ count: next });
}

/**
 * Shows what the link counts, which is not the reader's choice for other pages.
 *
 * A link without a convention gets the one that the reader sees when a page opens, so that a copy shows
 * the same elsewhere. Later on such a link means MACs, as that is what the page showed before the switch.
 */
export function useLinkedConvention(view: NetworkView): void {
  const { count } = view.state.value;
  const opened = useRef<NetworkView | null>(null);
  useEffect(() => {
    linked.add(view);
    return () => {
      linked.delete(view);
    };
  }, [view]);
  useEffect(() => {
    const isOpening = opened.current !== view;
    opened.current = view;
    const own = convention.peek();
    if (count !== null || !isOpening || own === "macs") return borrowConvention(count ?? "macs");
    view.change({ count: own }, "detail");
    return undefined;
  }, [view, count]);
}
