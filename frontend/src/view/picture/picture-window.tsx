/** A window onto a picture: pan, zoom, keyboard, focus and the map, whatever is drawn in it. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import "./colours.css";
import "./diagram/diagram.css";
import { ancestors, type Item, type Network } from "../../model/network/network";
import { shownChildren } from "../../model/network/open-groups";
import { boxAt, isLowDetail, type PictureIndex } from "../../model/picture/level-of-detail";
import { FRAME_HEADER, type Point } from "../../model/picture/picture";
import type { Camera, Canvas, Viewport } from "../../model/picture/viewport";
import { Button } from "../ui/button";
import { Definitions } from "./definitions";
import type { BoxAppearance, BoxHandlers } from "./diagram/box";
import { groundClassOf } from "./diagram/canvas";
import { type Move, moveOf, neighbour } from "./diagram/keys";
import { Minimap } from "./minimap";
import { useCamera } from "./use-camera";
import { type DrawnRegion, useDrawnRegion } from "./use-drawn-region";
import { useZoom, type ZoomControls } from "./use-zoom";

const PAN_STEP = 60;
const ZOOM_STEP = 1.25;

/** What every picture of a network is given by the page. */
export interface PictureProps {
  network: Network;
  open: ReadonlySet<string>;
  appearanceOf: (item: Item) => BoxAppearance;
  hovered: ReadonlySignal<string | null>;
  /** Several boxes and frames that something elsewhere on the page speaks of. */
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

/** What is drawn of the picture now, and how it answers. */
export interface CanvasProps extends DrawnRegion {
  /** The box that the Tab key comes to. */
  tabStop: string | null;
  handlers: BoxHandlers;
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
  children: (drawn: CanvasProps) => ComponentChildren;
}

export function PictureWindow(props: PictureWindowProps) {
  const { network, open, appearanceOf, selected, index, focusTarget = () => null } = props;
  const { picture } = index;
  const svg = useRef<SVGSVGElement>(null);
  const canvas = useRef<SVGGElement>(null);
  const moving = useZoom(svg, canvas, props.canvas);
  const zoom = useMemo(() => {
    const { initialViewport } = props;
    return initialViewport ? { ...moving, reading: () => initialViewport(moving) } : moving;
  }, [moving]);
  const current = useSignal<string | null>(null);
  const focusAfter = useRef<string | null>(null);
  const drawn = useDrawnRegion(zoom, index, props.margin, props.first);
  const pin = useCamera({
    zoom,
    network,
    index,
    pinOf: props.pinOf,
    selected,
    requested: props.camera,
    onCamera: props.onCamera,
  });

  // A new picture is drawn once the camera is where it belongs; until then the one before stands.
  const placed = useSignal(index);
  useLayoutEffect(() => {
    placed.value = index;
  }, [index]);
  const isPlaced = placed.value === index;
  useLayoutEffect(() => {
    if (!isPlaced) return;
    if (focusAfter.current) focusOn(focusAfter.current);
    focusAfter.current = null;
  }, [index, isPlaced]);

  const pinned = (path: string, change: (path: string) => void) => {
    pin(path);
    // A box that goes away under the pointer never hears that the pointer left.
    props.onHover(null);
    change(path);
  };
  const toggle = (path: string) => pinned(path, props.onToggle);
  const handlers = useLatest({
    onHover: props.onHover,
    onToggleStack: (path) => pinned(path, props.onToggleStack),
    onActivate: (item) => {
      current.value = item.path;
      if (item.type === "layer") props.onSelect(item.path);
      else toggle(item.path);
    },
  });

  const first = picture.boxes[0]?.path ?? null;
  const known = (path: string | null) => (path !== null && index.byPath.has(path) ? path : null);
  const standing = current.value === null ? null : focusTarget(current.value);
  const tabStop = known(current.value) ?? known(standing) ?? known(selected) ?? first;

  const content = useRef<ComponentChildren>(null);
  if (drawn.value && isPlaced)
    content.current = props.children({ ...drawn.value, tabStop, handlers });

  /** False where the box is not drawn. */
  function focusOn(path: string): boolean {
    const name = CSS.escape(focusTarget(path) ?? path);
    const header = svg.current?.querySelector<SVGGElement>(`[data-header="${name}"]`);
    const target = header ?? svg.current?.querySelector<SVGGElement>(`[data-path="${name}"]`);
    target?.focus({ preventScroll: true });
    return Boolean(target);
  }

  function moveFocus(to: string | null) {
    const box = to === null ? undefined : index.byPath.get(to);
    if (!box || !to) return;
    current.value = to;
    zoom.reveal(box.frame ? { ...box, height: FRAME_HEADER } : box);
    // The box may be drawn only now that it is in the window.
    if (!focusOn(to)) requestAnimationFrame(() => focusOn(to));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const path = pathAt(event.target);
    const item = path ? network.items.get(path) : undefined;
    const act: Record<string, () => void> = {
      "+": () => zoom.zoomBy(ZOOM_STEP),
      "=": () => zoom.zoomBy(ZOOM_STEP),
      "-": () => zoom.zoomBy(1 / ZOOM_STEP),
      "0": () => zoom.show(zoom.whole()),
      "1": () => zoom.show(zoom.reading()),
      "2": () => zoomTo(path ?? selected),
      Home: () => moveFocus(first),
      End: () => moveFocus(picture.boxes.at(-1)?.path ?? null),
      Enter: () => item && activate(item),
      " ": () => item && activate(item),
      o: () => item && toggleStackAround(item),
    };
    const move = moveOf(event.key, picture.direction);
    const action = move ? () => arrow(move, event.key, item) : act[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  function activate(item: Item) {
    focusAfter.current = item.path;
    handlers.onActivate(item);
  }

  /**
   * Beside a box there may be a branch to go to; where there is none, left closes and right opens.
   * In a picture that flows right these are up and down.
   */
  function arrow(move: Move, key: string, item: Item | undefined) {
    if (!item) {
      const [dx = -1, dy = 0] =
        { ArrowDown: [0, -1], ArrowUp: [0, 1], ArrowLeft: [1, 0] }[key] ?? [];
      zoom.panBy(dx * PAN_STEP, dy * PAN_STEP);
      return;
    }
    const next = neighbour(index, item.path, move);
    if (next !== null) moveFocus(next);
    else if (move === "right" && item.type !== "layer" && isClosed(item)) activate(item);
    else if (move === "left") closeAround(item);
  }

  function isClosed(item: Item): boolean {
    return shownChildren(network, open, item.path) === null;
  }

  function closeAround(item: Item) {
    const group = isClosed(item) ? ancestors(network, item.path)[0] : item.path;
    if (!group) return;
    current.value = group;
    focusAfter.current = group;
    toggle(group);
  }

  /** One or all of the stack that a box is in, or is. */
  function toggleStackAround(item: Item) {
    const around = [item.path, ...ancestors(network, item.path)];
    const stack = around.find((path) => network.items.get(path)?.type === "stack");
    if (stack) handlers.onToggleStack(stack);
  }

  function zoomTo(path: string | null) {
    const box = path ? index.byPath.get(path) : undefined;
    if (box) zoom.fit(box);
  }

  /** In low detail boxes are areas without elements of their own: the point says which one is meant. */
  function lowDetailBoxAt(event: MouseEvent): string | null {
    const viewport = zoom.viewport.peek();
    const bounds = svg.current?.getBoundingClientRect();
    if (!viewport || !bounds || !isLowDetail(viewport.k)) return null;
    const x = viewport.x + (event.clientX - bounds.left) / viewport.k;
    const y = viewport.y + (event.clientY - bounds.top) / viewport.k;
    return boxAt(index, x, y, viewport.k)?.path ?? null;
  }

  return (
    <div class={props.class}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be drawn in */}
      <svg
        ref={svg}
        class="diagram-svg"
        role="group"
        aria-label={props.label}
        aria-describedby="picture-keys"
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          if (isLowDetail(zoom.viewport.peek()?.k ?? 1)) props.onHover(lowDetailBoxAt(event));
        }}
        onClick={(event) => zoomTo(lowDetailBoxAt(event))}
      >
        <Definitions />
        {/* Shown once it is placed: to lay out its texts at another scale before would take as long again. */}
        <g ref={canvas} class="canvas" display="none">
          {content.current}
        </g>
      </svg>
      <p id="picture-keys" class="visually-hidden">
        {props.keys}
      </p>
      {props.caption?.(zoom.viewport)}
      <Minimap
        picture={picture}
        window={zoom.viewport}
        groundOf={useMemo(
          () => (box) => groundClassOf(network, appearanceOf, box),
          [network, appearanceOf],
        )}
        onCentre={zoom.centre}
      />
      <div class="diagram-zoom">
        <Button size="small" label="Zoom out" onClick={() => zoom.zoomBy(1 / ZOOM_STEP)}>
          −
        </Button>
        <Button size="small" label="Zoom in" onClick={() => zoom.zoomBy(ZOOM_STEP)}>
          +
        </Button>
        {selected && index.byPath.has(selected) && (
          <Button size="small" label="Zoom to the selection" onClick={() => zoomTo(selected)}>
            Selection
          </Button>
        )}
        <Button size="small" label="Fit everything" onClick={() => zoom.show(zoom.whole())}>
          Fit
        </Button>
      </div>
    </div>
  );
}

function pathAt(target: EventTarget | null): string | null {
  const holder = target instanceof Element ? target.closest("[data-header],[data-path]") : null;
  return holder?.getAttribute("data-header") ?? holder?.getAttribute("data-path") ?? null;
}

/** The same object for ever, which does what the newest says: boxes that stay need not be drawn again for it. */
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
