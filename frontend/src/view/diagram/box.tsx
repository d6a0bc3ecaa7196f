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

const OPERATOR_NAMES: Record<string, string> = {
  conv2d: "Conv2d",
  linear: "Linear",
  batch_norm2d: "BatchNorm2d",
  relu: "ReLU",
  max_pool2d: "MaxPool2d",
  avg_pool2d: "AvgPool2d",
  adaptive_avg_pool2d: "AdaptiveAvgPool2d",
  flatten: "Flatten",
  dropout: "Dropout",
  add: "Add",
  concat: "Concat",
  softmax: "Softmax",
};

export function operatorName(op: string): string {
  return OPERATOR_NAMES[op] ?? op;
}

/** The name in the reference implementation, without what the groups around it say already if it is long. */
function sourceHint(item: Item): string | null {
  const source = item.sourceName;
  return source && source.length > 10 ? (source.split(".").at(-1) ?? null) : source;
}

/** What stands under the label: an operator's name, or how much is inside. */
function subtitle(item: Item): string {
  if (item.op) return operatorName(item.op);
  return item.layers === 1 ? "1 op" : `${item.layers} ops`;
}

export function DiagramBox(props: {
  box: Box;
  item: Item;
  look: BoxLook;
  hovered: ReadonlySignal<string | null>;
  selected: boolean;
  focusable: boolean;
  handlers: BoxHandlers;
}) {
  const { box, item, look, handlers, selected } = props;
  const lit = useComputed(() => props.hovered.value === item.path);
  const isGroup = item.type !== "layer";
  const state = [lit.value ? "is-lit" : "", selected ? "is-selected" : ""].join(" ");
  const ground = look.step === null ? "box-unknown" : `seq-${look.step}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button element
    <g
      class={`box ${ground} ${state}`}
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
      <text class="box-shape" x={14} y={45}>
        <tspan class="box-op">{`${subtitle(item)} `}</tspan>
        <tspan dx={4}>{formatShape(item.outputShape)}</tspan>
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
  focusable: boolean;
  handlers: BoxHandlers;
}) {
  const { box, item, look, handlers } = props;
  return (
    <g class="frame" data-path={item.path} transform={`translate(${box.x} ${box.y})`}>
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
