/** Waits for a font before its text is measured. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Whether text can be measured: names placed with a fallback face would lie elsewhere each time. */
export function useFontLoaded(font: string): boolean {
  const ready = useSignal(false);
  useEffect(() => {
    document.fonts.load(font).finally(() => {
      ready.value = true;
    });
  }, [font, ready]);
  return ready.value;
}
