/** What the colours mean: the overlay's scale from nothing to its largest value, with its unit. */

import { STEPS } from "../../model/scale";
import "./legend.css";

export function Legend(props: { title: string; largest: string | null }) {
  return (
    <div class="legend">
      <span class="legend-title">{props.title}</span>
      {props.largest === null ? (
        <span class="legend-none">nothing to colour</span>
      ) : (
        <>
          <span class="legend-end">0</span>
          <span class="legend-scale" aria-hidden="true">
            {Array.from({ length: STEPS }, (_, step) => (
              <span key={step} class={`legend-step seq-${step}`} />
            ))}
          </span>
          <span class="legend-end">{props.largest}</span>
        </>
      )}
    </div>
  );
}
