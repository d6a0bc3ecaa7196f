/** Pan and zoom of an SVG with mouse, trackpad, touch and keyboard, by d3-zoom. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Region } from "../../model/picture/level-of-detail";
import {
  type Camera,
  type Canvas,
  cameraOf,
  LARGEST,
  readingViewport,
  revealing,
  SMALLEST,
  type Viewport,
  viewportAround,
  viewportOf,
  type WindowSize,
  wholeViewport,
} from "../../model/picture/viewport";

/** As long as the transition in diagram.css. */
const SETTLE_MS = 200;

export interface ZoomControls {
  /** Null before the first picture. */
  viewport: ReadonlySignal<Viewport | null>;
  /** Everything in the window. */
  whole: () => Viewport;
  /** How the picture is read: what a window of this size shows where no camera is requested. */
  reading: () => Viewport;
  show: (viewport: Viewport) => void;
  /** Shows it by an animated movement; with settling, boxes move and appear with it. */
  move: (viewport: Viewport, settling?: boolean) => void;
  place: (camera: Camera) => void;
  /** Brings one point of the canvas into the middle of the window. */
  centre: (x: number, y: number) => void;
  zoomBy: (factor: number) => void;
  panBy: (dx: number, dy: number) => void;
  /** As large as fits, in the middle. */
  fit: (region: Region) => void;
  /** Moves as little as needed for a region to be visible. */
  reveal: (region: Region) => void;
}

export function useZoom(
  svg: RefObject<SVGSVGElement | null>,
  canvas: RefObject<SVGGElement | null>,
  canvasSize: Canvas,
): ZoomControls {
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const bounds = useRef(canvasSize);
  bounds.current = canvasSize;
  const viewport = useSignal<Viewport | null>(null);
  /** The window's size as last observed: to read it in the midst of a change would lay out the page once more. */
  const windowSize = useRef<WindowSize>({ width: 0, height: 0 });

  // Before the picture is first placed, which happens in a layout effect too.
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return;
    windowSize.current = windowSizeOf(element);
    const zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent([SMALLEST, LARGEST])
      .extent(() => [
        [0, 0],
        [windowSize.current.width, windowSize.current.height],
      ])
      // A wheel pans, as on a page; with Ctrl, or a pinch on a trackpad, it zooms. Drag and touch go through
      // d3; two clicks or taps are for the boxes under them.
      .filter(
        (event: MouseEvent) =>
          event.type === "touchstart" || (event.type === "mousedown" && event.button === 0),
      )
      .clickDistance(4)
      .on("zoom", ({ transform }: { transform: ZoomTransform }) => {
        canvas.current?.setAttribute("transform", transform.toString());
        canvas.current?.removeAttribute("display");
        viewport.value = viewportThrough(transform, windowSize.current);
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
      const before = viewport.peek();
      windowSize.current = windowSizeOf(element);
      if (before)
        zooming.transform(selection, transformOf(viewportOf(cameraOf(before), windowSize.current)));
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      element.removeEventListener("wheel", onWheel);
      selection.on(".zoom", null);
    };
  }, [svg, canvas, viewport]);

  return useMemo(() => {
    let ending: ReturnType<typeof setTimeout> | undefined;
    const act = (
      how: (zooming: ZoomBehavior<SVGSVGElement, unknown>, element: SVGSVGElement) => void,
    ) => {
      if (behaviour.current && svg.current) how(behaviour.current, svg.current);
    };
    const show = (viewport: Viewport) =>
      act((zooming, element) => zooming.transform(select(element), transformOf(viewport)));
    const move = (viewport: Viewport, settling = false) => {
      canvas.current?.classList.add("is-gliding");
      canvas.current?.classList.toggle("is-settling", settling);
      clearTimeout(ending);
      ending = setTimeout(
        () => canvas.current?.classList.remove("is-gliding", "is-settling"),
        SETTLE_MS,
      );
      show(viewport);
    };
    return {
      viewport,
      whole: () => wholeViewport(bounds.current, windowSize.current),
      reading: () => readingViewport(bounds.current, windowSize.current),
      show,
      move,
      place: (camera: Camera) => show(viewportOf(camera, windowSize.current)),
      centre: (x: number, y: number) =>
        act((zooming, element) => zooming.translateTo(select(element), x, y)),
      zoomBy: (factor: number) =>
        act((zooming, element) => zooming.scaleBy(select(element), factor)),
      panBy: (dx: number, dy: number) =>
        act((zooming, element) => {
          const { k } = zoomTransform(element);
          zooming.translateBy(select(element), dx / k, dy / k);
        }),
      fit: (region: Region) => move(viewportAround(region, windowSize.current)),
      reveal: (region: Region) => {
        const before = viewport.peek();
        const after = before && revealing(before, region);
        if (after && after !== before) move(after);
      },
    };
  }, [svg, canvas, viewport]);
}

function windowSizeOf({ clientWidth, clientHeight }: SVGSVGElement): WindowSize {
  return { width: clientWidth, height: clientHeight };
}

function transformOf({ x, y, k }: Viewport): ZoomTransform {
  return zoomIdentity.translate(-x * k, -y * k).scale(k);
}

function viewportThrough(transform: ZoomTransform, windowSize: WindowSize): Viewport {
  const [x, y] = transform.invert([0, 0]);
  const { k } = transform;
  return { x, y, width: windowSize.width / k, height: windowSize.height / k, k };
}
