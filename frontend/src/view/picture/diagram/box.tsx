/** One box of the diagram: a layer, a closed group or a stack of equal groups. */

import type { Item } from "../../../model/network/network";
import { BOX_HEIGHT, type Box } from "../../../model/picture/picture";
import { formatShape } from "../../../model/text/format";
import { GlyphBars } from "../../ui/glyph";
import { classNames, fillClass } from "../appearance";
import { type BoxProps, boxButton, useStateClasses } from "../box";

const GLYPH_WIDTH = 44;
export const SMALL_GLYPH_WIDTH = 40;
const SHEET_OFFSET = 4;

/** The name in the reference implementation, without what the groups around it say already if it is long. */
export function sourceHint(item: Item): string | null {
  const source = item.sourceName;
  return source && source.length > 10 ? (source.split(".").at(-1) ?? null) : source;
}

/** So many letters fit between the box's edge and its glyph; a few more do when squeezed. */
const FITTING = 31;
const FITTING_SQUEEZED = 37;
const TEXT_WIDTH = 184;
const FITTING_SLIM = 24;

interface Subtitle {
  name: string;
  shape: string;
  /** Only where the text must be made to fit. */
  textLength?: number;
}

/** What stands under the label: an operator's name, or how much is inside, and the output's shape. */
function subtitle(item: Item): Subtitle {
  const shape = formatShape(item.outputShape);
  const inside = item.layers === 1 ? "1 op" : `${item.layers} ops`;
  const name = shortened(item.opName ?? inside, FITTING_SQUEEZED - shape.length);
  const letters = name.length + shape.length;
  return { name, shape, ...(letters > FITTING ? { textLength: TEXT_WIDTH } : {}) };
}

export interface DiagramBoxProps extends BoxProps {
  box: Box;
}

export function DiagramBox(props: DiagramBoxProps) {
  const { box, item, appearance } = props;
  const isUnknown = item.kind === "unknown";
  const state = useStateClasses(props);
  const classes = ["box", fillClass(appearance), isUnknown && "is-unknown", ...state];
  return (
    <g {...boxButton(props)} class={classNames(classes)} transform={`translate(${box.x} ${box.y})`}>
      {item.type === "stack" && <Sheets box={box} />}
      <rect class="box-fill" width={box.width} height={box.height} rx={roundness(box, item)} />
      {isUnknown && (
        // Over a colour the hatching keeps to the edge, so that the text stays readable.
        <rect
          class="box-hatch"
          width={appearance.step === null ? box.width : 9}
          height={box.height}
          rx={6}
        />
      )}
      {item.kind !== "merge" && (
        <path
          class={`box-stripe kind-${item.type === "layer" ? item.kind : "group"}`}
          d={`M2 8v${box.height - 16}`}
        />
      )}
      {box.height < BOX_HEIGHT ? <SlimText {...props} /> : <FullText {...props} />}
    </g>
  );
}

/** Behind a stack: others like it. */
function Sheets({ box }: { box: Box }) {
  return [2, 1].map((sheet) => (
    <rect
      key={sheet}
      class="box-sheet"
      x={sheet * SHEET_OFFSET}
      y={sheet * SHEET_OFFSET}
      width={box.width}
      height={box.height}
      rx={6}
    />
  ));
}

/** A merge is a pill; everything else a card. */
function roundness(box: Box, item: Item): number {
  return item.kind === "merge" ? box.height / 2 : 6;
}

function FullText({ box, item, appearance }: DiagramBoxProps) {
  const { name, shape, textLength } = subtitle(item);
  return (
    <>
      <text class="box-label" x={14} y={24}>
        {`${item.label} `}
        {item.sourceName && item.type !== "layer" && (
          <tspan class="box-source" dx={4}>
            {sourceHint(item)}
          </tspan>
        )}
        {item.type !== "layer" && appearance.hits ? (
          <tspan class="box-hits" dx={4}>{`${appearance.hits} found`}</tspan>
        ) : null}
      </text>
      <text class="box-value" x={box.width - 12} y={24}>
        {appearance.value}
      </text>
      <text
        class="box-shape"
        x={14}
        y={45}
        data-fit-width={TEXT_WIDTH}
        textLength={textLength}
        lengthAdjust="spacingAndGlyphs"
      >
        <tspan class="box-op">{`${name} `}</tspan>
        <tspan dx={4}>{shape}</tspan>
      </text>
      <g transform={`translate(${box.width - 12 - GLYPH_WIDTH} 34)`}>
        {/* The bars keep their own colours, so they stand on paper whatever the overlay's fill is. */}
        <rect class="box-plate" x={-4} y={-3.5} width={GLYPH_WIDTH + 8} height={20} rx={3} />
        <GlyphBars shares={appearance.shares} width={GLYPH_WIDTH} />
      </g>
    </>
  );
}

/** One line: what only follows another layer needs no more. */
function SlimText({ box, item, appearance }: DiagramBoxProps) {
  const shape = formatShape(item.outputShape);
  const maxLetters = FITTING_SLIM - appearance.value.length;
  const fits = item.label.length + shape.length <= maxLetters + 10;
  return (
    <>
      <text class="box-shape" x={14} y={20.5}>
        <tspan class="slim-label">{`${shortened(item.label, fits ? 40 : maxLetters + 8)} `}</tspan>
        {fits && <tspan dx={4}>{shape}</tspan>}
      </text>
      <text class="box-value" x={box.width - 22 - SMALL_GLYPH_WIDTH} y={20.5}>
        {appearance.value}
      </text>
      <g transform={`translate(${box.width - 12 - SMALL_GLYPH_WIDTH} 9.5)`}>
        <rect class="box-plate" x={-4} y={-3.5} width={SMALL_GLYPH_WIDTH + 8} height={20} rx={3} />
        <GlyphBars shares={appearance.shares} width={SMALL_GLYPH_WIDTH} />
      </g>
    </>
  );
}

function shortened(text: string, maxLetters: number): string {
  return text.length > maxLetters ? `${text.slice(0, Math.max(3, maxLetters - 1))}…` : text;
}
