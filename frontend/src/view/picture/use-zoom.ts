/** Pan and zoom of an SVG with mouse, trackpad, touch and keyboard, by d3-zoom. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Region } from "../../model/picture/level-of-detail";
import {
  type Camera,
  cameraOf,
  LARGEST,
  type Plane,
  type Room,
  readingSight,
  revealing,
  type Sight,
  SMALLEST,
  sightAround,
  sightOf,
  wholeSight,
} from "../../model/picture/viewport";

/** As long as the transition in diagram.css. */
const SETTLE_MS = 200;

export interface ZoomControls {
  /** Null before the first picture. */
  seen: ReadonlySignal<Sight | null>;
  /** Everything in the window. */
  whole: () => Sight;
  /** How the picture is read: what a window of this size shows where nobody asks for anything else. */
  usual: () => Sight;
  show: (sight: Sight) => void;
  /** Shows it by a movement that is seen; settling, boxes move and appear with it. */
  move: (sight: Sight, settling?: boolean) => void;
  place: (camera: Camera) => void;
  /** Brings one place of the plane into the middle of the window. */
  centre: (x: number, y: number) => void;
  zoomBy: (factor: number) => void;
  panBy: (dx: number, dy: number) => void;
  /** As large as fits, in the middle. */
  fit: (region: Region) => void;
  /** Moves as little as needed for a region to be in sight. */
  reveal: (region: Region) => void;
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
  /** The window's size as last observed: to read it in the midst of a change would lay out the page once more. */
  const room = useRef<Room>({ width: 0, height: 0 });

  // Before the picture is first placed, which happens in a layout effect too.
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return;
    room.current = roomOf(element);
    const zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent([SMALLEST, LARGEST])
      .extent(() => [
        [0, 0],
        [room.current.width, room.current.height],
      ])
      // A wheel pans, as on a page; with Ctrl, or a pinch on a trackpad, it zooms. Drag and touch go through
      // d3; two clicks or taps are for the boxes under them.
      .filter(
        (event: MouseEvent) =>
          event.type === "touchstart" || (event.type === "mousedown" && event.button === 0),
      )
      .clickDistance(4)
      .on("zoom", ({ transform }: { transform: ZoomTransform }) => {
        plane.current?.setAttribute("transform", transform.toString());
        plane.current?.removeAttribute("display");
        seen.value = seenThrough(transform, room.current);
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
      room.current = roomOf(element);
      if (sight) zooming.transform(selection, transformOf(sightOf(cameraOf(sight), room.current)));
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      element.removeEventListener("wheel", onWheel);
      selection.on(".zoom", null);
    };
  }, [svg, plane, seen]);

  return useMemo(() => {
    let ending: ReturnType<typeof setTimeout> | undefined;
    const act = (
      how: (zooming: ZoomBehavior<SVGSVGElement, unknown>, element: SVGSVGElement) => void,
    ) => {
      if (behaviour.current && svg.current) how(behaviour.current, svg.current);
    };
    const show = (sight: Sight) =>
      act((zooming, element) => zooming.transform(select(element), transformOf(sight)));
    const move = (sight: Sight, settling = false) => {
      plane.current?.classList.add("is-gliding");
      plane.current?.classList.toggle("is-settling", settling);
      clearTimeout(ending);
      ending = setTimeout(
        () => plane.current?.classList.remove("is-gliding", "is-settling"),
        SETTLE_MS,
      );
      show(sight);
    };
    return {
      seen,
      whole: () => wholeSight(bounds.current, room.current),
      usual: () => readingSight(bounds.current, room.current),
      show,
      move,
      place: (camera: Camera) => show(sightOf(camera, room.current)),
      centre: (x: number, y: number) =>
        act((zooming, element) => zooming.translateTo(select(element), x, y)),
      zoomBy: (factor: number) =>
        act((zooming, element) => zooming.scaleBy(select(element), factor)),
      panBy: (dx: number, dy: number) =>
        act((zooming, element) => {
          const { k } = zoomTransform(element);
          zooming.translateBy(select(element), dx / k, dy / k);
        }),
      fit: (region: Region) => move(sightAround(region, room.current)),
      reveal: (region: Region) => {
        const before = seen.peek();
        const after = before && revealing(before, region);
        if (after && after !== before) move(after);
      },
    };
  }, [svg, plane, seen]);
}

function roomOf({ clientWidth, clientHeight }: SVGSVGElement): Room {
  return { width: clientWidth, height: clientHeight };
}

function transformOf({ x, y, k }: Sight): ZoomTransform {
  return zoomIdentity.translate(-x * k, -y * k).scale(k);
}

function seenThrough(transform: ZoomTransform, room: Room): Sight {
  const [x, y] = transform.invert([0, 0]);
  const { k } = transform;
  return { x, y, width: room.width / k, height: room.height / k, k };
}
