/** The visible parts of a scene, with as much detail as can be seen at this scale. */

import type { Item } from "../../../model/network/network";
import { overlap, visibleParts } from "../../../model/picture/level-of-detail";
import type { Bracket } from "../../../model/picture/volume/brackets";
import { BRACKET_HEIGHT } from "../../../model/picture/volume/frames";
import type { Route } from "../../../model/picture/volume/routes";
import type { Scene, Volume } from "../../../model/picture/volume/scene";
import type { CanvasProps } from "../canvas";
import { ImageBox, VolumeBox, VolumeLabels } from "./box";
import { VolumeBracket } from "./bracket";
import { ConvolutionWindows, RouteLine } from "./lines";
import { LowDetailVolumes } from "./low-detail";
import { useCachedParts } from "./use-cached-parts";

export interface VolumeCanvasProps extends CanvasProps {
  scene: Scene;
}

export function VolumeCanvas(props: VolumeCanvasProps) {
  const { scene, index, region, scale, appearanceOf, selected, tabStop } = props;
  const parts = visibleParts(index, region, scale, [tabStop]);
  const boxes = parts.boxes.flatMap((box) => scene.byPath.get(box.path) ?? []);
  const brackets = scene.brackets.filter((one) =>
    overlap({ ...one, height: BRACKET_HEIGHT }, region),
  );
  const images = scene.volumes.filter((one) => one.item === null && overlap(one.region, region));
  const volumes = [...images, ...boxes];
  if (parts.lowDetail)
    return (
      <LowDetailVolumes
        volumes={volumes}
        routes={parts.lines}
        brackets={brackets}
        appearanceOf={appearanceOf}
        selected={selected}
        scale={scale}
      />
    );
  const lines = new Set(parts.lines);
  const routes = scene.routes.filter((route) => lines.has(route));
  return <FullDetail {...props} volumes={volumes} brackets={brackets} routes={routes} />;
}

interface FullDetailProps extends VolumeCanvasProps {
  volumes: readonly Volume[];
  brackets: readonly Bracket[];
  routes: readonly Route[];
}

function FullDetail(props: FullDetailProps) {
  const { scene, network, appearanceOf, hovered, selected, tabStop, handlers } = props;
  const { volumes, brackets, routes } = props;
  const cachedBox = useCachedParts(scene, appearanceOf, selected, tabStop, handlers);
  const cachedLine = useCachedParts(scene);
  const cachedWindow = useCachedParts(scene);
  const cachedLabels = useCachedParts(scene, appearanceOf);
  const isDim = (item: Item | null) => item !== null && appearanceOf(item).dim === true;
  return (
    <>
      <g class="lines">
        {routes.map((route) =>
          cachedLine(route, () => <RouteLine key={keyOf(route)} route={route} hovered={hovered} />),
        )}
      </g>
      {brackets.map((bracket) => {
        const item = network.items.get(bracket.path);
        const given = { bracket, hovered, handlers };
        return item && <VolumeBracket key={`bracket ${bracket.path}`} item={item} {...given} />;
      })}
      {volumes.map((volume) => cachedBox(volume, () => boxOf(props, volume)))}
      <g class="volume-windows">
        {routes.map(
          (route) =>
            route.pyramids.length > 0 &&
            cachedWindow(route, () => (
              <ConvolutionWindows key={keyOf(route)} route={route} hovered={hovered} />
            )),
        )}
      </g>
      {volumes.map((volume) =>
        cachedLabels(volume, () => (
          <VolumeLabels key={volume.path} volume={volume} isDim={isDim(volume.item)} />
        )),
      )}
    </>
  );
}

function boxOf(props: FullDetailProps, volume: Volume) {
  const { appearanceOf, hovered, highlighted, selected, tabStop, handlers } = props;
  const { item, path } = volume;
  if (item === null) return <ImageBox key={path} volume={volume} />;
  return (
    <VolumeBox
      key={path}
      volume={volume}
      item={item}
      appearance={appearanceOf(item)}
      hovered={hovered}
      highlighted={highlighted}
      selected={selected === path}
      focusable={tabStop === path}
      handlers={handlers}
    />
  );
}

function keyOf({ from, to }: Route): string {
  return `${from} ${to}`;
}
