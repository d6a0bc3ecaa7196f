/** The switch at an open stack: all of its identical members, or one that stands for them. */

import type { Item } from "../../model/network/network";
import type { BoxHandlers } from "./box";

export function StackSwitch(props: {
  item: Item;
  /** "all 6" or "one". */
  offers: string;
  handlers: BoxHandlers;
  x: number;
  y: number;
  width: number;
  height: number;
  /** From the top to the line that the text stands on. */
  baseline: number;
  textClass?: string;
}) {
  const { item, offers, handlers, x, y, width, height } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button element
    <g
      class="stack-switch"
      role="button"
      tabindex={-1}
      aria-label={`Show ${offers} of the ${item.count} identical ${item.label.toLowerCase()}`}
      data-stack={item.path}
      onClick={() => handlers.onToggleStack(item.path)}
    >
      <rect x={x} y={y} width={width} height={height} rx={height / 2} />
      <text class={props.textClass} x={x + width / 2} y={y + props.baseline}>
        {offers}
      </text>
    </g>
  );
}
