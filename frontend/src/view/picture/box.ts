/** Every box, in the diagram and in volume: its props, its state as classes, and its behaviour as a button. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Item } from "../../model/network/network";
import { type BoxAppearance, markClasses } from "./appearance";

export interface BoxHandlers {
  onActivate: (item: Item) => void;
  onHover: (path: string | null) => void;
  /** Shows all members of a stack, or one of them. */
  onToggleStack: (path: string) => void;
}

export interface BoxProps {
  item: Item;
  appearance: BoxAppearance;
  hovered: ReadonlySignal<string | null>;
  /** Several boxes and frames that something elsewhere on the page is about. */
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  selected: boolean;
  focusable: boolean;
  handlers: BoxHandlers;
}

/** Classes of a box or a frame; drawn again only when its own state changes. */
export function useStateClasses(props: BoxProps): (string | false)[] {
  const { item, appearance, hovered, highlighted, selected } = props;
  const isHighlighted = useComputed(
    () => hovered.value === item.path || highlighted.value.has(item.path),
  ).value;
  return [
    isHighlighted && "is-highlighted",
    selected && "is-selected",
    ...markClasses(appearance, item),
  ];
}

/** Is one of the two ends of a line hovered? */
export function useIsLineHighlighted(
  line: { from: string; to: string },
  hovered: ReadonlySignal<string | null>,
): boolean {
  return useComputed(() => hovered.value === line.from || hovered.value === line.to).value;
}

/** A box is a button that opens a group or selects a layer; an SVG has no button element. */
export function boxButton({ item, appearance, selected, focusable, handlers }: BoxProps) {
  const isGroup = item.type !== "layer";
  return {
    "data-path": item.path,
    role: "button",
    tabindex: focusable ? 0 : -1,
    "aria-description": appearance.costs,
    "aria-expanded": isGroup ? false : undefined,
    "aria-pressed": isGroup ? undefined : selected,
    ...pointerHandlers(item, handlers),
  } as const;
}

/** The header of an open group is a button that closes it. */
export function headerButton(item: Item, handlers: BoxHandlers) {
  return {
    "data-header": item.path,
    role: "button",
    tabindex: -1,
    "aria-expanded": true,
    ...pointerHandlers(item, handlers),
  } as const;
}

function pointerHandlers(item: Item, handlers: BoxHandlers) {
  return {
    onClick: () => handlers.onActivate(item),
    onPointerEnter: () => handlers.onHover(item.path),
    onPointerLeave: () => handlers.onHover(null),
  };
}
