/** The edges of the diagram, quieter than its boxes; those at the hovered box are inked. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import { isBorder, type Line, roundedPath } from "../../model/routes";

export function Lines(props: { lines: readonly Line[]; hovered: ReadonlySignal<string | null> }) {
  return (
    <g class="lines">
      {props.lines.map((line) => (
        <DiagramLine
          key={`${line.within} ${line.from} ${line.to}`}
          line={line}
          hovered={props.hovered}
        />
      ))}
    </g>
  );
}

function DiagramLine(props: { line: Line; hovered: ReadonlySignal<string | null> }) {
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
