/** Keys in a picture: arrows go from box to box, others open, close and zoom. */

import { ancestors, type Item, type Network } from "../../../model/network/network";
import { shownChildren } from "../../../model/network/open-groups";
import type { PictureIndex } from "../../../model/picture/level-of-detail";
import type { BoxHandlers } from "../box";
import { type Move, moveOf, neighbour } from "./navigation";
import type { Focus } from "./use-focus";
import { ZOOM_STEP, type ZoomControls } from "./use-zoom";

const PAN_STEP = 60;

export interface KeyboardOptions {
  zoom: ZoomControls;
  index: PictureIndex;
  network: Network;
  open: ReadonlySet<string>;
  selected: string | null;
  focus: Focus;
  handlers: BoxHandlers;
  zoomTo: (path: string | null) => void;
}

export function keyboardHandler(options: KeyboardOptions): (event: KeyboardEvent) => void {
  const { zoom, index, network, open, selected, focus, handlers, zoomTo } = options;
  const { boxes, direction } = index.picture;

  const activate = (item: Item) => {
    focus.moveLater(item.path);
    handlers.onActivate(item);
  };
  const isClosed = (item: Item) => shownChildren(network, open, item.path) === null;
  const closeAround = (item: Item) => {
    const group = isClosed(item) ? ancestors(network, item.path)[0] : item.path;
    const around = network.items.get(group ?? "");
    if (group && around) activate(around);
  };
  /** One or all of the stack that a box is in, or is. */
  const toggleStackAround = (item: Item) => {
    const around = [item.path, ...ancestors(network, item.path)];
    const stack = around.find((path) => network.items.get(path)?.type === "stack");
    if (stack) handlers.onToggleStack(stack);
  };
  /**
   * Beside a box there may be a branch to go to; where there is none, left closes and right opens.
   * In a picture that flows right these are up and down.
   */
  const arrow = (move: Move, item: Item) => {
    const next = neighbour(index, item.path, move);
    if (next !== null) focus.moveTo(next);
    else if (move === "right" && item.type !== "layer" && isClosed(item)) activate(item);
    else if (move === "left") closeAround(item);
  };
  const actions = (path: string | null, item: Item | undefined): Record<string, () => void> => ({
    "+": () => zoom.zoomBy(ZOOM_STEP),
    "=": () => zoom.zoomBy(ZOOM_STEP),
    "-": () => zoom.zoomBy(1 / ZOOM_STEP),
    "0": () => zoom.show(zoom.whole()),
    "1": () => zoom.show(zoom.reading()),
    "2": () => zoomTo(path ?? selected),
    Home: () => focus.moveTo(boxes[0]?.path ?? null),
    End: () => focus.moveTo(boxes.at(-1)?.path ?? null),
    Enter: () => item && activate(item),
    " ": () => item && activate(item),
    o: () => item && toggleStackAround(item),
  });

  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const path = pathAt(event.target);
    const item = path ? network.items.get(path) : undefined;
    const move = moveOf(event.key, direction);
    const action = move
      ? () => (item ? arrow(move, item) : pan(zoom, event.key))
      : actions(path, item)[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
}

function pan(zoom: ZoomControls, key: string): void {
  const [dx = -1, dy = 0] = { ArrowDown: [0, -1], ArrowUp: [0, 1], ArrowLeft: [1, 0] }[key] ?? [];
  zoom.panBy(dx * PAN_STEP, dy * PAN_STEP);
}

function pathAt(target: EventTarget | null): string | null {
  const holder = target instanceof Element ? target.closest("[data-header],[data-path]") : null;
  return holder?.getAttribute("data-header") ?? holder?.getAttribute("data-path") ?? null;
}
