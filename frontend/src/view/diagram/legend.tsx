/** What the colours mean: the overlay's scale up to its largest value, with its unit. */

import { type Scale, STEPS } from "../../model/scale";
import "./legend.css";

export function Legend(props: { title: string; scale: Scale; write: (value: number) => string }) {
  const { title, scale, write } = props;
  if (!scale.domain) return <div class="legend">{title}</div>;
  const [low, high] = scale.domain.map(write);
  return (
    <div class="legend">
      <span class="legend-title">{title}</span>
      <span class="legend-end">{scale.logarithmic ? `≤ ${low}` : "0"}</span>
      <span class="legend-scale" aria-hidden="true">
        {Array.from({ length: STEPS }, (_, step) => (
          <span key={step} class={`legend-step seq-${step}`} />
        ))}
      </span>
      <span class="legend-end">{scale.logarithmic ? `${high} (log)` : high}</span>
    </div>
  );
}
