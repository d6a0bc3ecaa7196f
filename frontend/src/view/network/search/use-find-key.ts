/** Keys between the diagram and the field that searches it. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Around all that a page shows of one network. */
const NETWORK = "[data-network]";

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches("input[type=radio], input[type=checkbox]")) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Is a key meant for the network that the element belongs to? Pressed outside of all networks, it is meant for any. */
export function isMeantFor(element: Element | null, { target }: KeyboardEvent): boolean {
  const network = target instanceof Element ? target.closest(NETWORK) : null;
  return network === null || network === (element?.closest(NETWORK) ?? null);
}

/** The key f goes to the field of the network around, from wherever nothing is typed. */
export function useFindKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
      // Of several networks, the first takes a key that is pressed outside of all.
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (!isMeantFor(field.current, event)) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [field]);
}

/** The one stop for the Tab key in the diagram of the network that the element belongs to. */
export function focusDiagram(from: Element | null): void {
  const stop = from?.closest(NETWORK)?.querySelector<SVGElement>('.diagram [tabindex="0"]');
  if (stop) stop.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
