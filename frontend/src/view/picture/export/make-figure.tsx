/** The diagram as a file: all of it, as it is coloured and opened on the page. */

import { signal } from "@preact/signals";
import { render } from "preact";
import type { Network, Report } from "../../../model/network/network";
import { indexPicture } from "../../../model/picture/level-of-detail";
import { captionOf } from "../../../model/picture/volume/caption";
import { sceneOf } from "../../../model/picture/volume/scene";
import type { LayoutResult } from "../../../state/network/layout-queue";
import { BAND_HEIGHT, BAND_WIDTH } from "../diagram/bands";
import { DiagramCanvas, type DiagramCanvasProps } from "../diagram/canvas";
import { VolumeCanvas } from "../volume/canvas";
import "../volume/volume.css";
import { Figure, type FigureProps } from "./figure";
import { standaloneSvg } from "./standalone";

const IDLE = {
  onActivate: () => undefined,
  onHover: () => undefined,
  onToggleStack: () => undefined,
};

/** The scales of a picture in volume, under it. */
const CAPTION_WIDTH = 640;

export type Caption = Pick<FigureProps, "title" | "conditions" | "legend">;

export function diagramFigure(
  shown: LayoutResult,
  appearanceOf: DiagramCanvasProps["appearanceOf"],
  caption: Caption,
): string {
  const { network, open, picture } = shown;
  const down = picture.direction === "down";
  const [left, top] = down ? [BAND_WIDTH, 0] : [0, BAND_HEIGHT];
  const region = { x: -left, y: -top, width: picture.width + left, height: picture.height + top };
  return svgOf(
    <Figure {...caption} region={region}>
      <DiagramCanvas
        index={indexPicture(picture)}
        network={network}
        open={open}
        region={region}
        scale={1}
        appearanceOf={appearanceOf}
        hovered={signal(null)}
        highlighted={signal(new Set<string>())}
        selected={null}
        tabStop={null}
        handlers={IDLE}
      />
    </Figure>,
    caption.title,
  );
}

/** The network in volume, likewise. */
export function volumeFigure(
  network: Network,
  report: Report,
  open: ReadonlySet<string>,
  appearanceOf: DiagramCanvasProps["appearanceOf"],
  caption: Caption,
): string {
  const scene = sceneOf(network, report, open);
  const { width, height } = scene.picture;
  const region = { x: 0, y: 0, width: Math.max(CAPTION_WIDTH, width), height: height + 32 };
  return svgOf(
    <Figure {...caption} region={region}>
      <VolumeCanvas
        scene={scene}
        index={indexPicture(scene.picture)}
        network={network}
        region={region}
        scale={1}
        appearanceOf={appearanceOf}
        hovered={signal(null)}
        highlighted={signal(new Set<string>())}
        selected={null}
        tabStop={null}
        handlers={IDLE}
      />
      {captionOf(scene, 1).map((sentence, line) => (
        <text key={line} class="figure-note" y={height + 12 + 18 * line}>
          {sentence}
        </text>
      ))}
    </Figure>,
    caption.title,
  );
}

/** Draws it where nobody sees it, since only a page's element has the styles of its sheets. */
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
