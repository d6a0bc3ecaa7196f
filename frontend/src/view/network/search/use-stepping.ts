/** Steps from one found layer to the next. */

import { useEffect, useRef } from "preact/hooks";
import { stepThrough } from "../../../model/search/query";
import type { SearchedReport } from "../../../model/search/searched-layer";
import type { DebouncedText } from "./use-debounced-text";

export function useStepping(
  props: {
    report: SearchedReport;
    hits: readonly string[];
    current: string | null;
    onStep: (path: string) => void;
  },
  typed: DebouncedText,
): (by: 1 | -1) => void {
  const { report, hits, current, onStep } = props;
  /** A step that waits for the hits of what was typed just before it. */
  const waiting = useRef<1 | -1 | null>(null);

  function go(by: 1 | -1) {
    const next = stepThrough(report, hits, current, by);
    if (next !== null) onStep(next);
  }
  useEffect(() => {
    if (waiting.current !== null) go(waiting.current);
    waiting.current = null;
  }, [hits]);

  return (by) => {
    if (typed.flush()) waiting.current = by;
    else go(by);
  };
}
