/** What the costs say at a glance; the boxes that a sentence speaks of light up with it. */

import type { Insight } from "../../api/types";
import { convention } from "../../state/convention";
import "./insights.css";

const NOTHING: readonly string[] = [];

/** A dot within a path, after which a line may break. */
const PATH_DOT = /(?<=[a-z\d])\.(?=[a-z])/gi;

export function Glance(props: {
  insights: readonly Insight[];
  onPoint: (paths: readonly string[]) => void;
  onSelect: (path: string) => void;
  /** How many figures the lecture has otherwise. */
  lectureNotes: number;
  onLecture: () => void;
}) {
  const { insights, lectureNotes, onPoint, onSelect } = props;
  if (insights.length + lectureNotes === 0) return null;
  return (
    <section class="glance" aria-labelledby="glance-title">
      <h2 id="glance-title">
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
                onPointerEnter={() => onPoint(paths)}
                onPointerLeave={() => onPoint(NOTHING)}
                onFocus={() => onPoint(paths)}
                onBlur={() => onPoint(NOTHING)}
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
              : what it said, and why.
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}
