/** The edges of the diagram, quieter than its boxes; those at the hovered box are highlighted. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import {
  type EdgeBundle,
  isBorder,
  type Line,
  roundedPath,
  strandsOf,
} from "../../../model/picture/picture";
import { classNames } from "../appearance";
import { useIsLineHighlighted } from "../box";

export function DiagramLine(props: { line: Line; hovered: ReadonlySignal<string | null> }) {
  const { line, hovered } = props;
  const isHighlighted = useIsLineHighlighted(line, hovered);
  return (
    <path
      class={classNames([
        "line",
        line.skips && "line-skip",
        !isBorder(line.to) && "has-arrow",
        isHighlighted && "is-line-highlighted",
      ])}
      d={roundedPath(line.points)}
    />
  );
}

/** A bundle, and over it the lines of the hovered box. */
export function DiagramBundle(props: {
  bundle: EdgeBundle;
  hovered: ReadonlySignal<string | null>;
}) {
  const { bundle, hovered } = props;
  const highlighted = useComputed(() => {
    const at = hovered.value;
    const links =
      at === null ? [] : bundle.links.filter(({ from, to }) => from === at || to === at);
    return links.map(({ from, to }) =>
      roundedPath([...(bundle.waysIn.get(from) ?? []), ...(bundle.waysOut.get(to) ?? [])]),
    );
  });
  const strands = strandsOf(bundle).map((points) => roundedPath(points));
  return (
    <g class="bundle">
      <path class="line line-bundle" d={strands.join("")} />
      {highlighted.value.map((path) => (
        <path key={path} class="line has-arrow is-line-highlighted" d={path} />
      ))}
    </g>
  );
}
