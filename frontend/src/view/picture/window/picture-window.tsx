/** A window onto a picture: pan, zoom, keyboard, focus and the minimap, whatever is drawn in it. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import "../colours.css";
import "../picture.css";
import type { Network } from "../../../model/network/network";
import { boxAt, isLowDetail, type PictureIndex } from "../../../model/picture/level-of-detail";
import type { Box, Point } from "../../../model/picture/picture";
import type { Camera, Canvas, Viewport } from "../../../model/picture/viewport";
import { type AppearanceOf, areaClassOf } from "../appearance";
import type { CanvasProps, DrawnRegion } from "../canvas";
import { Definitions, definitionUrls, usePictureId } from "../definitions";
import { keyboardHandler } from "./keyboard";
import { Minimap } from "./minimap";
import { useCamera } from "./use-camera";
import { useDrawnRegion } from "./use-drawn-region";
import { useFocus } from "./use-focus";
import { useHandlers } from "./use-handlers";
import { useZoom, type ZoomControls } from "./use-zoom";
import { ZoomButtons } from "./zoom-buttons";

/** What every picture of a network is given by the page. */
export interface PictureProps {
  network: Network;
  open: ReadonlySet<string>;
  appearanceOf: AppearanceOf;
  hovered: ReadonlySignal<string | null>;
  /** Several boxes and frames that something elsewhere on the page is about. */
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  label: string;
  /** From the address; null for the initial viewport. */
  camera: Camera | null;
  /** Null while this is not yet the picture that was requested. */
  onCamera: ((camera: Camera | null) => void) | null;
  onHover: (path: string | null) => void;
  onToggle: (path: string) => void;
  /** Shows all members of a stack, or one of them. */
  onToggleStack: (path: string) => void;
  onSelect: (path: string) => void;
}

export interface PictureWindowProps extends PictureProps {
  class: string;
  index: PictureIndex;
  canvas: Canvas;
  /** Shown where no camera is requested; not changed later. */
  initialViewport?: (zoom: ZoomControls) => Viewport;
  /** Drawn beyond the window, in windows. */
  margin: number;
  /** Drawn before the window's size is known. */
  first?: DrawnRegion | null;
  /** The point of a box or an open group that stays where it is when that opens or closes. */
  pinOf: (path: string) => Point | undefined;
  /** What takes the focus of an open group that has no element of its own. */
  focusTarget?: (path: string) => string | null;
  /** Says what the keys do. */
  keys: string;
  caption?: (viewport: ReadonlySignal<Viewport | null>) => ComponentChildren;
  children: (canvas: CanvasProps) => ComponentChildren;
}

const NO_TARGET = () => null;

export function PictureWindow(props: PictureWindowProps) {
  const { network, appearanceOf, hovered, highlighted, selected, index } = props;
  const { focusTarget = NO_TARGET } = props;
  const id = usePictureId();
  const svg = useRef<SVGSVGElement>(null);
  const canvas = useRef<SVGGElement>(null);
  const moving = useZoom(svg, canvas, props.canvas);
  const zoom = useMemo(() => {
    const { initialViewport } = props;
    return initialViewport ? { ...moving, reading: () => initialViewport(moving) } : moving;
  }, [moving]);
  const drawn = useDrawnRegion(zoom, index, props.margin, props.first);
  const pin = useCamera({ ...props, zoom, requested: props.camera });
  const isPlaced = useIsPlaced(index);
  const focus = useFocus({ svg, zoom, index, selected, isPlaced, focusTarget });
  const handlers = useHandlers({ ...props, pin, focus });
  const fillOf = useMemo(
    () => (box: Box) => areaClassOf(network, appearanceOf, box),
    [network, appearanceOf],
  );

  // Until the camera is where it belongs the picture before stands.
  const content = useRef<ComponentChildren>(null);
  if (drawn.value && isPlaced) {
    const given = { index, network, appearanceOf, hovered, highlighted, selected, handlers };
    content.current = props.children({ ...given, ...drawn.value, tabStop: focus.tabStop });
  }

  const zoomTo = (path: string | null) => {
    const box = path ? index.byPath.get(path) : undefined;
    if (box) zoom.fit(box);
  };
  const boxUnder = (event: MouseEvent) => lowDetailBoxAt(svg.current, zoom, index, event);
  return (
    <div class={props.class}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be drawn in */}
      <svg
        ref={svg}
        class="diagram-svg"
        style={definitionUrls(id)}
        role="group"
        aria-label={props.label}
        aria-describedby={`${id}-keys`}
        onKeyDown={keyboardHandler({ ...props, zoom, focus, handlers, zoomTo })}
        onPointerMove={(event) => {
          if (isLowDetail(zoom.viewport.peek()?.k ?? 1)) props.onHover(boxUnder(event));
        }}
        onClick={(event) => zoomTo(boxUnder(event))}
      >
        <Definitions id={id} />
        {/* Shown once it is placed: to lay out its texts at another scale before would take as long again. */}
        <g ref={canvas} class="canvas" display="none">
          {content.current}
        </g>
      </svg>
      <p id={`${id}-keys`} class="visually-hidden">
        {props.keys}
      </p>
      {props.caption?.(zoom.viewport)}
      <Minimap
        picture={index.picture}
        window={zoom.viewport}
        fillOf={fillOf}
        onCentre={zoom.centre}
      />
      <ZoomButtons
        zoom={zoom}
        onZoomToSelection={selected && index.byPath.has(selected) ? () => zoomTo(selected) : null}
      />
    </div>
  );
}

/** A new picture is drawn once the camera is where it belongs. */
function useIsPlaced(index: PictureIndex): boolean {
  const placed = useSignal(index);
  useLayoutEffect(() => {
    placed.value = index;
  }, [index]);
  return placed.value === index;
}

/** In low detail boxes are areas without elements of their own: the point says which one is meant. */
function lowDetailBoxAt(
  svg: SVGSVGElement | null,
  zoom: ZoomControls,
  index: PictureIndex,
  event: MouseEvent,
): string | null {
  const viewport = zoom.viewport.peek();
  const bounds = svg?.getBoundingClientRect();
  if (!viewport || !bounds || !isLowDetail(viewport.k)) return null;
  const x = viewport.x + (event.clientX - bounds.left) / viewport.k;
  const y = viewport.y + (event.clientY - bounds.top) / viewport.k;
  return boxAt(index, x, y, viewport.k)?.path ?? null;
}
