/** From a path to where it is drawn, and from a place on the screen to what is drawn there. */

import { boxAt, isFar, type PictureIndex, type Region } from "../../model/detail";
import type { Scene } from "../../model/volume/scene";
import type { ZoomControls } from "../diagram/use-zoom";

/** Where a box stands, or the first of what is inside an open group. */
export function placeOf({ byPath, brackets }: Scene, path: string): Region | undefined {
  const inside = brackets.find((bracket) => bracket.path === path)?.first;
  return (byPath.get(path) ?? byPath.get(inside ?? ""))?.region;
}

/** From afar boxes have no elements of their own: the place says which one is meant. */
export function boxUnder(
  event: MouseEvent,
  svg: SVGSVGElement | null,
  zoom: ZoomControls,
  index: PictureIndex,
): string | null {
  const sight = zoom.seen.peek();
  const bounds = svg?.getBoundingClientRect();
  if (!sight || !bounds || !isFar(sight.k)) return null;
  const x = sight.x + (event.clientX - bounds.left) / sight.k;
  const y = sight.y + (event.clientY - bounds.top) / sight.k;
  return boxAt(index, x, y, sight.k)?.path ?? null;
}

export function pathAt(target: EventTarget | null): string | null {
  const holder = target instanceof Element ? target.closest("[data-header],[data-path]") : null;
  return holder?.getAttribute("data-header") ?? holder?.getAttribute("data-path") ?? null;
}

/** False where the box is not drawn; of an open group the first box inside takes the focus. */
export function focusOn(svg: SVGSVGElement | null, scene: Scene, path: string): boolean {
  const inside = scene.brackets.find((bracket) => bracket.path === path)?.first ?? path;
  const target = svg?.querySelector<SVGGElement>(`[data-path="${CSS.escape(inside)}"]`);
  target?.focus({ preventScroll: true });
  return Boolean(target);
}
