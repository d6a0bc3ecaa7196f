/** Escape takes the selection back, where it closes nothing else. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { isTyping } from "../ui/use-shortcut";
import { isMeantFor, isOfAnotherNetwork } from "./network-keys";

/** Only a button that opens something is expanded and a button; groups are expanded too. */
function isSomethingOpen(root: Element | null): boolean {
  const buttons = [...document.querySelectorAll("button[aria-expanded=true]")];
  return buttons.some((button) => !isOfAnotherNetwork(root, button));
}

export function useClearKey(root: RefObject<Element | null>, clear: (() => void) | null): void {
  useEffect(() => {
    if (!clear) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (!isMeantFor(root.current, event)) return;
      if (!isTyping(event.target) && !isSomethingOpen(root.current)) clear();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [root, clear]);
}
