/** Scrolls a table to the group that was just expanded in the diagram, unless somebody is using the table. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function useRevealExpanded(
  open: ReadonlySet<string>,
  scroller: RefObject<HTMLElement | null>,
  reveal: (path: string) => void,
): void {
  const expanded = useLastExpanded(open);
  useEffect(() => {
    if (expanded === null || scroller.current?.matches(":hover, :focus-within")) return;
    reveal(expanded);
  }, [expanded]);
}

/** The one group that was expanded by the last change; null where none was, or several at once. */
function useLastExpanded(open: ReadonlySet<string>): string | null {
  const before = useRef(open);
  const last = useRef<string | null>(null);
  if (before.current === open) return last.current;
  const added = [...open].filter((path) => !before.current.has(path));
  before.current = open;
  last.current = added.length === 1 ? (added[0] ?? null) : null;
  return last.current;
}
