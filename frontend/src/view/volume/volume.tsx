/** A network in volume, its tensors in true proportion, with the pan, zoom and keyboard of the diagram. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import "../diagram/diagram.css";
import "./volume.css";
import { indexPicture, isFar } from "../../model/detail";
import { shownChildren } from "../../model/fold";
import { ancestors, type Item, type Network, type Report } from "../../model/network";
import type { Point } from "../../model/picture";
import type { Camera } from "../../model/sight";
import { sceneOf } from "../../model/volume/scene";
import type { BoxHandlers, BoxLook } from "../diagram/box";
import { Definitions } from "../diagram/definitions";
import { type Move, moveOf, neighbour } from "../diagram/keys";
import { Minimap } from "../diagram/minimap";
import { groundOf } from "../diagram/plane";
import { useCamera } from "../diagram/use-camera";
import { useDrawnRegion } from "../diagram/use-drawn-region";
import { useZoom } from "../diagram/use-zoom";
import { Button } from "../ui/button";
import { VolumeCaption } from "./caption";
import { boxUnder, focusOn, pathAt, placeOf } from "./places";
import { VolumePlane } from "./plane";
import { HEAD, useReading } from "./use-sight";

const PAN_STEP = 60;
const ZOOM_STEP = 1.25;
/** A short pan draws nothing new; volumes are dear to draw. */
const MARGIN = 0.2;

export interface VolumeProps {
  network: Network;
  report: Report;
  open: ReadonlySet<string>;
  lookOf: (item: Item) => BoxLook;
  hovered: ReadonlySignal<string | null>;
  /** Several boxes that something elsewhere on the page speaks of. */
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  label: string;
  /** Where the address says the reader looks; null for the beginning. */
  camera: Camera | null;
  onCamera: (camera: Camera | null) => void;
  onReady: () => void;
  onHover: (path: string | null) => void;
  onToggle: (path: string) => void;
  /** Shows all members of a stack, or one of them. */
  onToggleStack: (path: string) => void;
  onSelect: (path: string) => void;
}

export function VolumeView(props: VolumeProps) {
  const { network, report, open, lookOf, selected } = props;
  const svg = useRef<SVGSVGElement>(null);
  const plane = useRef<SVGGElement>(null);
  const scene = useMemo(() => sceneOf(network, report, open), [network, report, open]);
  const { picture } = scene;
  const index = useMemo(() => indexPicture(picture), [picture]);
  const zoom = useReading(
    useZoom(svg, plane, {
      left: 0,
      top: HEAD,
      width: picture.width,
      height: picture.height,
      isRow: true,
      axis: picture.height / 2,
    }),
  );
  const current = useSignal<string | null>(null);
  const focusAfter = useRef<string | null>(null);
  const drawn = useDrawnRegion(zoom, MARGIN);
  // What opens or closes does so along the flow, and around its middle.
  const pinOf = (path: string): Point | undefined => {
    const place = placeOf(scene, path);
    return place && [place.x, place.y + place.height / 2];
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
    if (focusAfter.current) focusOn(svg.current, scene, focusAfter.current);
    focusAfter.current = null;
  }, [scene]);

  useLayoutEffect(props.onReady, []);

  const keepingPlace = (path: string, change: (path: string) => void) => {
    keep(path);
    // A box that goes away under the pointer never hears that the pointer left.
    props.onHover(null);
    change(path);
  };
  const toggle = (path: string) => keepingPlace(path, props.onToggle);
  const handlers = useLatest({
    onHover: props.onHover,
    onToggleStack: (path) => keepingPlace(path, props.onToggleStack),
    onActivate: (item) => {
      current.value = item.path;
      if (item.type === "layer") props.onSelect(item.path);
      else toggle(item.path);
    },
  });

  const first = picture.boxes[0]?.path ?? null;
  const known = (path: string | null) => (path !== null && index.byPath.has(path) ? path : null);
  // An opened group is no box any more: what stands first inside it takes its place.
  const inside = scene.brackets.find(({ path }) => path === current.value)?.first ?? null;
  const stop = known(current.value) ?? known(inside) ?? known(selected) ?? first;

  function moveFocus(to: string | null) {
    const box = to === null ? undefined : index.byPath.get(to);
    if (!box || !to) return;
    current.value = to;
    zoom.reveal(box);
    // The box may be drawn only now that it is in sight.
    if (!focusOn(svg.current, scene, to))
      requestAnimationFrame(() => focusOn(svg.current, scene, to));
  }

  function activate(item: Item) {
    focusAfter.current = item.path;
    handlers.onActivate(item);
  }

  function closeAround(item: Item) {
    const [group] = ancestors(network, item.path);
    if (!group) return;
    current.value = group;
    focusAfter.current = group;
    toggle(group);
  }

  /** Where no branch stands above or below: up closes the group around, down opens the box. */
  function arrow(move: Move, key: string, item: Item | undefined) {
    if (!item) {
      const [dx = -1, dy = 0] =
        { ArrowDown: [0, -1], ArrowUp: [0, 1], ArrowLeft: [1, 0] }[key] ?? [];
      zoom.panBy(dx * PAN_STEP, dy * PAN_STEP);
      return;
    }
    const next = neighbour(index, item.path, move);
    const isClosed = item.type !== "layer" && shownChildren(network, open, item.path) === null;
    if (next !== null) moveFocus(next);
    else if (move === "right" && isClosed) activate(item);
    else if (move === "left") closeAround(item);
  }

  function zoomTo(path: string | null) {
    const box = path ? index.byPath.get(path) : undefined;
    if (box) zoom.fit(box);
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
      o: () => stackAround(item),
    };
    const move = moveOf(event.key, "right");
    const action = move ? () => arrow(move, event.key, item) : act[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** One or all of the stack that a box is in, or is. */
  function stackAround(item: Item | undefined) {
    const around = item ? [item.path, ...ancestors(network, item.path)] : [];
    const stack = around.find((path) => network.items.get(path)?.type === "stack");
    if (stack) handlers.onToggleStack(stack);
  }

  const farItem = (event: MouseEvent) => {
    const path = boxUnder(event, svg.current, zoom, index);
    return path === null ? undefined : network.items.get(path);
  };

  return (
    <div class="diagram volume">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be drawn in */}
      <svg
        ref={svg}
        class="diagram-svg"
        role="group"
        aria-label={props.label}
        aria-describedby="volume-keys"
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          if (isFar(zoom.seen.peek()?.k ?? 1)) props.onHover(farItem(event)?.path ?? null);
        }}
        onClick={(event) => zoomTo(farItem(event)?.path ?? null)}
      >
        <Definitions />
        <g ref={plane} class="plane">
          {drawn.value && (
            <VolumePlane
              scene={scene}
              index={index}
              network={network}
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
      <p id="volume-keys" class="visually-hidden">
        Left and right arrow follow the flow, up and down change branches, Enter opens a group or
        selects a layer, up closes the group around, O shows one or all of a stack. Plus and minus
        zoom, 0 shows everything, 1 the beginning, 2 what has the focus.
      </p>
      <VolumeCaption scene={scene} seen={zoom.seen} />
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
