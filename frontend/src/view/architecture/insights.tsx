/** The insights above the diagram: sentences about the costs, which highlight the boxes that they are about. */

import type { Insight } from "../../api/types";
import { convention } from "../../state/convention";
import "./insights.css";

const NOTHING: readonly string[] = [];

/** A dot within a path, after which a line may break. */
const PATH_DOT = /(?<=[a-z\d])\.(?=[a-z])/gi;

export function Insights(props: {
  insights: readonly Insight[];
  onHighlight: (paths: readonly string[]) => void;
  onSelect: (path: string) => void;
  /** How many figures the lecture has otherwise. */
  lectureNotes: number;
  onLecture: () => void;
}) {
  const { insights, lectureNotes, onHighlight, onSelect } = props;
  if (insights.length + lectureNotes === 0) return null;
  return (
    <section class="insights" aria-labelledby="insights-title">
      <h2 id="insights-title">
        At a glance
        {convention.value === "pools" && <span>, in MACs</span>}
      </h2>
      <ul>
        {insights.map((insight) => {
          const { code, paths } = insight;
          const [first] = paths;
          const inFlops = convention.value === "flops" ? insight.flops_text : null;
          const sentence = inFlops ?? insight.text;
          const key = `${code} ${sentence}`;
          const text = sentence.replace(PATH_DOT, ".\u200b");
          if (first === undefined) return <li key={key}>{text}</li>;
          return (
            <li key={key}>
              <button
                type="button"
                title="Show in diagram"
                onClick={() => onSelect(first)}
                onPointerEnter={() => onHighlight(paths)}
                onPointerLeave={() => onHighlight(NOTHING)}
                onFocus={() => onHighlight(paths)}
                onBlur={() => onHighlight(NOTHING)}
              >
                {text}
              </button>
            </li>
          );
        })}
        {lectureNotes > 0 && (
          <li>
            <button type="button" onClick={props.onLecture}>
              {lectureNotes === 1
                ? "One of the lecture's figures is corrected here"
                : `${lectureNotes} of the lecture's figures are corrected here`}
              : see what it said and why.
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}
