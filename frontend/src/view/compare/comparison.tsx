/** A comparison: the plot, the architectures that it leaves out, and the table. */

import "./compare.css";
import {
  type ComparedArchitecture,
  type CompareView,
  plotPoints,
  type Unplotted,
} from "../../model/comparison/comparison";
import { protocolWords } from "../../model/text/protocol";
import { architecturePath } from "../../state/routes";
import { Plot } from "../plot/plot";
import { ComparisonTable } from "./table";

function Missing(props: { items: readonly Unplotted[]; protocol: string }) {
  if (props.items.length === 0) return null;
  return (
    <aside class="compare-missing" aria-label="Not in the plot">
      <h3>Not in the plot</h3>
      <p class="muted">
        Accuracies are comparable only within one protocol (
        {protocolWords(props.protocol) || "none"}).
      </p>
      <ul>
        {props.items.map(({ architecture, reason }) => (
          <li key={architecture.slug}>
            <a href={architecturePath(architecture.slug)}>{architecture.name}</a>: {reason}
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** The plot, what it leaves out, and the table; the same for a working and a frozen comparison. */
export function ComparisonFigure(props: {
  architectures: readonly ComparedArchitecture[];
  view: CompareView;
  onBaseline?: (slug: string) => void;
  onRemove?: (architecture: ComparedArchitecture) => void;
}) {
  const { points, missing } = plotPoints(props.architectures, props.view);
  return (
    <>
      <figure class="compare-figure" aria-label="Accuracy against cost">
        {points.length > 0 ? (
          <Plot points={points} view={props.view} />
        ) : (
          <p class="compare-no-points" data-plot-state="ready">
            None of these has a published top-1 result, so there is nothing to plot.
          </p>
        )}
      </figure>
      <Missing items={missing} protocol={props.view.protocol} />
      <ComparisonTable {...props} />
    </>
  );
}
