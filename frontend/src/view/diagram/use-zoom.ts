/** Pan and zoom of an SVG with mouse, trackpad, touch and keyboard, by d3-zoom. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Region } from "../../model/detail";

/** The whole of 5,000 boxes in a column is seen at this many pixels per unit. */
const SMALLEST = 0.0008;
/** Below this, text in boxes is hard to read. */
const SMALLEST_READABLE = 0.6;
/** What is opened at first is never smaller than this, even if its sides are out of sight. */
const SMALLEST_AT_FIRST = 0.45;
const LARGEST = 2.5;
const MARGIN = 24;

/** As long as the transition in diagram.css. */
const SETTLE_MS = 200;

/** What the window shows of the plane, and pixels per unit. */
export interface Sight extends Region {
  k: number;
}

/** The place in the middle of the window, and pixels per unit. */
export interface Camera {
  x: number;
  y: number;
  k: number;
}

/** The plane, with room before its origin for what stands in the margin. */
export interface Plane {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Does it flow to the right? */
  isRow: boolean;
  /** What should be in the middle of the window when not all of the plane's breadth is in sight. */
  axis: number;
}

export interface ZoomControls {
  /** Null before the first picture. */
  seen: ReadonlySignal<Sight | null>;
  camera: () => Camera | null;
  place: (camera: Camera) => void;
  /** Brings one place of the plane into the middle of the window. */
  centre: (x: number, y: number) => void;
  zoomBy: (factor: number) => void;
  panBy: (dx: number, dy: number) => void;
  /** Everything in the window. */
  fitAll: () => void;
  /** The whole breadth in the window, from the beginning: how a page is read. */
  fitWidth: () => void;
  /** As large as fits, in the middle. */
  fit: (region: Region) => void;
  /** Moves as little as needed for a region to be in sight. */
  reveal: (region: Region) => void;
  /** Moves the picture under the reader so that one place stays where it was. */
  shift: (dx: number, dy: number) => void;
}

export function useZoom(
  svg: RefObject<SVGSVGElement | null>,
  plane: RefObject<SVGGElement | null>,
  size: Plane,
): ZoomControls {
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const bounds = useRef(size);
  bounds.current = size;
  const seen = useSignal<Sight | null>(null);

  // Before the picture is first placed, which happens in a layout effect too.
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return;
    const zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent([SMALLEST, LARGEST])
      // A wheel pans, as on a page; with Ctrl, or a pinch on a trackpad, it zooms. Drag and touch go through
      // d3; two clicks or taps are for the boxes under them.
      .filter(
        (event: MouseEvent) =>
          event.type === "touchstart" || (event.type === "mousedown" && event.button === 0),
      )
      .clickDistance(4)
      .on("zoom", ({ transform }: { transform: ZoomTransform }) => {
        plane.current?.setAttribute("transform", transform.toString());
        seen.value = sightOf(element, transform);
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
    // A window that grows or shrinks does so around what is in its middle, which is what the address says.
    const resized = new ResizeObserver(() => {
      const sight = seen.peek();
      if (sight) zooming.transform(selection, centred(element, cameraOf(sight)));
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
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
    const put = (transform: ZoomTransform) =>
      act((zooming, element) => zooming.transform(select(element), transform));
    const settle = () => {
      plane.current?.classList.add("is-settling");
      setTimeout(() => plane.current?.classList.remove("is-settling"), SETTLE_MS);
    };
    const fitTo = (whole: boolean) =>
      act((_, element) => {
        const { clientWidth, clientHeight } = element;
        const { left, top, width, height, axis, isRow } = bounds.current;
        const wide = (clientWidth - 2 * MARGIN) / (width + left);
        const tall = (clientHeight - 2 * MARGIN) / (height + top);
        // What flows down is fitted across and read from the top; what flows right, the other way round.
        const fitting = whole ? Math.min(wide, tall) : isRow ? tall : wide;
        const k = Math.max(whole ? SMALLEST : SMALLEST_AT_FIRST, Math.min(1, fitting));
        /** Where the plane begins: in the middle of the window, or as near to its beginning as it may. */
        const begin = (
          room: number,
          before: number,
          size: number,
          from: boolean,
          centre: number,
        ) => {
          const free = (room - (before + size) * k) / 2;
          if (free < 0 && !from) return room / 2 - centre * k;
          return Math.max(MARGIN / 2, from && !whole ? 0 : free) + before * k;
        };
        const x = begin(clientWidth, left, width, isRow, axis);
        const y = begin(clientHeight, top, height, !isRow, axis);
        put(zoomIdentity.translate(x, y).scale(k));
      });
    return {
      seen,
      camera: () => {
        const sight = seen.peek();
        return sight && cameraOf(sight);
      },
      place: (camera: Camera) => act((_, element) => put(centred(element, camera))),
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
      fit: ({ x, y, width, height }: Region) =>
        act((_, element) => {
          const wide = (element.clientWidth - 4 * MARGIN) / width;
          const tall = (element.clientHeight - 4 * MARGIN) / height;
          const k = Math.max(SMALLEST, Math.min(1.5, wide, tall));
          settle();
          put(centred(element, { x: x + width / 2, y: y + height / 2, k }));
        }),
      reveal: (box: Region) =>
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
          put(zoomIdentity.translate(now.x + dx, now.y + dy).scale(now.k));
        }),
      shift: (dx: number, dy: number) =>
        act((_, element) => {
          settle();
          const now = zoomTransform(element);
          put(zoomIdentity.translate(now.x + dx * now.k, now.y + dy * now.k).scale(now.k));
        }),
    };
  }, [svg, plane, seen]);
}

function cameraOf({ x, y, width, height, k }: Sight): Camera {
  return { x: x + width / 2, y: y + height / 2, k };
}

/** With a place of the plane in the middle of the window. */
function centred(element: SVGSVGElement, { x, y, k }: Camera): ZoomTransform {
  return zoomIdentity
    .translate(element.clientWidth / 2 - x * k, element.clientHeight / 2 - y * k)
    .scale(k);
}

function sightOf(element: SVGSVGElement, transform: ZoomTransform): Sight {
  const [x, y] = transform.invert([0, 0]);
  const { k } = transform;
  return { x, y, width: element.clientWidth / k, height: element.clientHeight / k, k };
}
