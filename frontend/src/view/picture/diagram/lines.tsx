/** The edges of the diagram, quieter than its boxes; those at the hovered box are inked. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import {
  type EdgeBundle,
  isBorder,
  type Line,
  roundedPath,
  strandsOf,
} from "../../../model/picture/picture";

export function DiagramLine(props: { line: Line; hovered: ReadonlySignal<string | null> }) {
  const { line, hovered } = props;
  const inked = useComputed(() => hovered.value === line.from || hovered.value === line.to);
  const kind = line.skips ? "line line-skip" : "line";
  return (
    <path
      class={inked.value ? `${kind} is-inked` : kind}
      d={roundedPath(line.points)}
      marker-end={isBorder(line.to) ? undefined : "url(#arrow)"}
    />
  );
}

/** A bundle, and over it the lines of the hovered box. */
export function DiagramBundle(props: {
  bundle: EdgeBundle;
  hovered: ReadonlySignal<string | null>;
}) {
  const { bundle, hovered } = props;
  const inked = useComputed(() => {
    const at = hovered.value;
    const links =
      at === null ? [] : bundle.links.filter(({ from, to }) => from === at || to === at);
    return links.map(({ from, to }) =>
      roundedPath([...(bundle.waysIn.get(from) ?? []), ...(bundle.waysOut.get(to) ?? [])]),
    );
  });
  return (
    <g class="bundle">
      <path class="line line-bundle" d={strandsOf(bundle).map(strandPath).join("")} />
      {inked.value.map((path) => (
        <path key={path} class="line is-inked" d={path} marker-end="url(#arrow)" />
      ))}
    </g>
  );
}

function strandPath(points: readonly (readonly [number, number])[]): string {
  return roundedPath(points);
}
