/** Beside each stage its resolution and its width: the two things that a network trades for each other. */

import { type Network, ROOT } from "../../../model/network/network";
import type { Box, Direction } from "../../../model/picture/picture";
import { formatShape } from "../../../model/text/format";

/** Space left of, or above, the boxes. */
export const BAND_WIDTH = 104;
export const BAND_HEIGHT = 52;

/** In low detail the text keeps its size on the screen, and bands that would overlap are left out. */
export function Bands(props: {
  network: Network;
  boxes: readonly Box[];
  direction: Direction;
  /** Units of the canvas for each pixel that text needs; 1 while boxes can be read. */
  unit: number;
}) {
  const { network, direction, unit } = props;
  const startOf = (box: Box) => (direction === "down" ? box.y : box.x);
  const stages = props.boxes.filter((box) => network.items.get(box.path)?.parent === ROOT);
  stages.sort((one, other) => startOf(one) - startOf(other));
  let end = -Infinity;
  const shown = stages.filter((box) => {
    const start = startOf(box);
    const free = start >= end;
    if (free) end = start + (direction === "down" ? 36 : 96) * unit;
    return free;
  });
  return (
    <g class={`bands bands-${direction}`}>
      {shown.map((box) => (
        <Band key={box.path} network={network} box={box} direction={direction} unit={unit} />
      ))}
    </g>
  );
}

function Band(props: { network: Network; box: Box; direction: Direction; unit: number }) {
  const { box, direction, unit } = props;
  const {
    channels = 0,
    height = null,
    width = null,
  } = props.network.items.get(box.path)?.output ?? {};
  const sizeText = height === null ? "vector" : formatShape([height, width ?? height]);
  const channelsText = `${channels} ${height === null ? "features" : "channels"}`;
  const mainSize = (direction === "down" ? box.height : box.width) / unit;
  const middle = Math.min(mainSize / 2, 30);
  const [x, y] = direction === "down" ? [-20 * unit, box.y + middle * unit] : [box.x, -20 * unit];
  const tick =
    direction === "down"
      ? `M8 ${6 - middle}V${mainSize - middle - 6}`
      : `M6 10H${Math.max(10, mainSize - 6)}`;
  return (
    <g transform={`translate(${x} ${y}) scale(${unit})`}>
      <text class="band-size" y={direction === "down" ? -2 : -14}>
        {sizeText}
      </text>
      <text class="band-width" y={direction === "down" ? 14 : 2}>
        {channelsText}
      </text>
      <path class="band-tick" d={tick} />
    </g>
  );
}
