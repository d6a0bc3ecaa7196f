/** A picture with all that it needs to be understood alone: title, what the colours mean, what figures are for. */

import type { ComponentChildren } from "preact";
import { type ColourScale, scaleMarks } from "../../../model/figures/colour-scale";
import type { Region } from "../../../model/picture/level-of-detail";
import { Definitions, definitionUrls, usePictureId } from "../definitions";
import "../colours.css";
import "../picture.css";
import "./figure.css";

export interface FigureProps {
  title: string;
  /** What the figures are for, such as batch and data type. */
  conditions: string;
  legend: { title: string; scale: ColourScale; write: (value: number) => string; absent: string };
  /** Of the canvas that the children are drawn on. */
  region: Region;
  children: ComponentChildren;
}

const MARGIN = 24;
const HEAD = 92;
const SWATCH = 26;
const LEAST_WIDTH = 420;
/** Width of a letter of the legend's title, about. */
const LETTER = 6.6;

export function Figure({ title, conditions, legend, region, children }: FigureProps) {
  const id = usePictureId();
  const width = Math.max(LEAST_WIDTH, region.width + 2 * MARGIN);
  const height = region.height + HEAD + 2 * MARGIN;
  const left = (width - region.width) / 2 - region.x;
  return (
    <svg
      class="diagram-svg figure"
      style={definitionUrls(id)}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <Definitions id={id} />
      <rect class="figure-paper" width={width} height={height} />
      <text class="figure-title" x={MARGIN} y={MARGIN + 16}>
        {title}
      </text>
      <text class="figure-note" x={MARGIN} y={MARGIN + 36}>
        {conditions}
      </text>
      <g transform={`translate(${MARGIN} ${MARGIN + 52})`}>
        <Key {...legend} />
      </g>
      <g class="canvas" transform={`translate(${left} ${MARGIN + HEAD - region.y})`}>
        {children}
      </g>
    </svg>
  );
}

function Key({ title, scale, write, absent }: FigureProps["legend"]) {
  const x = LETTER * title.length + 12;
  const end = x + SWATCH * scale.bands.length;
  return (
    <>
      <text class="figure-key" y={13}>
        {title}
      </text>
      {scale.bands.map((_, step) => (
        <rect
          key={step}
          class={`figure-swatch seq-${step}`}
          x={x + SWATCH * step}
          width={SWATCH}
          height={16}
        />
      ))}
      {scale.bands.length > 0 &&
        scaleMarks(scale).map((value, at) => (
          <text
            key={at}
            class={`figure-note figure-mark-${["start", "middle", "end"][at]}`}
            x={x + (at * (end - x)) / 2}
            y={31}
          >
            {value === undefined ? "" : write(value)}
          </text>
        ))}
      {scale.unknown > 0 && (
        <text class="figure-note" x={end + 14} y={13}>
          {absent}
        </text>
      )}
    </>
  );
}
