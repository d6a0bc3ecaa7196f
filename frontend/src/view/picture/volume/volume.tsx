/** A network in volume: its tensors in true proportion. */

import { useLayoutEffect, useMemo } from "preact/hooks";
import "./volume.css";
import type { Report } from "../../../model/network/network";
import { indexPicture } from "../../../model/picture/level-of-detail";
import { sceneOf } from "../../../model/picture/volume/scene";
import { type PictureProps, PictureWindow } from "../window/picture-window";
import { VolumeCanvas } from "./canvas";
import { VolumeCaption } from "./caption";
import { CAPTION_HEIGHT, initialViewport } from "./initial-viewport";

/** A short pan draws nothing new; the margin is small because volumes are slow to draw. */
const MARGIN = 0.2;

export interface VolumeProps extends PictureProps {
  report: Report;
  onReady: () => void;
}

export function VolumeView({ report, onReady, ...given }: VolumeProps) {
  const { network, open } = given;
  const scene = useMemo(() => sceneOf(network, report, open), [network, report, open]);
  const { picture, brackets } = scene;
  const index = useMemo(() => indexPicture(picture), [picture]);
  /** An opened group is no box any more: what stands first inside it takes its place. */
  const focusTarget = (path: string) => brackets.find((one) => one.path === path)?.first ?? null;
  useLayoutEffect(onReady, []);
  return (
    <PictureWindow
      {...given}
      class="diagram volume"
      index={index}
      canvas={{
        left: 0,
        top: CAPTION_HEIGHT,
        width: picture.width,
        height: picture.height,
        isRow: true,
        axis: picture.height / 2,
      }}
      initialViewport={initialViewport}
      margin={MARGIN}
      // What opens or closes does so along the flow, and around its middle.
      pinOf={(path) => {
        const { byPath } = scene;
        const region = (byPath.get(path) ?? byPath.get(focusTarget(path) ?? ""))?.region;
        return region && [region.x, region.y + region.height / 2];
      }}
      focusTarget={focusTarget}
      keys="Left and right arrows follow the flow, up and down switch branches, Enter opens a group or selects a layer, up closes the enclosing group, O shows one or all members of a stack. Plus and minus zoom, 0 fits everything, 1 shows the beginning, 2 zooms to the focused box."
      caption={(viewport) => <VolumeCaption scene={scene} viewport={viewport} />}
    >
      {(canvas) => <VolumeCanvas {...canvas} scene={scene} />}
    </PictureWindow>
  );
}
