/** The diagram, or the picture in volume, as an SVG: all of it, as it is coloured and opened on the page. */

import { signal } from "@preact/signals";
import { render } from "preact";
import type { Network, Report } from "../../../model/network/network";
import { indexPicture, type Region } from "../../../model/picture/level-of-detail";
import type { Picture } from "../../../model/picture/picture";
import { captionOf } from "../../../model/picture/volume/caption";
import { sceneOf } from "../../../model/picture/volume/scene";
import type { LayoutResult } from "../../../state/network/layout-queue";
import type { AppearanceOf } from "../appearance";
import type { CanvasProps } from "../canvas";
import { BAND_HEIGHT, BAND_WIDTH } from "../diagram/bands";
import { DiagramCanvas } from "../diagram/canvas";
import "../diagram/diagram.css";
import { VolumeCanvas } from "../volume/canvas";
import "../volume/volume.css";
import { Figure, type FigureProps } from "./figure";
import { standaloneSvg } from "./standalone";

/** The scales of a picture in volume, under it. */
const CAPTION_WIDTH = 640;

export type Caption = Pick<FigureProps, "title" | "conditions" | "legend">;

export function diagramFigure(
  shown: LayoutResult,
  appearanceOf: AppearanceOf,
  caption: Caption,
): string {
  const { network, open, picture } = shown;
  const down = picture.direction === "down";
  const [left, top] = down ? [BAND_WIDTH, 0] : [0, BAND_HEIGHT];
  const region = { x: -left, y: -top, width: picture.width + left, height: picture.height + top };
  return svgOf(
    <Figure {...caption} region={region}>
      <DiagramCanvas {...canvasOf(picture, network, region, appearanceOf)} open={open} />
    </Figure>,
    caption.title,
  );
}

/** The network in volume, likewise. */
export function volumeFigure(
  network: Network,
  report: Report,
  open: ReadonlySet<string>,
  appearanceOf: AppearanceOf,
  caption: Caption,
): string {
  const scene = sceneOf(network, report, open);
  const { width, height } = scene.picture;
  const region = { x: 0, y: 0, width: Math.max(CAPTION_WIDTH, width), height: height + 32 };
  return svgOf(
    <Figure {...caption} region={region}>
      <VolumeCanvas {...canvasOf(scene.picture, network, region, appearanceOf)} scene={scene} />
      {captionOf(scene, 1).map((sentence, line) => (
        <text key={line} class="figure-note" y={height + 12 + 18 * line}>
          {sentence}
        </text>
      ))}
    </Figure>,
    caption.title,
  );
}

/** All of a picture, with nothing hovered or selected. */
function canvasOf(
  picture: Picture,
  network: Network,
  region: Region,
  appearanceOf: AppearanceOf,
): CanvasProps {
  return {
    index: indexPicture(picture),
    network,
    region,
    scale: 1,
    appearanceOf,
    hovered: signal(null),
    highlighted: signal(new Set<string>()),
    selected: null,
    tabStop: null,
    handlers: {
      onActivate: () => undefined,
      onHover: () => undefined,
      onToggleStack: () => undefined,
    },
  };
}

/** Draws it out of sight, since only a page's element has the styles of its sheets. */
function svgOf(figure: ReturnType<typeof Figure>, title: string): string {
  const holder = document.createElement("div");
  holder.className = "figure-offscreen";
  document.body.append(holder);
  try {
    render(figure, holder);
    const svg = holder.querySelector("svg");
    return svg ? standaloneSvg(svg, title) : "";
  } finally {
    render(null, holder);
    holder.remove();
  }
}
