/** What lights up: the layer or group under the pointer, or those that a sentence under it speaks of. */

import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import { useCallback, useEffect, useLayoutEffect } from "preact/hooks";
import type { Network } from "../../model/network/network";
import { visibleFor } from "../../model/network/open-groups";
import type { NetworkView } from "../../state/network/network-view";

const NOTHING: readonly string[] = [];

export interface Lit {
  /** What is under the pointer, wherever on the page that is. */
  hovered: Signal<string | null>;
  /** The box or frame that stands for it in the picture. */
  hoveredBox: ReadonlySignal<string | null>;
  /** All that lights up: what is meant, and the box or frame that stands for it. */
  pointed: ReadonlySignal<ReadonlySet<string>>;
  onHover: (path: string | null) => void;
  onPoint: (paths: readonly string[]) => void;
}

export function useLit(view: NetworkView, network: Network, open: ReadonlySet<string>): Lit {
  const hovered = useSignal<string | null>(null);
  const spoken = useSignal(NOTHING);
  const drawn = useSignal({ network, open });
  useLayoutEffect(() => {
    drawn.value = { network, open };
  }, [network, open]);

  const boxOf = (path: string) => visibleFor(drawn.value.network, drawn.value.open, path);
  const hoveredBox = useComputed(() => hovered.value && boxOf(hovered.value));
  const pointed = useComputed(() => {
    const meant = hovered.value === null ? spoken.value : [hovered.value, ...spoken.value];
    return new Set(meant.flatMap((path) => [path, boxOf(path)]));
  });

  // What goes away under the pointer never hears that the pointer left.
  const { tab, rows, byStage, direction, picture } = view.state.value;
  useEffect(() => {
    hovered.value = null;
    spoken.value = NOTHING;
  }, [tab, rows, byStage, direction, picture]);

  const onHover = useCallback((path: string | null) => {
    hovered.value = path;
  }, []);
  const onPoint = useCallback((paths: readonly string[]) => {
    spoken.value = paths;
  }, []);
  return { hovered, hoveredBox, pointed, onHover, onPoint };
}
