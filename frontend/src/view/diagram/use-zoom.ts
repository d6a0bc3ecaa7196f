/** Pan and zoom of an SVG with mouse, trackpad, touch and keyboard, by d3-zoom. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Box } from "../../model/layout";
import type { ViewWindow } from "./minimap";

const SMALLEST = 0.05;
/** Below this, text in boxes is hard to read. */
const SMALLEST_READABLE = 0.6;
const LARGEST = 2.5;
const MARGIN = 24;

/** As long as the transition in diagram.css. */
const SETTLE_MS = 200;

export interface ZoomControls {
  /** What the window shows of the plane; null before the first picture. */
  seen: ReadonlySignal<ViewWindow | null>;
  /** Brings one place of the plane into the middle of the window. */
  centre: (x: number, y: number) => void;
  zoomBy: (factor: number) => void;
  panBy: (dx: number, dy: number) => void;
  /** Everything in the window. */
  fitAll: () => void;
  /** The whole width in the window, from the top: how a page is read. */
  fitWidth: () => void;
  /** Moves as little as needed for a box to be in sight. */
  reveal: (box: Box) => void;
  /** Moves the picture under the reader so that one place stays where it was. */
  shift: (dx: number, dy: number) => void;
}

export function useZoom(
  svg: RefObject<SVGSVGElement | null>,
  plane: RefObject<SVGGElement | null>,
  size: { left: number; width: number; height: number },
): ZoomControls {
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const bounds = useRef(size);
  bounds.current = size;
  const seen = useSignal<ViewWindow | null>(null);

  // Before the picture is first placed, which happens in a layout effect too.
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return;
    const zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent([SMALLEST, LARGEST])
      // A wheel pans, as on a page; with Ctrl, or a pinch, it zooms. Both go through d3 on drag and touch.
      .filter(
        (event: MouseEvent) =>
          event.type !== "wheel" && event.type !== "dblclick" && event.button === 0,
      )
      .clickDistance(4)
      .on("zoom", ({ transform }: { transform: ZoomTransform }) => {
        plane.current?.setAttribute("transform", transform.toString());
        const [x, y] = transform.invert([0, 0]);
        const { k } = transform;
        seen.value = { x, y, width: element.clientWidth / k, height: element.clientHeight / k };
      });
    behaviour.current = zooming;
    const selection = select(element).call(zooming);
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { k } = zoomTransform(element);
      if (event.ctrlKey || event.metaKey) {
        const factor = 2 ** (-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.008));
        const { left, top } = element.getBoundingClientRect();
        zooming.scaleBy(selection, factor, [event.clientX - left, event.clientY - top]);
      } else zooming.translateBy(selection, -event.deltaX / k, -event.deltaY / k);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      element.removeEventListener("wheel", onWheel);
      selection.on(".zoom", null);
    };
  }, [svg, plane, seen]);

  return useMemo(() => {
    const act = (
      how: (zooming: ZoomBehavior<SVGSVGElement, unknown>, element: SVGSVGElement) => void,
    ) => {
      if (behaviour.current && svg.current) how(behaviour.current, svg.current);
    };
    const place = (transform: ZoomTransform) =>
      act((zooming, element) => zooming.transform(select(element), transform));
    const settle = () => {
      plane.current?.classList.add("is-settling");
      setTimeout(() => plane.current?.classList.remove("is-settling"), SETTLE_MS);
    };
    const fitTo = (whole: boolean) =>
      act((_, element) => {
        const { clientWidth, clientHeight } = element;
        const { left, width, height } = bounds.current;
        const wide = (clientWidth - 2 * MARGIN) / (width + left);
        const tall = (clientHeight - 2 * MARGIN) / height;
        const k = Math.max(SMALLEST, Math.min(1, wide, whole ? tall : LARGEST));
        const x = (clientWidth - (width + left) * k) / 2 + left * k;
        const y = Math.max(MARGIN / 2, whole ? (clientHeight - height * k) / 2 : 0);
        place(zoomIdentity.translate(x, y).scale(k));
      });
    return {
      seen,
      centre: (x: number, y: number) =>
        act((zooming, element) => zooming.translateTo(select(element), x, y)),
      zoomBy: (factor: number) =>
        act((zooming, element) => zooming.scaleBy(select(element), factor)),
      panBy: (dx: number, dy: number) =>
        act((zooming, element) => {
          const { k } = zoomTransform(element);
          zooming.translateBy(select(element), dx / k, dy / k);
        }),
      fitAll: () => fitTo(true),
      fitWidth: () => fitTo(false),
      reveal: (box: Box) =>
        act((_, element) => {
          const { clientWidth, clientHeight } = element;
          const before = zoomTransform(element);
          // A group wider than the window is made smaller, but never too small to read.
          const fitting = Math.max(SMALLEST_READABLE, (clientWidth - 2 * MARGIN) / box.width);
          const now =
            before.k > fitting ? zoomIdentity.translate(before.x, before.y).scale(fitting) : before;
          const [x, y] = now.apply([box.x, box.y]);
          const [right, bottom] = now.apply([box.x + box.width, box.y + box.height]);
          const inward = (low: number, high: number, room: number) =>
            low < MARGIN || high - low > room - 2 * MARGIN
              ? MARGIN - low
              : Math.min(0, room - MARGIN - high);
          const dx = inward(x, right, clientWidth);
          const dy = inward(y, bottom, clientHeight);
          if (!dx && !dy && now === before) return;
          settle();
          place(zoomIdentity.translate(now.x + dx, now.y + dy).scale(now.k));
        }),
      shift: (dx: number, dy: number) =>
        act((_, element) => {
          settle();
          const now = zoomTransform(element);
          place(zoomIdentity.translate(now.x + dx * now.k, now.y + dy * now.k).scale(now.k));
        }),
    };
  }, [svg, plane, seen]);
}
