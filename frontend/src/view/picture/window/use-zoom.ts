/** Pan and zoom of an SVG with mouse, trackpad, touch and keyboard, by d3-zoom. */

import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Region } from "../../../model/picture/level-of-detail";
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
} from "../../../model/picture/viewport";

export const ZOOM_STEP = 1.25;
/** As long as the transition in picture.css. */
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

type Behaviour = ZoomBehavior<SVGSVGElement, unknown>;

/** What the listeners and the controls share. */
interface Zooming {
  svg: RefObject<SVGSVGElement | null>;
  canvas: RefObject<SVGGElement | null>;
  canvasSize: RefObject<Canvas>;
  /** As last observed: to read it in the midst of a change would lay out the page once more. */
  windowSize: WindowSize;
  viewport: Signal<Viewport | null>;
  behaviour: Behaviour | null;
}

export function useZoom(
  svg: RefObject<SVGSVGElement | null>,
  canvas: RefObject<SVGGElement | null>,
  size: Canvas,
): ZoomControls {
  const canvasSize = useRef(size);
  canvasSize.current = size;
  const viewport = useSignal<Viewport | null>(null);
  const zooming = useMemo((): Zooming => {
    const windowSize = { width: 0, height: 0 };
    return { svg, canvas, canvasSize, windowSize, viewport, behaviour: null };
  }, [svg, canvas, viewport]);
  // Before the picture is first placed, which happens in a layout effect too.
  useLayoutEffect(() => (svg.current ? listen(zooming, svg.current) : undefined), [zooming]);
  return useMemo(() => controlsOf(zooming), [zooming]);
}

/** Pointer, wheel and the window's size move the canvas; returns a cleanup function. */
function listen(zooming: Zooming, element: SVGSVGElement): () => void {
  zooming.windowSize = windowSizeOf(element);
  const behaviour = behaviourOf(zooming);
  zooming.behaviour = behaviour;
  const selection = select(element).call(behaviour);
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const { k } = zoomTransform(element);
    if (event.ctrlKey || event.metaKey) {
      const factor = 2 ** (-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.008));
      const { left, top } = element.getBoundingClientRect();
      behaviour.scaleBy(selection, factor, [event.clientX - left, event.clientY - top]);
    } else behaviour.translateBy(selection, -event.deltaX / k, -event.deltaY / k);
  };
  element.addEventListener("wheel", onWheel, { passive: false });
  // A window that grows or shrinks does so around what is in its middle, which is what the address says.
  const resized = new ResizeObserver(() => {
    const before = zooming.viewport.peek();
    zooming.windowSize = windowSizeOf(element);
    if (!before) return;
    const after = viewportOf(cameraOf(before), zooming.windowSize);
    behaviour.transform(selection, transformOf(after));
  });
  resized.observe(element);
  return () => {
    resized.disconnect();
    element.removeEventListener("wheel", onWheel);
    selection.on(".zoom", null);
  };
}

/**
 * A wheel pans, as on a page; with Ctrl, or a pinch on a trackpad, it zooms. Drag and touch go through d3; two clicks
 * or taps are for the boxes under them.
 */
function behaviourOf(zooming: Zooming): Behaviour {
  return zoom<SVGSVGElement, unknown>()
    .scaleExtent([SMALLEST, LARGEST])
    .extent(() => [
      [0, 0],
      [zooming.windowSize.width, zooming.windowSize.height],
    ])
    .filter(
      (event: MouseEvent) =>
        event.type === "touchstart" || (event.type === "mousedown" && event.button === 0),
    )
    .clickDistance(4)
    .on("zoom", ({ transform }: { transform: ZoomTransform }) => {
      const canvas = zooming.canvas.current;
      canvas?.setAttribute("transform", transform.toString());
      canvas?.removeAttribute("display");
      zooming.viewport.value = viewportThrough(transform, zooming.windowSize);
    });
}

function controlsOf(zooming: Zooming): ZoomControls {
  const { viewport, canvasSize } = zooming;
  const act = (how: (behaviour: Behaviour, element: SVGSVGElement) => void) => {
    const element = zooming.svg.current;
    if (zooming.behaviour && element) how(zooming.behaviour, element);
  };
  const show = (next: Viewport) =>
    act((behaviour, element) => behaviour.transform(select(element), transformOf(next)));
  const glide = glidingOf(zooming.canvas);
  const move = (next: Viewport, settling = false) => {
    glide(settling);
    show(next);
  };
  return {
    viewport,
    whole: () => wholeViewport(canvasSize.current, zooming.windowSize),
    reading: () => readingViewport(canvasSize.current, zooming.windowSize),
    show,
    move,
    place: (camera) => show(viewportOf(camera, zooming.windowSize)),
    centre: (x, y) => act((behaviour, element) => behaviour.translateTo(select(element), x, y)),
    zoomBy: (factor) => act((behaviour, element) => behaviour.scaleBy(select(element), factor)),
    panBy: (dx, dy) =>
      act((behaviour, element) => {
        const { k } = zoomTransform(element);
        behaviour.translateBy(select(element), dx / k, dy / k);
      }),
    fit: (region) => move(viewportAround(region, zooming.windowSize)),
    reveal: (region) => {
      const before = viewport.peek();
      const after = before && revealing(before, region);
      if (after && after !== before) move(after);
    },
  };
}

/** Lets the style sheet animate the next movement of the canvas; with settling, of the boxes too. */
function glidingOf(canvas: RefObject<SVGGElement | null>): (settling: boolean) => void {
  let ending: ReturnType<typeof setTimeout> | undefined;
  return (settling) => {
    canvas.current?.classList.add("is-gliding");
    canvas.current?.classList.toggle("is-settling", settling);
    clearTimeout(ending);
    ending = setTimeout(
      () => canvas.current?.classList.remove("is-gliding", "is-settling"),
      SETTLE_MS,
    );
  };
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
