/** The folding diagram of a network: boxes, frames and edges, with pan, zoom and keyboard. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import "./diagram.css";
import { liftEdges, visibleTree } from "../../model/fold";
import { formatShape } from "../../model/format";
import { type Box, layoutTree } from "../../model/layout";
import { ancestors, type Item, type Network, ROOT } from "../../model/network";
import { Button } from "../ui/button";
import { type BoxHandlers, type BoxLook, DiagramBox, DiagramFrame } from "./box";
import { Lines } from "./lines";
import { Minimap } from "./minimap";
import { useZoom } from "./use-zoom";

/** Room left of the boxes for the resolution of each stage. */
const BAND_WIDTH = 104;
const PAN_STEP = 60;
const ZOOM_STEP = 1.25;

export interface DiagramProps {
  network: Network;
  open: ReadonlySet<string>;
  lookOf: (item: Item) => BoxLook;
  hovered: ReadonlySignal<string | null>;
  /** Several boxes and frames that something elsewhere on the page speaks of. */
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  label: string;
  onHover: (path: string | null) => void;
  onToggle: (path: string) => void;
  onSelect: (path: string) => void;
}

export function Diagram(props: DiagramProps) {
  const { network, open, selected } = props;
  const svg = useRef<SVGSVGElement>(null);
  const plane = useRef<SVGGElement>(null);
  const layout = useMemo(
    () => layoutTree(visibleTree(network, open), liftEdges(network, open)),
    [network, open],
  );
  const zoom = useZoom(svg, plane, {
    left: BAND_WIDTH,
    width: layout.width,
    height: layout.height,
  });
  const ready = useSignal(false);
  const current = useSignal<string | null>(null);
  const boxes = useMemo(() => new Map(layout.boxes.map((box) => [box.path, box])), [layout]);
  const anchor = useRef<Box | null>(null);
  const focusAfter = useRef<string | null>(null);

  useLayoutEffect(() => {
    // The first picture is fitted; later ones keep the opened or closed group under the pointer.
    const before = anchor.current;
    const after = before && boxes.get(before.path);
    if (!ready.peek()) zoom.fitWidth();
    else if (before && after) {
      zoom.shift(before.x + before.axis - after.x - after.axis, before.y - after.y);
      if (after.frame) zoom.reveal(after);
    }
    anchor.current = null;
    ready.value = true;
    if (focusAfter.current) focusBox(svg.current, focusAfter.current);
    focusAfter.current = null;
  }, [boxes, zoom, ready]);

  useEffect(() => {
    const box = selected ? boxes.get(selected) : undefined;
    if (box) zoom.reveal(box);
  }, [selected, boxes, zoom]);

  const toggle = (path: string) => {
    anchor.current = boxes.get(path) ?? null;
    // A box that goes away under the pointer never hears that the pointer left.
    props.onHover(null);
    props.onToggle(path);
  };
  const handlers: BoxHandlers = {
    onHover: props.onHover,
    onActivate: (item) => {
      current.value = item.path;
      if (item.type === "layer") props.onSelect(item.path);
      else toggle(item.path);
    },
  };

  const order = layout.boxes.map((box) => box.path);
  const stop = current.value && boxes.has(current.value) ? current.value : (selected ?? order[0]);

  function moveFocus(to: string | undefined) {
    const box = to === undefined ? undefined : boxes.get(to);
    if (!box || !to) return;
    current.value = to;
    focusBox(svg.current, to);
    zoom.reveal({ ...box, height: Math.min(box.height, 60) });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    const holder = target?.closest("[data-header],[data-path]");
    const path = holder?.getAttribute("data-header") ?? holder?.getAttribute("data-path");
    const at = path ? order.indexOf(path) : -1;
    const item = path ? network.items.get(path) : undefined;
    const act: Record<string, () => void> = {
      "+": () => zoom.zoomBy(ZOOM_STEP),
      "=": () => zoom.zoomBy(ZOOM_STEP),
      "-": () => zoom.zoomBy(1 / ZOOM_STEP),
      "0": () => zoom.fitAll(),
      ArrowDown: () => (at >= 0 ? moveFocus(order[at + 1]) : zoom.panBy(0, -PAN_STEP)),
      ArrowUp: () => (at >= 0 ? moveFocus(order[at - 1]) : zoom.panBy(0, PAN_STEP)),
      ArrowRight: () => item && item.type !== "layer" && !open.has(item.path) && toggle(item.path),
      ArrowLeft: () => closeAround(item),
      Enter: () => item && handlers.onActivate(item),
      " ": () => item && handlers.onActivate(item),
    };
    const action = act[event.key];
    if (!action) return;
    event.preventDefault();
    if (item && (event.key === "Enter" || event.key === " ")) focusAfter.current = item.path;
    if (item && event.key === "ArrowRight") focusAfter.current = item.path;
    action();
  }

  function closeAround(item: Item | undefined) {
    if (!item) return;
    const group = open.has(item.path) ? item.path : ancestors(network, item.path)[0];
    if (!group) return;
    current.value = group;
    focusAfter.current = group;
    toggle(group);
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
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path class="arrow" d="M1 1l6 3-6 3z" />
          </marker>
          <pattern
            id="hatch"
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path class="hatch" d="M0 0V8" />
          </pattern>
        </defs>
        <g ref={plane} class="plane">
          {layout.boxes.map((box) =>
            box.frame ? (
              <DiagramFrame
                key={`frame ${box.path}`}
                box={box}
                item={itemOf(network, box)}
                look={props.lookOf(itemOf(network, box))}
                pointed={props.pointed}
                focusable={box.path === stop}
                handlers={handlers}
              />
            ) : null,
          )}
          <Lines lines={layout.lines} hovered={props.hovered} />
          {layout.boxes.map((box) =>
            box.frame ? null : (
              <DiagramBox
                key={box.path}
                box={box}
                item={itemOf(network, box)}
                look={props.lookOf(itemOf(network, box))}
                hovered={props.hovered}
                pointed={props.pointed}
                selected={selected === box.path}
                focusable={box.path === stop}
                handlers={handlers}
              />
            ),
          )}
          <Bands network={network} boxes={layout.boxes} />
        </g>
      </svg>
      <p id="diagram-keys" class="visually-hidden">
        Arrow keys move from box to box, Enter opens a group or selects a layer, left arrow closes
        the group around. Plus and minus zoom, 0 shows everything.
      </p>
      <Minimap
        layout={layout}
        window={zoom.seen}
        stepOf={(box) => props.lookOf(itemOf(network, box)).step}
        onCentre={zoom.centre}
      />
      <div class="diagram-zoom">
        <Button size="small" label="Zoom out" onClick={() => zoom.zoomBy(1 / ZOOM_STEP)}>
          −
        </Button>
        <Button size="small" label="Zoom in" onClick={() => zoom.zoomBy(ZOOM_STEP)}>
          +
        </Button>
        <Button size="small" onClick={() => zoom.fitAll()}>
          Fit
        </Button>
      </div>
    </div>
  );
}

function itemOf(network: Network, box: Box): Item {
  const item = network.items.get(box.path);
  if (!item) throw new Error(`No item ${box.path}`);
  return item;
}

function focusBox(svg: SVGSVGElement | null, path: string): void {
  const name = CSS.escape(path);
  const header = svg?.querySelector<SVGGElement>(`[data-header="${name}"]`);
  const target = header ?? svg?.querySelector<SVGGElement>(`[data-path="${name}"]`);
  target?.focus({ preventScroll: true });
}

/** The resolution and the width of each stage in the margin. */
function Bands(props: { network: Network; boxes: readonly Box[] }) {
  const stages = props.boxes.filter((box) => props.network.items.get(box.path)?.parent === ROOT);
  return (
    <g class="bands">
      {stages.map((box) => {
        const shape = props.network.items.get(box.path)?.outputShape ?? [];
        const [channels, height, width] = shape;
        const size = height === undefined ? "vector" : formatShape([height, width ?? height]);
        const y = box.y + Math.min(box.height / 2, 30);
        return (
          <g key={box.path} transform={`translate(-20 ${y})`}>
            <text y={-2}>{size}</text>
            <text class="band-width" y={14}>
              {channels} {height === undefined ? "features" : "channels"}
            </text>
            <path class="band-tick" d={`M8 ${box.y - y + 6}V${box.y + box.height - y - 6}`} />
          </g>
        );
      })}
    </g>
  );
}
