/** The About tab: the sources of an architecture's figures, and where the lecture has others. */

import type { Accuracy, ArchitectureDetail, LectureNote } from "../../../api/types";
import { formatPercent } from "../../../model/text/format";
import { protocolWords } from "../../../model/text/protocol";
import "./about.css";

export function About(props: {
  detail: ArchitectureDetail;
  onSelect: (path: string | null) => void;
}) {
  const { detail, onSelect } = props;
  return (
    <div class="about">
      {detail.summary && <p class="about-summary">{detail.summary}</p>}
      {detail.lecture_notes.length > 0 && (
        <Lecture notes={detail.lecture_notes} onSelect={onSelect} />
      )}
      <Sources detail={detail} />
      <Accuracies accuracies={detail.accuracies} />
    </div>
  );
}

function Lecture(props: {
  notes: readonly LectureNote[];
  onSelect: (path: string | null) => void;
}) {
  return (
    <section>
      <h2>What the lecture said</h2>
      <ul class="lecture-notes">
        {props.notes.map((note) => (
          <li key={note.id} class="lecture-note">
            <h3>
              {note.quantity}
              {note.layer && (
                <button
                  type="button"
                  class="about-layer"
                  onClick={() => props.onSelect(note.layer)}
                >
                  {note.layer}
                </button>
              )}
            </h3>
            <dl>
              <div>
                <dt>Lecture</dt>
                <dd>{note.lecture_value}</dd>
              </div>
              <div>
                <dt>Correct</dt>
                <dd>
                  <strong>{note.corrected_value}</strong>
                </dd>
              </div>
            </dl>
            <p>{note.why}</p>
            <p class="about-source">Source: {note.source}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sources({ detail }: { detail: ArchitectureDetail }) {
  const { paper, reference, notes } = detail;
  return (
    <section>
      <h2>Sources</h2>
      {notes && <p class="about-notes">{notes}</p>}
      <dl class="facts">
        {paper && (
          <div class="fact">
            <dt>Paper</dt>
            <dd>
              <cite>{paper.title}</cite>, {paper.year}
              {paper.arxiv_id && (
                <>
                  {", "}
                  <a href={`https://arxiv.org/abs/${paper.arxiv_id}`} rel="noreferrer">
                    arXiv {paper.arxiv_id}
                  </a>
                </>
              )}
            </dd>
          </div>
        )}
        {reference && (
          <div class="fact">
            <dt>Reference implementation</dt>
            <dd>
              {reference.library}, <code>{reference.name}</code>
            </dd>
          </div>
        )}
        <div class="fact">
          <dt>Costs</dt>
          <dd>computed from the graph</dd>
        </div>
      </dl>
    </section>
  );
}

function Accuracies({ accuracies }: { accuracies: readonly Accuracy[] }) {
  if (accuracies.length === 0)
    return (
      <section>
        <h2>Published errors</h2>
        <p class="about-notes">No published errors on record.</p>
      </section>
    );
  return (
    <section>
      <h2>Published errors</h2>
      <p class="about-notes">
        Comparable only within one protocol; the first row is the one shown elsewhere.
      </p>
      <table class="layer-costs">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Protocol</th>
            <th scope="col" class="numeric">
              Top-1
            </th>
            <th scope="col" class="numeric">
              Top-5
            </th>
          </tr>
        </thead>
        <tbody>
          {accuracies.map((one) => (
            <tr key={`${one.protocol} ${one.source} ${one.weights}`} title={one.notes}>
              <th scope="row">
                {one.source_url ? (
                  <a href={one.source_url} rel="noreferrer">
                    {one.source}
                  </a>
                ) : (
                  one.source
                )}
                {one.weights && <small>{one.weights}</small>}
              </th>
              <td>{protocolWords(one.protocol)}</td>
              <td class="numeric">{formatPercent(one.top1_error_pct)}</td>
              <td class="numeric">{formatPercent(one.top5_error_pct)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
