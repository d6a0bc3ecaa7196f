/** The edges of the diagram, quieter than its boxes; those at the hovered box are inked. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import {
  isBorder,
  type Line,
  roundedPath,
  strandsOf,
  type Trunk,
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

/** A trunk, and over it the lines of the hovered box. */
export function DiagramTrunk(props: { trunk: Trunk; hovered: ReadonlySignal<string | null> }) {
  const { trunk, hovered } = props;
  const inked = useComputed(() => {
    const at = hovered.value;
    const links = at === null ? [] : trunk.links.filter(({ from, to }) => from === at || to === at);
    return links.map(({ from, to }) =>
      roundedPath([...(trunk.waysIn.get(from) ?? []), ...(trunk.waysOut.get(to) ?? [])]),
    );
  });
  return (
    <g class="trunk">
      <path class="line line-trunk" d={strandsOf(trunk).map(trunkStrand).join("")} />
      {inked.value.map((path) => (
        <path key={path} class="line is-inked" d={path} marker-end="url(#arrow)" />
      ))}
    </g>
  );
}

function trunkStrand(points: readonly (readonly [number, number])[]): string {
  return roundedPath(points);
}
