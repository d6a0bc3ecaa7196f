/** The folding diagram of a network: boxes, frames and edges, with pan, zoom and keyboard. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import "./diagram.css";
import { boxAt, indexPicture, isDrawnWhole, isFar } from "../../model/detail";
import { shownChildren } from "../../model/fold";
import { ancestors, type Item } from "../../model/network";
import type { Box, Picture, Point } from "../../model/picture";
import type { Camera } from "../../model/sight";
import type { Shown } from "../../state/layout";
import { Button } from "../ui/button";
import { BAND_HEIGHT, BAND_WIDTH } from "./bands";
import type { BoxHandlers, BoxLook } from "./box";
import { Definitions } from "./definitions";
import { moveOf, neighbour } from "./keys";
import { Minimap } from "./minimap";
import { groundOf, PlaneContent } from "./plane";
import { useCamera } from "./use-camera";
import { type DrawnRegion, useDrawnRegion } from "./use-drawn-region";
import { useZoom } from "./use-zoom";

const PAN_STEP = 60;
const ZOOM_STEP = 1.25;
/** A short pan draws nothing new. */
const MARGIN = 0.6;

export interface DiagramProps {
  shown: Shown;
  lookOf: (item: Item) => BoxLook;
  hovered: ReadonlySignal<string | null>;
  /** Several boxes and frames that something elsewhere on the page speaks of. */
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  label: string;
  /** Where the address says the reader looks; null for the beginning, in the window's width. */
  camera: Camera | null;
  /** Null while this is not yet the picture that was asked for. */
  onCamera: ((camera: Camera | null) => void) | null;
  onHover: (path: string | null) => void;
  onToggle: (path: string) => void;
  /** Shows all members of a stack, or one of them. */
  onToggleStack: (path: string) => void;
  onSelect: (path: string) => void;
}

export function Diagram(props: DiagramProps) {
  const { shown, selected, lookOf } = props;
  const { network, open, picture } = shown;
  const svg = useRef<SVGSVGElement>(null);
  const plane = useRef<SVGGElement>(null);
  const index = useMemo(() => indexPicture(picture), [picture]);
  const down = picture.direction === "down";
  const zoom = useZoom(svg, plane, {
    left: down ? BAND_WIDTH : 0,
    top: down ? 0 : BAND_HEIGHT,
    width: picture.width,
    height: picture.height,
    isRow: !down,
    axis: axisOf(picture.boxes[0], down),
  });
  const current = useSignal<string | null>(null);
  const focusAfter = useRef<string | null>(null);
  const drawn = useDrawnRegion(zoom, MARGIN, isDrawnWhole(picture, 1) ? around(picture) : null);

  // What opens or closes does so around its middle, and downwards.
  const pinOf = (path: string): Point | undefined => {
    const box = index.byPath.get(path);
    return box && [box.x + box.width / 2, box.y];
  };
  const keep = useCamera({
    zoom,
    network,
    index,
    pinOf,
    selected,
    asked: props.camera,
    onCamera: props.onCamera,
  });

  useLayoutEffect(() => {
    if (focusAfter.current) focusBox(svg.current, focusAfter.current);
    focusAfter.current = null;
  }, [index]);

  const keepingPlace = (path: string, change: (path: string) => void) => {
    keep(path);
    // A box that goes away under the pointer never hears that the pointer left.
    props.onHover(null);
    change(path);
  };
  const toggle = (path: string) => keepingPlace(path, props.onToggle);
  const handlers: BoxHandlers = {
    onHover: props.onHover,
    onToggleStack: (path) => keepingPlace(path, props.onToggleStack),
    onActivate: (item) => {
      current.value = item.path;
      if (item.type === "layer") props.onSelect(item.path);
      else toggle(item.path);
    },
  };

  const first = picture.boxes[0]?.path ?? null;
  const known = (path: string | null) => (path !== null && index.byPath.has(path) ? path : null);
  const stop = known(current.value) ?? known(selected) ?? first;

  function moveFocus(to: string | null) {
    const box = to === null ? undefined : index.byPath.get(to);
    if (!box || !to) return;
    current.value = to;
    zoom.reveal({ ...box, height: Math.min(box.height, 60) });
    // The box may be drawn only now that it is in sight.
    if (!focusBox(svg.current, to)) requestAnimationFrame(() => focusBox(svg.current, to));
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
      "1": () => zoom.show(zoom.usual()),
      "2": () => zoomTo(path ?? selected),
      Home: () => moveFocus(first),
      End: () => moveFocus(picture.boxes.at(-1)?.path ?? null),
      Enter: () => item && activate(item),
      " ": () => item && activate(item),
      o: () => item?.type === "stack" && handlers.onToggleStack(item.path),
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
  function arrow(move: ReturnType<typeof moveOf>, key: string, item: Item | undefined) {
    if (!item || !move) {
      const [dx, dy] = { ArrowDown: [0, -1], ArrowUp: [0, 1], ArrowLeft: [1, 0] }[key] ?? [-1, 0];
      zoom.panBy((dx ?? 0) * PAN_STEP, (dy ?? 0) * PAN_STEP);
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

  function zoomTo(path: string | null) {
    const box = path ? index.byPath.get(path) : undefined;
    if (box) zoom.fit(box);
  }

  /** From afar boxes are areas without elements of their own: the place says which one is meant. */
  function farBox(event: MouseEvent): Item | undefined {
    const sight = zoom.seen.peek();
    const bounds = svg.current?.getBoundingClientRect();
    if (!sight || !bounds || !isFar(sight.k)) return undefined;
    const x = sight.x + (event.clientX - bounds.left) / sight.k;
    const y = sight.y + (event.clientY - bounds.top) / sight.k;
    const box = boxAt(index, x, y, sight.k);
    return box ? network.items.get(box.path) : undefined;
  }

  return (
    <div class="diagram">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be drawn in */}
      <svg
        ref={svg}
        class="diagram-svg"
        role="group"
        aria-label={props.label}
        aria-describedby="diagram-keys"
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          if (isFar(zoom.seen.peek()?.k ?? 1)) props.onHover(farBox(event)?.path ?? null);
        }}
        onClick={(event) => {
          const item = farBox(event);
          if (item) zoomTo(item.path);
        }}
      >
        <Definitions />
        <g ref={plane} class="plane">
          {drawn.value && (
            <PlaneContent
              index={index}
              network={network}
              open={open}
              region={drawn.value.region}
              scale={drawn.value.scale}
              lookOf={lookOf}
              hovered={props.hovered}
              pointed={props.pointed}
              selected={selected}
              stop={stop}
              handlers={handlers}
            />
          )}
        </g>
      </svg>
      <p id="diagram-keys" class="visually-hidden">
        Arrow keys follow the edges and change branches, Enter opens a group or selects a layer,{" "}
        {down ? "left" : "up"} arrow closes the group around, O shows one or all of a stack. Plus
        and minus zoom, 0 shows everything, 1 the width, 2 what has the focus.
      </p>
      <Minimap
        picture={picture}
        window={zoom.seen}
        groundOf={useMemo(() => (box) => groundOf(network, lookOf, box), [network, lookOf])}
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

/** A small picture is drawn with the page around it, whatever of it the window will show. */
function around({ width, height }: Picture): DrawnRegion {
  const { innerWidth, innerHeight } = window;
  const region = {
    x: -innerWidth,
    y: -innerHeight,
    width: width + 2 * innerWidth,
    height: height + 2 * innerHeight,
  };
  return { region, scale: 1 };
}

/** Where the first box stands: the longest way through the network. */
function axisOf(first: Box | undefined, down: boolean): number {
  if (!first) return 0;
  return down ? first.x + first.width / 2 : first.y + first.height / 2;
}

function pathAt(target: EventTarget | null): string | null {
  const holder = target instanceof Element ? target.closest("[data-header],[data-path]") : null;
  return holder?.getAttribute("data-header") ?? holder?.getAttribute("data-path") ?? null;
}

/** False where the box is not drawn. */
function focusBox(svg: SVGSVGElement | null, path: string): boolean {
  const name = CSS.escape(path);
  const header = svg?.querySelector<SVGGElement>(`[data-header="${name}"]`);
  const target = header ?? svg?.querySelector<SVGGElement>(`[data-path="${name}"]`);
  target?.focus({ preventScroll: true });
  return Boolean(target);
}
