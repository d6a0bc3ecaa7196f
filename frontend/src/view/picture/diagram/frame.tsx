/**
 * An open group: a frame around its contents, and a header that closes it.
 *
 * Two elements, because the edge into a group runs over its frame and behind the text of its header.
 */

import { stackOffer } from "../../../model/network/open-groups";
import { GlyphBars } from "../../ui/glyph";
import { classNames } from "../appearance";
import { headerButton, useStateClasses } from "../box";
import { StackSwitch } from "../stack-switch";
import { type DiagramBoxProps, SMALL_GLYPH_WIDTH, sourceHint } from "./box";

/** Of the bold letters in a header, on average, rounded up. */
const LETTER_WIDTH = 7.4;

export interface FrameHeaderProps extends DiagramBoxProps {
  /** How many of its children are shown: a stack may show one. */
  shows: number;
}

export function DiagramFrame(props: DiagramBoxProps) {
  const { box, item } = props;
  const state = useStateClasses(props);
  return (
    <g
      class={classNames(["frame", ...state])}
      data-path={item.path}
      transform={`translate(${box.x} ${box.y})`}
    >
      <rect
        class={`frame-fill depth-${box.depth % 2}`}
        width={box.width}
        height={box.height}
        rx={8}
      />
    </g>
  );
}

export function FrameHeader(props: FrameHeaderProps) {
  const { box, item, appearance, shows, focusable, handlers } = props;
  return (
    <g class={`frame-top depth-${box.depth % 2}`} transform={`translate(${box.x} ${box.y})`}>
      <g
        {...headerButton(item, handlers)}
        class="frame-header"
        tabindex={focusable ? 0 : -1}
        aria-description={appearance.costs}
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
      {item.type === "stack" && (
        <StackSwitch
          item={item}
          offers={stackOffer(item, shows)}
          handlers={handlers}
          x={30 + LETTER_WIDTH * item.label.length}
          y={6}
          width={40}
          height={18}
          baseline={13}
        />
      )}
    </g>
  );
}
