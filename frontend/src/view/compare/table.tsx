import "./table.css";
import {
  accuracyUnder,
  type CompareView,
  type Entrant,
  latencyUnder,
  ratio,
} from "../../model/comparison/comparison";
import { exact, formatMilliseconds, formatPercent, formatRatio } from "../../model/text/format";
import { protocolWords } from "../../model/text/protocol";
import { architecturePath } from "../../state/routes";
import { Button } from "../ui/button";
import { MEASURE_KIND, type Measure, measureName, measureNote, showMeasure } from "./measures";

const MEASURES: readonly Measure[] = ["activation_bytes", "params", "macs"];

interface TableProps {
  entrants: readonly Entrant[];
  view: CompareView;
  onBaseline?: (slug: string) => void;
  onRemove?: (entrant: Entrant) => void;
}

function Ratio(props: { value: number | null; base: number | null; isBaseline: boolean }) {
  if (props.isBaseline) return <span class="compare-ratio">1 ×</span>;
  const times = ratio(props.value, props.base);
  return <span class="compare-ratio">{times === null ? "" : formatRatio(times)}</span>;
}

function BarCell(props: {
  kind: string;
  share: number | null;
  text: string;
  exact: string;
  value: number | null;
  base: number | null;
  isBaseline: boolean;
}) {
  return (
    <td class="compare-number numeric" title={props.exact}>
      <span class="compare-value">
        {props.text}
        <Ratio value={props.value} base={props.base} isBaseline={props.isBaseline} />
      </span>
      <span class="compare-track" aria-hidden="true">
        <span
          class={`compare-fill compare-fill-${props.kind}`}
          style={{ width: `${(props.share ?? 0) * 100}%` }}
        />
      </span>
    </td>
  );
}

function greatest(values: readonly (number | null)[]): number {
  return Math.max(0, ...values.map((value) => value ?? 0));
}

function share(value: number | null, most: number): number | null {
  return value === null || most === 0 ? null : value / most;
}

function ErrorCell(props: { entrant: Entrant; view: CompareView }) {
  const result = accuracyUnder(props.entrant, props.view.protocol);
  if (!result || result.top1_error_pct === null)
    return <td class="compare-number muted">not published</td>;
  const shown = props.view.y === "error" ? result.top1_error_pct : 100 - result.top1_error_pct;
  return (
    <td class="compare-number numeric" title={result.source ?? ""}>
      {formatPercent(shown)}
    </td>
  );
}

function Row(props: TableProps & { entrant: Entrant; base: Entrant | undefined; most: Most }) {
  const { entrant, base, most, view, onBaseline, onRemove } = props;
  const isBaseline = entrant.slug === view.baseline;
  const latency = latencyUnder(entrant, view.latency);
  return (
    <tr data-baseline={isBaseline}>
      <td class="compare-pick">
        <input
          type="radio"
          name="compare-baseline"
          aria-label={`Use ${entrant.name} as the baseline`}
          title="Baseline for the ratios"
          checked={isBaseline}
          disabled={!onBaseline}
          onChange={() => onBaseline?.(entrant.slug)}
        />
      </td>
      <th scope="row" class="compare-name">
        <a href={architecturePath(entrant.slug)}>{entrant.name}</a>
        <span class="muted numeric">{entrant.year ?? ""}</span>
      </th>
      <ErrorCell entrant={entrant} view={view} />
      {MEASURES.map((measure) => (
        <BarCell
          key={measure}
          kind={MEASURE_KIND[measure]}
          share={share(entrant[measure], most[measure])}
          {...showMeasure(measure, entrant)}
          value={entrant[measure]}
          base={base?.[measure] ?? null}
          isBaseline={isBaseline}
        />
      ))}
      <td class="compare-number numeric">{exact(entrant.depth)}</td>
      {latency === null ? (
        <td class="compare-number muted">not measured yet</td>
      ) : (
        <BarCell
          kind="latency"
          share={share(latency, most.latency)}
          text={formatMilliseconds(latency)}
          exact={`${exact(latency, "ms")}, median; ${view.latency}`}
          value={latency}
          base={base ? latencyUnder(base, view.latency) : null}
          isBaseline={isBaseline}
        />
      )}
      {onRemove && (
        <td class="compare-remove">
          <Button
            variant="quiet"
            size="small"
            icon="close"
            label={`Remove ${entrant.name} from the comparison`}
            onClick={() => onRemove(entrant)}
          />
        </td>
      )}
    </tr>
  );
}

type Most = Record<Measure | "latency", number>;

/** The numbers behind the plot, with bars on a linear scale and ratios to the baseline. */
export function ComparisonTable(props: TableProps) {
  const { entrants, view, onRemove } = props;
  const base = entrants.find((entrant) => entrant.slug === view.baseline);
  const most: Most = {
    macs: greatest(entrants.map((entrant) => entrant.macs)),
    params: greatest(entrants.map((entrant) => entrant.params)),
    activation_bytes: greatest(entrants.map((entrant) => entrant.activation_bytes)),
    latency: greatest(entrants.map((entrant) => latencyUnder(entrant, view.latency))),
  };
  return (
    <div class="compare-scroll">
      <table class="compare-table">
        <caption class="visually-hidden">
          Comparison figures; ratios are relative to {base?.name ?? "the baseline"}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="compare-pick">
              <span class="visually-hidden">Baseline</span>
            </th>
            <th scope="col">Network</th>
            <th scope="col" class="compare-number">
              {view.y === "error" ? "Top-1 error" : "Top-1 accuracy"}
              <small>{protocolWords(view.protocol)}</small>
            </th>
            {MEASURES.map((measure) => (
              <th key={measure} scope="col" class="compare-number">
                {measureName(measure)}
                <small>{measureNote(measure)}</small>
              </th>
            ))}
            <th scope="col" class="compare-number">
              Depth
              <small>layers</small>
            </th>
            <th scope="col" class="compare-number">
              Latency
              <small>{view.latency || "no measurement yet"}</small>
            </th>
            {onRemove && (
              <th scope="col">
                <span class="visually-hidden">Remove</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {entrants.map((entrant) => (
            <Row key={entrant.slug} {...props} entrant={entrant} base={base} most={most} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
