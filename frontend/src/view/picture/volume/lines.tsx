/** The lines of a scene, and the windows of convolutions in their place. */

import type { ReadonlySignal } from "@preact/signals";
import { isBorder, roundedPath } from "../../../model/picture/picture";
import type { Route } from "../../../model/picture/volume/routes";
import { classNames } from "../appearance";
import { useIsLineHighlighted } from "../box";
import { polyline } from "./paths";

interface RouteProps {
  route: Route;
  hovered: ReadonlySignal<string | null>;
}

/** Where a window is drawn its rays are the line. */
export function RouteLine({ route, hovered }: RouteProps) {
  const isHighlighted = useIsLineHighlighted(route, hovered);
  if (route.pyramids.length > 0) return null;
  const hasArrow = route.skips && !isBorder(route.to);
  return (
    <path
      class={classNames(["line", hasArrow && "has-arrow", isHighlighted && "is-line-highlighted"])}
      d={route.strands.map((strand) => roundedPath(strand)).join("")}
    />
  );
}

export function ConvolutionWindows({ route, hovered }: RouteProps) {
  const { pyramids } = route;
  const highlighted = useIsLineHighlighted(route, hovered) ? " is-line-highlighted" : "";
  const box = pyramids.flatMap((one) => one.box.map(polyline)).join("");
  const rays = pyramids.flatMap((one) => one.rays.map(polyline)).join("");
  return (
    <g>
      <path class="volume-casing" d={box + rays} />
      <path class={`volume-window${highlighted}`} d={box} />
      <path class={`volume-ray${highlighted}`} d={rays} />
    </g>
  );
}
