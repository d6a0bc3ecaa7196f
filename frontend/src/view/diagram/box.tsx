/** One box of the diagram: a layer, a closed group or a stack of equal groups. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import { formatShape } from "../../model/format";
import type { Box } from "../../model/layout";
import type { Item } from "../../model/network";
import { GlyphBars, type GlyphShares } from "../ui/glyph";

export interface BoxLook {
  /** What the overlay says of the item, with its unit. */
  value: string;
  /** Step of the colour scale; null where the value is unknown. */
  step: number | null;
  shares: GlyphShares;
  /** All costs in words, for screen readers; the box shows one as text and all as bars. */
  costs: string;
}

export interface BoxHandlers {
  onActivate: (item: Item) => void;
  onHover: (path: string | null) => void;
}

const GLYPH_WIDTH = 64;
const FRAME_GLYPH_WIDTH = 40;
const SHEET_OFFSET = 4;

/** The name in the reference implementation, without what the groups around it say already if it is long. */
function sourceHint(item: Item): string | null {
  const source = item.sourceName;
  return source && source.length > 10 ? (source.split(".").at(-1) ?? null) : source;
}

/** So many letters fit between the box's edge and its glyph; a few more do when squeezed. */
const FITTING = 27;
const FITTING_SQUEEZED = 32;
const TEXT_WIDTH = 160;

interface Subtitle {
  name: string;
  shape: string;
  /** Only where the text must be made to fit. */
  textLength?: number;
}

/** What stands under the label: an operator's name, or how much is inside, and the output's shape. */
function subtitle(item: Item): Subtitle {
  const shape = formatShape(item.outputShape);
  let name = item.opName ?? (item.layers === 1 ? "1 op" : `${item.layers} ops`);
  const room = FITTING_SQUEEZED - shape.length;
  if (name.length > room) name = `${name.slice(0, Math.max(3, room - 1))}…`;
  const letters = name.length + shape.length;
  return { name, shape, ...(letters > FITTING ? { textLength: TEXT_WIDTH } : {}) };
}

export function DiagramBox(props: {
  box: Box;
  item: Item;
  look: BoxLook;
  hovered: ReadonlySignal<string | null>;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: boolean;
  focusable: boolean;
  handlers: BoxHandlers;
}) {
  const { box, item, look, handlers, selected } = props;
  const lit = useComputed(
    () => props.hovered.value === item.path || props.pointed.value.has(item.path),
  );
  const isGroup = item.type !== "layer";
  const { name, shape, textLength } = subtitle(item);
  const state = [lit.value ? "is-lit" : "", selected ? "is-selected" : ""].join(" ");
  const ground = look.step === null ? "box-unknown" : `seq-${look.step}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button element
    <g
      class={`box ${ground} ${item.kind === "unknown" ? "is-unknown" : ""} ${state}`}
      data-path={item.path}
      transform={`translate(${box.x} ${box.y})`}
      role="button"
      tabindex={props.focusable ? 0 : -1}
      aria-description={look.costs}
      aria-expanded={isGroup ? false : undefined}
      aria-pressed={isGroup ? undefined : selected}
      onClick={() => handlers.onActivate(item)}
      onPointerEnter={() => handlers.onHover(item.path)}
      onPointerLeave={() => handlers.onHover(null)}
    >
      {item.type === "stack" &&
        [2, 1].map((sheet) => (
          <rect
            key={sheet}
            class="box-sheet"
            x={sheet * SHEET_OFFSET}
            y={sheet * SHEET_OFFSET}
            width={box.width}
            height={box.height}
            rx={6}
          />
        ))}
      <rect class="box-ground" width={box.width} height={box.height} rx={6} />
      {item.kind === "unknown" && (
        // Over a colour the hatching keeps to the edge, so that the words stay readable.
        <rect
          class="box-hatch"
          width={look.step === null ? box.width : 9}
          height={box.height}
          rx={6}
        />
      )}
      <path
        class={`box-stripe kind-${isGroup ? "group" : item.kind}`}
        d={`M2 8v${box.height - 16}`}
      />
      <text class="box-label" x={14} y={24}>
        {`${item.label} `}
        {item.sourceName && isGroup && (
          <tspan class="box-source" dx={4}>
            {sourceHint(item)}
          </tspan>
        )}
      </text>
      <text class="box-value" x={box.width - 12} y={24}>
        {look.value}
      </text>
      <text class="box-shape" x={14} y={45} textLength={textLength} lengthAdjust="spacingAndGlyphs">
        <tspan class="box-op">{`${name} `}</tspan>
        <tspan dx={4}>{shape}</tspan>
      </text>
      <g transform={`translate(${box.width - 12 - GLYPH_WIDTH} 34)`}>
        {/* The bars keep their own colours, so they stand on paper whatever the overlay's ground is. */}
        <rect class="box-plate" x={-4} y={-3.5} width={GLYPH_WIDTH + 8} height={20} rx={3} />
        <GlyphBars shares={look.shares} width={GLYPH_WIDTH} />
      </g>
    </g>
  );
}

/** The frame around the contents of an open group; its header closes it. */
export function DiagramFrame(props: {
  box: Box;
  item: Item;
  look: BoxLook;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  focusable: boolean;
  handlers: BoxHandlers;
}) {
  const { box, item, look, handlers } = props;
  const lit = useComputed(() => props.pointed.value.has(item.path));
  return (
    <g
      class={lit.value ? "frame is-lit" : "frame"}
      data-path={item.path}
      transform={`translate(${box.x} ${box.y})`}
    >
      <rect
        class={`frame-ground depth-${box.depth % 2}`}
        width={box.width}
        height={box.height}
        rx={8}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG has no button element */}
      <g
        class="frame-header"
        role="button"
        tabindex={props.focusable ? 0 : -1}
        aria-description={look.costs}
        aria-expanded={true}
        data-header={item.path}
        onClick={() => handlers.onActivate(item)}
      >
        <rect class="frame-hit" width={box.width} height={28} rx={8} />
        <path class="frame-chevron" d="M12 12l4 4 4-4" />
        <text class="frame-label" x={26} y={19}>
          {`${item.label} `}
          {item.sourceName && (
            <tspan class="box-source" dx={4}>
              {sourceHint(item)}
            </tspan>
          )}
        </text>
        <text class="box-value" x={box.width - 24 - FRAME_GLYPH_WIDTH} y={19}>
          {look.value}
        </text>
        <g transform={`translate(${box.width - 12 - FRAME_GLYPH_WIDTH} 8.5)`}>
          <GlyphBars shares={look.shares} width={FRAME_GLYPH_WIDTH} />
        </g>
      </g>
    </g>
  );
}
