/** What the colours mean: the overlay's scale up to its largest value, with its unit. */

import { STEPS } from "../../model/scale";
import "./legend.css";

export function Legend(props: { title: string; ends: readonly [string, string] | null }) {
  const { title, ends } = props;
  return (
    <div class="legend">
      <span class="legend-title">{title}</span>
      {ends && (
        <>
          <span class="legend-end">≤ {ends[0]}</span>
          <span
            class="legend-scale"
            title="Logarithmic: each step is the same factor"
            aria-hidden="true"
          >
            {Array.from({ length: STEPS }, (_, step) => (
              <span key={step} class={`legend-step seq-${step}`} />
            ))}
          </span>
          <span class="legend-end">{ends[1]} (log)</span>
        </>
      )}
    </div>
  );
}
