/** Keys that work wherever nothing is typed. */

import { useLayoutEffect, useRef } from "preact/hooks";

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // Radio buttons and boxes take no text.
  if (target.matches("input[type=radio], input[type=checkbox]")) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Acts at once when the key is pressed by itself, so that what is typed next goes into a field that got the focus. */
export function useShortcut(
  key: string,
  act: () => void,
  /** Is this one of the keys that are meant? The first component that takes a key has it. */
  isMeant: (event: KeyboardEvent) => boolean = () => true,
): void {
  const latest = useRef({ act, isMeant });
  latest.current = { act, isMeant };
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (!latest.current.isMeant(event)) return;
      event.preventDefault();
      latest.current.act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [key]);
}
