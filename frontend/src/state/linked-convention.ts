/** How operations are counted on a network's own page: as its link says, else as the reader likes. */

import { useEffect, useRef } from "preact/hooks";
import type { Convention } from "../model/figures/operations";
import { borrowConvention, convention, setConvention } from "./convention";
import { route } from "./navigation";
import { changeView, diagramView } from "./view-address";

/** The reader's choice from now on; where a link can say it, it does. */
export function chooseConvention(next: Convention): void {
  setConvention(next);
  if (route.peek().page === "architecture") changeView({ count: next });
}

/**
 * Shows what the link counts, which is not the reader's choice for other pages.
 *
 * A link that says nothing is made to say what the reader sees when a page opens, so that a copy shows
 * the same elsewhere. After that it means MACs, as that is what the page showed before the switch.
 */
export function useLinkedConvention(slug: string): void {
  const { count } = diagramView.value;
  const opened = useRef<string | null>(null);
  useEffect(() => {
    const isOpening = opened.current !== slug;
    opened.current = slug;
    const own = convention.peek();
    if (count !== null || !isOpening || own === "macs") return borrowConvention(count ?? "macs");
    changeView({ count: own }, "detail");
    return undefined;
  }, [slug, count]);
}
