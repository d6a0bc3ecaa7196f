/** How operations are counted on a network's own page: as its link says, else as the reader likes. */

import { useEffect } from "preact/hooks";
import type { Convention } from "../model/operations";
import { borrowConvention, convention, setConvention } from "./convention";
import { changeView, diagramView } from "./diagram-view";
import { route } from "./navigation";

/** The reader's choice from now on; where a link can say it, it does. */
export function chooseConvention(next: Convention): void {
  setConvention(next);
  if (route.peek().page === "architecture") changeView({ count: next === "macs" ? null : next });
}

/**
 * Shows what the link counts, which is not the reader's choice for other pages.
 *
 * A link that says nothing is made to say what the reader sees, so that a copy shows the same elsewhere.
 */
export function useLinkedConvention(): void {
  const { count } = diagramView.value;
  useEffect(() => {
    if (count !== null) return borrowConvention(count);
    const own = convention.peek();
    if (own !== "macs") changeView({ count: own }, "detail");
    return undefined;
  }, [count]);
}
