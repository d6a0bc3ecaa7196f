/**
 * An open group: a frame around its contents, and a header that closes it.
 *
 * Two elements, because the edge into a group runs over its frame and behind the text of its header.
 */

import { useComputed } from "@preact/signals";
import { GlyphBars } from "../../ui/glyph";
import { type BoxProps, marks, SMALL_GLYPH_WIDTH, sourceHint } from "./box";

/** Of the bold letters in a header, on average, rounded up. */
const LETTER_WIDTH = 7.4;

export interface FrameProps extends BoxProps {
  /** How many of its children are shown: a stack may show one. */
  shows: number;
}

export function DiagramFrame(props: BoxProps) {
  const { box, item, appearance } = props;
  const isHighlighted = useComputed(
    () => props.hovered.value === item.path || props.highlighted.value.has(item.path),
  );
  return (
    <g
      class={[
        "frame",
        isHighlighted.value && "is-highlighted",
        props.selected && "is-selected",
        ...marks(appearance, item),
      ]
        .filter(Boolean)
        .join(" ")}
      data-path={item.path}
      transform={`translate(${box.x} ${box.y})`}
    >
      <rect
        class={`frame-ground depth-${box.depth % 2}`}
        width={box.width}
        height={box.height}
        rx={8}
      />
    </g>
  );
}

export function FrameHeader(props: FrameProps) {
  const { box, item, appearance, handlers } = props;
  return (
    <g class={`frame-top depth-${box.depth % 2}`} transform={`translate(${box.x} ${box.y})`}>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG has no button element */}
      <g
        class="frame-header"
        role="button"
        tabindex={props.focusable ? 0 : -1}
        aria-description={appearance.costs}
        aria-expanded={true}
        data-header={item.path}
        onClick={() => handlers.onActivate(item)}
        onPointerEnter={() => handlers.onHover(item.path)}
        onPointerLeave={() => handlers.onHover(null)}
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
        <text class="box-value" x={box.width - 24 - SMALL_GLYPH_WIDTH} y={19}>
          {appearance.value}
        </text>
        <g transform={`translate(${box.width - 12 - SMALL_GLYPH_WIDTH} 8.5)`}>
          <GlyphBars shares={appearance.shares} width={SMALL_GLYPH_WIDTH} />
        </g>
      </g>
      {item.type === "stack" && <StackSwitch {...props} />}
    </g>
  );
}

/** In the header of an open stack: all of its equal members, or one that stands for them. */
function StackSwitch({ item, shows, handlers }: FrameProps) {
  const offered = shows < item.count ? `all ${item.count}` : "one";
  const x = 30 + LETTER_WIDTH * item.label.length;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button element
    <g
      class="stack-switch"
      role="button"
      tabindex={-1}
      aria-label={`Show ${offered} of the ${item.count} identical ${item.label.toLowerCase()}`}
      data-stack={item.path}
      onClick={() => handlers.onToggleStack(item.path)}
    >
      <rect x={x} y={6} width={40} height={18} rx={9} />
      <text x={x + 20} y={19}>
        {offered}
      </text>
    </g>
  );
}
