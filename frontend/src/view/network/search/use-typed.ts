/** Text that is shown at once and told to the page a moment later, so that typing stays fluent in large networks. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** Milliseconds after the last key. */
const TELL = 120;
/** An error in a word that is not finished would only disturb. */
const SETTLE = 700;

export interface Typed {
  text: ReadonlySignal<string>;
  /** Has nothing been typed for a while? */
  settled: ReadonlySignal<boolean>;
  write: (text: string) => void;
  /** Tells at once what was written; true where that is news. */
  settle: () => boolean;
}

export function useTyped(given: string, onText: (text: string) => void): Typed {
  const text = useSignal(given);
  const settled = useSignal(true);
  const told = useRef(given);
  const tell = useRef(0);
  const rest = useRef(0);
  const latest = useRef(onText);
  latest.current = onText;

  useEffect(() => {
    // The address changed by other means: a link, the back button.
    if (given !== told.current) text.value = given;
    told.current = given;
  }, [given, text]);
  useEffect(
    () => () => {
      clearTimeout(tell.current);
      clearTimeout(rest.current);
    },
    [],
  );

  function pass(): boolean {
    clearTimeout(tell.current);
    if (told.current === text.peek()) return false;
    told.current = text.peek();
    latest.current(told.current);
    return true;
  }

  return {
    text,
    settled,
    write(next) {
      text.value = next;
      settled.value = false;
      clearTimeout(tell.current);
      clearTimeout(rest.current);
      tell.current = window.setTimeout(pass, TELL);
      rest.current = window.setTimeout(() => {
        settled.value = true;
      }, SETTLE);
    },
    settle() {
      clearTimeout(rest.current);
      settled.value = true;
      return pass();
    },
  };
}
