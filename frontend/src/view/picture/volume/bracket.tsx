/** The name of an open group under what is inside it, which closes it. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Item } from "../../../model/network/network";
import type { Bracket } from "../../../model/picture/volume/brackets";
import { BRACKET_HEIGHT } from "../../../model/picture/volume/frames";
import { type BoxHandlers, headerButton } from "../box";
import { StackSwitch } from "../stack-switch";

const SWITCH_WIDTH = 36;

export function VolumeBracket(props: {
  bracket: Bracket;
  item: Item;
  hovered: ReadonlySignal<string | null>;
  handlers: BoxHandlers;
}) {
  const { bracket, item, handlers } = props;
  const { x, y, width, offers } = bracket;
  const isHighlighted = useComputed(() => props.hovered.value === item.path).value;
  const middle = x + (width - (offers ? SWITCH_WIDTH + 6 : 0)) / 2;
  return (
    <g class={isHighlighted ? "volume-bracket is-highlighted" : "volume-bracket"}>
      <g
        {...headerButton(item, handlers)}
        class="volume-bracket-name"
        aria-label={`${item.label}, close`}
      >
        <rect class="volume-hit" x={x} y={y} width={width} height={BRACKET_HEIGHT} />
        <path class="volume-bracket-line" d={`M${x} ${y}v5h${width}v-5`} />
        <text class="volume-label label-middle" x={middle} y={y + BRACKET_HEIGHT - 3}>
          {bracket.label}
        </text>
      </g>
      {offers && (
        <StackSwitch
          item={item}
          offers={offers}
          handlers={handlers}
          x={x + width - SWITCH_WIDTH}
          y={y + 7}
          width={SWITCH_WIDTH}
          height={15}
          baseline={11.5}
          textClass="volume-label label-middle"
        />
      )}
    </g>
  );
}
