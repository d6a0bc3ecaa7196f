/** Text that is shown at once and passed on a moment later, so that typing stays fluent in large networks. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** Milliseconds after the last key. */
const DELAY = 120;
/** Milliseconds until a word counts as finished: an error in one that is not would only disturb. */
const PAUSE = 700;

export interface DebouncedText {
  text: ReadonlySignal<string>;
  /** Nothing has been typed for a while. */
  isPaused: ReadonlySignal<boolean>;
  write: (text: string) => void;
  /** Passes on at once what was written; true where that is new. */
  flush: () => boolean;
}

export function useDebouncedText(given: string, onText: (text: string) => void): DebouncedText {
  const text = useSignal(given);
  const isPaused = useSignal(true);
  const passed = useRef(given);
  const delay = useRef(0);
  const pause = useRef(0);
  const latest = useRef(onText);
  latest.current = onText;

  useEffect(() => {
    // The address changed by other means: a link, the back button.
    if (given !== passed.current) text.value = given;
    passed.current = given;
  }, [given, text]);
  useEffect(
    () => () => {
      clearTimeout(delay.current);
      clearTimeout(pause.current);
    },
    [],
  );

  function pass(): boolean {
    clearTimeout(delay.current);
    if (passed.current === text.peek()) return false;
    passed.current = text.peek();
    latest.current(passed.current);
    return true;
  }

  return {
    text,
    isPaused,
    write(next) {
      text.value = next;
      isPaused.value = false;
      clearTimeout(delay.current);
      clearTimeout(pause.current);
      delay.current = window.setTimeout(pass, DELAY);
      pause.current = window.setTimeout(() => {
        isPaused.value = true;
      }, PAUSE);
    },
    flush() {
      clearTimeout(pause.current);
      isPaused.value = true;
      return pass();
    },
  };
}
