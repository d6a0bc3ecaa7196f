/** The keyboard's focus in a picture: the one box that the Tab key reaches, and the ways to another. */

import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { PictureIndex } from "../../../model/picture/level-of-detail";
import { FRAME_HEADER } from "../../../model/picture/picture";
import type { ZoomControls } from "./use-zoom";

export interface Focus {
  /** The box that the Tab key reaches. */
  tabStop: string | null;
  /** Makes it the one that the Tab key reaches. */
  remember: (path: string) => void;
  /** Focuses it as soon as the next picture is drawn. */
  moveLater: (path: string) => void;
  /** Brings a box into the window and focuses it. */
  moveTo: (path: string | null) => void;
}

export interface FocusOptions {
  svg: RefObject<SVGSVGElement | null>;
  zoom: ZoomControls;
  index: PictureIndex;
  selected: string | null;
  /** Is this picture drawn where it belongs? */
  isPlaced: boolean;
  focusTarget: (path: string) => string | null;
}

export function useFocus(options: FocusOptions): Focus {
  const { svg, zoom, index, selected, isPlaced, focusTarget } = options;
  const current = useSignal<string | null>(null);
  const waiting = useRef<string | null>(null);

  /** False where the box is not drawn. */
  function focusOn(path: string): boolean {
    const name = CSS.escape(focusTarget(path) ?? path);
    const header = svg.current?.querySelector<SVGGElement>(`[data-header="${name}"]`);
    const target = header ?? svg.current?.querySelector<SVGGElement>(`[data-path="${name}"]`);
    target?.focus({ preventScroll: true });
    return Boolean(target);
  }

  useLayoutEffect(() => {
    if (!isPlaced) return;
    if (waiting.current) focusOn(waiting.current);
    waiting.current = null;
  }, [index, isPlaced]);

  const remember = (path: string) => {
    current.value = path;
  };
  const moveTo = (path: string | null) => {
    const box = path === null ? undefined : index.byPath.get(path);
    if (!box || !path) return;
    remember(path);
    zoom.reveal(box.frame ? { ...box, height: FRAME_HEADER } : box);
    // The box may be drawn only now that it is in the window.
    if (!focusOn(path)) requestAnimationFrame(() => focusOn(path));
  };
  const moveLater = (path: string) => {
    waiting.current = path;
  };
  const known = (path: string | null) => (path !== null && index.byPath.has(path) ? path : null);
  const target = current.value === null ? null : focusTarget(current.value);
  const first = index.picture.boxes[0]?.path ?? null;
  const tabStop = known(current.value) ?? known(target) ?? known(selected) ?? first;
  return { tabStop, remember, moveLater, moveTo };
}
