/** Highlighting: the layer or group under the pointer, or those that a sentence under it is about. */

import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import { useCallback, useEffect, useLayoutEffect } from "preact/hooks";
import type { Network } from "../../model/network/network";
import { visibleFor } from "../../model/network/open-groups";
import type { NetworkView } from "../../state/network/network-view";

const NOTHING: readonly string[] = [];

export interface Highlight {
  /** What is under the pointer, wherever on the page that is. */
  hovered: Signal<string | null>;
  /** The box or frame that it is drawn as. */
  hoveredBox: ReadonlySignal<string | null>;
  /** Paths of all that is highlighted, with the boxes or frames that they are drawn as. */
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  onHover: (path: string | null) => void;
  onHighlight: (paths: readonly string[]) => void;
}

export function useHighlight(
  view: NetworkView,
  network: Network,
  open: ReadonlySet<string>,
): Highlight {
  const hovered = useSignal<string | null>(null);
  const mentioned = useSignal(NOTHING);
  const drawn = useSignal({ network, open });
  useLayoutEffect(() => {
    drawn.value = { network, open };
  }, [network, open]);

  const boxOf = (path: string) => visibleFor(drawn.value.network, drawn.value.open, path);
  const hoveredBox = useComputed(() => hovered.value && boxOf(hovered.value));
  const highlighted = useComputed(() => {
    const paths = hovered.value === null ? mentioned.value : [hovered.value, ...mentioned.value];
    return new Set(paths.flatMap((path) => [path, boxOf(path)]));
  });

  // What goes away under the pointer never hears that the pointer left.
  const { tab, rows, byStage, direction, picture } = view.state.value;
  useEffect(() => {
    hovered.value = null;
    mentioned.value = NOTHING;
  }, [tab, rows, byStage, direction, picture]);

  const onHover = useCallback((path: string | null) => {
    hovered.value = path;
  }, []);
  const onHighlight = useCallback((paths: readonly string[]) => {
    mentioned.value = paths;
  }, []);
  return { hovered, hoveredBox, highlighted, onHover, onHighlight };
}
