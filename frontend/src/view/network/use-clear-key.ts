/** Escape takes the selection back, where it closes nothing else. */

import { useEffect } from "preact/hooks";
import { isTyping } from "./search/use-find-key";

/** Only a button that opens something is expanded and a button; groups are expanded too. */
function isSomethingOpen(): boolean {
  return document.querySelector("button[aria-expanded=true]") !== null;
}

export function useClearKey(clear: (() => void) | null): void {
  useEffect(() => {
    if (!clear) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (!isTyping(event.target) && !isSomethingOpen()) clear();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [clear]);
}
