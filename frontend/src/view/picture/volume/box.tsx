/** One tensor in volume: the output of a layer, a closed group or a stack of equal groups. */

import type { Item } from "../../../model/network/network";
import type { Point } from "../../../model/picture/picture";
import type { Cuboid } from "../../../model/picture/volume/geometry/projection";
import type { Volume } from "../../../model/picture/volume/scene";
import { classNames, fillClass } from "../appearance";
import { type BoxProps, boxButton, useStateClasses } from "../box";
import { outline, polyline } from "./paths";

/** Thin boxes are hard to hit: what is around them, with their labels, belongs to them. */
const AROUND = 8;
const LABELS_BELOW = 46;

export interface VolumeBoxProps extends BoxProps {
  volume: Volume;
}

export function VolumeBox(props: VolumeBoxProps) {
  const { volume, item, appearance } = props;
  const state = useStateClasses(props);
  const name = nameOf(volume, item);
  const classes = [
    "volume-box",
    fillClass(appearance),
    item.kind === "unknown" && "is-unknown",
    volume.raised && "is-raised",
    ...state,
  ];
  const { x, y, width, height } = volume.region;
  return (
    <g {...boxButton(props)} class={classNames(classes)} aria-label={name}>
      <title>{`${name}: ${appearance.value}`}</title>
      <rect
        class="volume-hit"
        x={x - AROUND}
        y={y - AROUND}
        width={width + 2 * AROUND}
        height={height + LABELS_BELOW}
        rx={4}
      />
      <Solid volume={volume} />
    </g>
  );
}

/** The image: nothing to open or to select. */
export function ImageBox({ volume }: { volume: Volume }) {
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: an SVG group is no control
    <g
      class={volume.raised ? "volume-box volume-image is-raised" : "volume-box volume-image"}
      role="img"
      aria-label={`Input image, ${volume.shape}`}
    >
      <Solid volume={volume} />
    </g>
  );
}

function Solid({ volume }: { volume: Volume }) {
  const all = (face: (cuboid: Cuboid) => readonly Point[]) =>
    volume.cuboids.map((cuboid) => outline(face(cuboid))).join("");
  return (
    <>
      {volume.sheets.length > 0 && (
        <path class="volume-face face-side" d={volume.sheets.map(outline).join("")} />
      )}
      <path class="volume-face face-top" d={all(({ top }) => top)} />
      <path class="volume-face face-side" d={all(({ side }) => side)} />
      <path class="volume-face face-front" d={all(({ front }) => front)} />
      {volume.overBorders.length > 0 && (
        <path class="volume-border" d={volume.overBorders.map(polyline).join("")} />
      )}
    </>
  );
}

/** The labels around a box; its accessible name says the same. */
export function VolumeLabels({ volume, isDim }: { volume: Volume; isDim: boolean }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an SVG group takes no focus
    <g
      class={isDim ? "volume-labels is-dim" : "volume-labels"}
      data-labels={volume.path}
      aria-hidden="true"
    >
      {volume.labels.map(({ kind, anchor, text, x, y }) => (
        <text
          key={`${kind} ${x} ${y}`}
          class={`volume-label label-${kind} label-${anchor}`}
          x={x}
          y={y}
        >
          {text}
        </text>
      ))}
    </g>
  );
}

/** "conv1, output 96 × 55 × 55", and what cannot be seen in the shape. */
function nameOf(volume: Volume, item: Item): string {
  const inside = item.type === "layer" ? "" : `, ${item.layers} ops`;
  const over = volume.reach > 0 ? `, reads ${volume.reach} channels beyond its lane` : "";
  return `${item.label}${inside}, output ${volume.shape}${over}`;
}
