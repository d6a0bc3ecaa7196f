/** Handlers that boxes call: a group opens or closes in its place, a layer is selected. */

import { useMemo, useRef } from "preact/hooks";
import type { BoxHandlers } from "../box";
import type { Focus } from "./use-focus";

export interface HandlerOptions {
  /** Says that a group is about to open or close: it stays where it is. */
  pin: (path: string) => void;
  focus: Focus;
  onHover: (path: string | null) => void;
  onToggle: (path: string) => void;
  onToggleStack: (path: string) => void;
  onSelect: (path: string) => void;
}

export function useHandlers(options: HandlerOptions): BoxHandlers {
  const { pin, focus, onHover, onToggle, onToggleStack, onSelect } = options;
  const pinned = (path: string, change: (path: string) => void) => {
    pin(path);
    // A box that goes away under the pointer never hears that the pointer left.
    onHover(null);
    change(path);
  };
  return useLatest({
    onHover,
    onToggleStack: (path) => pinned(path, onToggleStack),
    onActivate: (item) => {
      focus.remember(item.path);
      if (item.type === "layer") onSelect(item.path);
      else pinned(item.path, onToggle);
    },
  });
}

/** One object for all renders, which calls the newest handlers: boxes that stay need not be drawn again. */
function useLatest(handlers: BoxHandlers): BoxHandlers {
  const latest = useRef(handlers);
  latest.current = handlers;
  return useMemo(
    () => ({
      onHover: (path) => latest.current.onHover(path),
      onToggleStack: (path) => latest.current.onToggleStack(path),
      onActivate: (item) => latest.current.onActivate(item),
    }),
    [],
  );
}
