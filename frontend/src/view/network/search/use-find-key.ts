/** Keys between the diagram and the field that searches it. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches("input[type=radio], input[type=checkbox]")) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** The key f goes to the field, from wherever nothing is typed. */
export function useFindKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [field]);
}

/** The diagram's one stop for the Tab key. */
export function focusDiagram(): void {
  const stop = document.querySelector<SVGElement>('.diagram [tabindex="0"]');
  if (stop) stop.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
