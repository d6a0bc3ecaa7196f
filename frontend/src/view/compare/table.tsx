/** The comparison's table: one architecture a row, with bars and ratios to a baseline. */

import "./table.css";
import {
  accuracyUnder,
  type ComparedArchitecture,
  type CompareView,
  latencyUnder,
  ratio,
} from "../../model/comparison/comparison";
import { share } from "../../model/figures/colour-scale";
import { exact, formatMilliseconds, formatPercent, formatRatio } from "../../model/text/format";
import { protocolWords } from "../../model/text/protocol";
import { architecturePath } from "../../state/routes";
import {
  MEASURE_KIND,
  type Measure,
  measureName,
  measureNote,
  measureText,
} from "../plot/measures";
import { Button } from "../ui/button";

const MEASURES: readonly Measure[] = ["activation_bytes", "params", "macs"];

interface TableProps {
  architectures: readonly ComparedArchitecture[];
  view: CompareView;
  onBaseline?: (slug: string) => void;
  onRemove?: (architecture: ComparedArchitecture) => void;
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

function maximum(values: readonly (number | null)[]): number {
  return Math.max(0, ...values.map((value) => value ?? 0));
}

function ErrorCell(props: { architecture: ComparedArchitecture; view: CompareView }) {
  const result = accuracyUnder(props.architecture, props.view.protocol);
  if (!result || result.top1_error_pct === null)
    return <td class="compare-number muted">not published</td>;
  const shown = props.view.y === "error" ? result.top1_error_pct : 100 - result.top1_error_pct;
  return (
    <td class="compare-number numeric" title={result.source ?? ""}>
      {formatPercent(shown)}
    </td>
  );
}

function Row(
  props: TableProps & {
    architecture: ComparedArchitecture;
    base: ComparedArchitecture | undefined;
    largest: Largest;
  },
) {
  const { architecture, base, largest, view, onBaseline, onRemove } = props;
  const isBaseline = architecture.slug === view.baseline;
  const latency = latencyUnder(architecture, view.latency);
  return (
    <tr data-baseline={isBaseline}>
      <td class="compare-pick">
        <input
          type="radio"
          name="compare-baseline"
          aria-label={`Use ${architecture.name} as the baseline`}
          title="Baseline for the ratios"
          checked={isBaseline}
          disabled={!onBaseline}
          onChange={() => onBaseline?.(architecture.slug)}
        />
      </td>
      <th scope="row" class="compare-name">
        <a href={architecturePath(architecture.slug)}>{architecture.name}</a>
        <span class="muted numeric">{architecture.year ?? ""}</span>
      </th>
      <ErrorCell architecture={architecture} view={view} />
      {MEASURES.map((measure) => (
        <BarCell
          key={measure}
          kind={MEASURE_KIND[measure]}
          share={share(architecture[measure], largest[measure])}
          {...measureText(measure, architecture)}
          value={architecture[measure]}
          base={base?.[measure] ?? null}
          isBaseline={isBaseline}
        />
      ))}
      <td class="compare-number numeric">{exact(architecture.depth)}</td>
      {latency === null ? (
        <td class="compare-number muted">not measured yet</td>
      ) : (
        <BarCell
          kind="latency"
          share={share(latency, largest.latency)}
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
            label={`Remove ${architecture.name} from the comparison`}
            onClick={() => onRemove(architecture)}
          />
        </td>
      )}
    </tr>
  );
}

type Largest = Record<Measure | "latency", number>;

/** The numbers behind the plot, with bars on a linear scale and ratios to the baseline. */
export function ComparisonTable(props: TableProps) {
  const { architectures, view, onRemove } = props;
  const base = architectures.find((architecture) => architecture.slug === view.baseline);
  const largest: Largest = {
    macs: maximum(architectures.map((architecture) => architecture.macs)),
    params: maximum(architectures.map((architecture) => architecture.params)),
    activation_bytes: maximum(architectures.map((architecture) => architecture.activation_bytes)),
    latency: maximum(architectures.map((architecture) => latencyUnder(architecture, view.latency))),
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
          {architectures.map((architecture) => (
            <Row
              key={architecture.slug}
              {...props}
              architecture={architecture}
              base={base}
              largest={largest}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
