/** The visible parts of a scene, with as much detail as can be seen at this scale. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Item, Network } from "../../../model/network/network";
import {
  overlap,
  type PictureIndex,
  type Region,
  visibleParts,
} from "../../../model/picture/level-of-detail";
import { isBorder, roundedPath } from "../../../model/picture/picture";
import type { Bracket } from "../../../model/picture/volume/brackets";
import { BRACKET_HEIGHT } from "../../../model/picture/volume/frames";
import type { Route } from "../../../model/picture/volume/routes";
import type { Scene } from "../../../model/picture/volume/scene";
import type { BoxAppearance, BoxHandlers } from "../diagram/box";
import { ImageBox, polyline, VolumeBox, VolumeLabels } from "./box";
import { LowDetailVolumes } from "./low-detail";
import { useCachedParts } from "./use-cached-parts";

export interface VolumeCanvasProps {
  scene: Scene;
  index: PictureIndex;
  network: Network;
  region: Region;
  scale: number;
  appearanceOf: (item: Item) => BoxAppearance;
  hovered: ReadonlySignal<string | null>;
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  /** The box that the tab key reaches, drawn even outside the window. */
  tabStop: string | null;
  handlers: BoxHandlers;
}

export function VolumeCanvas(props: VolumeCanvasProps) {
  const { scene, index, network, region, scale, appearanceOf, hovered, handlers } = props;
  const { selected, tabStop } = props;
  const cachedBox = useCachedParts(scene, appearanceOf, selected, tabStop, handlers);
  const cachedLine = useCachedParts(scene);
  const cachedWindow = useCachedParts(scene);
  const cachedLabels = useCachedParts(scene, appearanceOf);
  const drawn = visibleParts(index, region, scale, [tabStop]);
  const volumes = drawn.boxes.flatMap((box) => scene.byPath.get(box.path) ?? []);
  const brackets = scene.brackets.filter((one) =>
    overlap({ ...one, height: BRACKET_HEIGHT }, region),
  );
  const [image] = scene.volumes.filter(({ item }) => item === null);
  const first = image && overlap(image.region, region) ? [image] : [];
  if (drawn.lowDetail)
    return (
      <LowDetailVolumes
        volumes={[...first, ...volumes]}
        routes={drawn.lines}
        brackets={brackets}
        appearanceOf={appearanceOf}
        selected={selected}
        scale={scale}
      />
    );
  const lines = new Set(drawn.lines);
  const routes = scene.routes.filter((route) => lines.has(route));
  return (
    <>
      <g class="lines">
        {routes.map((route) =>
          cachedLine(route, () => <RouteLine key={keyOf(route)} route={route} hovered={hovered} />),
        )}
      </g>
      {brackets.map((bracket) => {
        const item = network.items.get(bracket.path);
        return (
          item && (
            <VolumeBracket
              key={`bracket ${bracket.path}`}
              bracket={bracket}
              item={item}
              hovered={hovered}
              handlers={handlers}
            />
          )
        );
      })}
      {first.map((volume) => (
        <ImageBox key={volume.path} volume={volume} />
      ))}
      {volumes.map((volume) =>
        cachedBox(
          volume,
          () =>
            volume.item && (
              <VolumeBox
                key={volume.path}
                volume={volume}
                item={volume.item}
                appearance={appearanceOf(volume.item)}
                hovered={hovered}
                highlighted={props.highlighted}
                selected={selected === volume.path}
                focusable={tabStop === volume.path}
                handlers={handlers}
              />
            ),
        ),
      )}
      <g class="volume-windows">
        {routes.map(
          (route) =>
            route.pyramids.length > 0 &&
            cachedWindow(route, () => (
              <Windows key={keyOf(route)} route={route} hovered={hovered} />
            )),
        )}
      </g>
      {[...first, ...volumes].map((volume) =>
        cachedLabels(volume, () => (
          <VolumeLabels
            key={volume.path}
            volume={volume}
            isDim={volume.item !== null && appearanceOf(volume.item).dim === true}
          />
        )),
      )}
    </>
  );
}

function keyOf({ from, to }: Route): string {
  return `${from} ${to}`;
}

interface RouteProps {
  route: Route;
  hovered: ReadonlySignal<string | null>;
}

function useInked({ route, hovered }: RouteProps): boolean {
  return useComputed(() => hovered.value === route.from || hovered.value === route.to).value;
}

/** Where a window is drawn its rays are the line. */
function RouteLine(props: RouteProps) {
  const { route } = props;
  const inked = useInked(props);
  if (route.pyramids.length > 0) return null;
  return (
    <path
      class={inked ? "line is-inked" : "line"}
      d={route.strands.map((strand) => roundedPath(strand)).join("")}
      marker-end={isBorder(route.to) || !route.skips ? undefined : "url(#arrow)"}
    />
  );
}

function Windows(props: RouteProps) {
  const { pyramids } = props.route;
  const inked = useInked(props) ? " is-inked" : "";
  const box = pyramids.flatMap((one) => one.box.map(polyline)).join("");
  const rays = pyramids.flatMap((one) => one.rays.map(polyline)).join("");
  return (
    <g>
      <path class="volume-casing" d={box + rays} />
      <path class={`volume-window${inked}`} d={box} />
      <path class={`volume-ray${inked}`} d={rays} />
    </g>
  );
}

/** The name of an open group under what is inside it, which closes it. */
function VolumeBracket(props: {
  bracket: Bracket;
  item: Item;
  hovered: ReadonlySignal<string | null>;
  handlers: BoxHandlers;
}) {
  const { bracket, item, handlers } = props;
  const { x, y, width, offers } = bracket;
  const isHighlighted = useComputed(() => props.hovered.value === item.path).value;
  const middle = x + (width - (offers ? SWITCH + 6 : 0)) / 2;
  return (
    <g class={isHighlighted ? "volume-bracket is-highlighted" : "volume-bracket"}>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG has no button element */}
      <g
        class="volume-bracket-name"
        role="button"
        tabindex={-1}
        aria-label={`${item.label}, close`}
        aria-expanded={true}
        data-header={item.path}
        onClick={() => handlers.onActivate(item)}
        onPointerEnter={() => handlers.onHover(item.path)}
        onPointerLeave={() => handlers.onHover(null)}
      >
        <rect class="volume-hit" x={x} y={y} width={width} height={BRACKET_HEIGHT} />
        <path class="volume-bracket-line" d={`M${x} ${y}v5h${width}v-5`} />
        <text class="volume-label label-middle" x={middle} y={y + BRACKET_HEIGHT - 3}>
          {bracket.label}
        </text>
      </g>
      {offers && (
        // biome-ignore lint/a11y/useSemanticElements: an SVG has no button element
        <g
          class="stack-switch"
          role="button"
          tabindex={-1}
          aria-label={`Show ${offers} of the ${bracket.count} identical ${item.label.toLowerCase()}`}
          data-stack={item.path}
          onClick={() => handlers.onToggleStack(item.path)}
        >
          <rect x={x + width - SWITCH} y={y + 7} width={SWITCH} height={15} rx={7.5} />
          <text class="volume-label label-middle" x={x + width - SWITCH / 2} y={y + 18.5}>
            {offers}
          </text>
        </g>
      )}
    </g>
  );
}

const SWITCH = 36;
