/** The lecture's three bar charts, linked with the diagram: where memory, parameters and operations are. */

import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { CostReport, CostTotals, LayerCosts } from "../../api/types";
import { chartLayers, chartSpans, largestBars } from "../../model/charts";
import { exact, formatBytes, formatCount, formatPercent } from "../../model/format";
import { share } from "../../model/scale";
import { convention, operationsOf, operationUnit } from "../../state/convention";
import "./charts.css";

/** More bars than this leave no room for gaps. */
const SPACED_BARS = 160;

/** So many bars can each be named; more are named by stage. */
const NAMED_BARS = 16;

interface Chart {
  cost: (of: LayerCosts | CostTotals) => number | null;
  tone: "memory" | "params" | "macs";
  title: string;
  write: (value: number | null) => string;
  exactly: (value: number | null) => string;
}

function charts(): Chart[] {
  const unit = operationUnit.value;
  return [
    {
      cost: (of) => of.activation_bytes,
      tone: "memory",
      title: "Activation memory",
      write: formatBytes,
      exactly: (value) => exact(value, "bytes"),
    },
    {
      cost: (of) => of.params,
      tone: "params",
      title: "Parameters",
      write: (value) => formatCount(value),
      exactly: (value) => exact(value, "parameters"),
    },
    {
      cost: operationsOf,
      tone: "macs",
      title: unit,
      write: (value) => formatCount(value),
      exactly: (value) => exact(value, unit),
    },
  ];
}

export interface ChartsProps {
  report: CostReport;
  hovered: Signal<string | null>;
  selected: string | null;
  onSelect: (path: string | null) => void;
}

export function Charts(props: ChartsProps) {
  const { report } = props;
  const counted = convention.value;
  const bars = useMemo(() => chartLayers(report.layers, counted), [report, counted]);
  return (
    <div class="charts">
      <p class="charts-note">
        The {bars.length} layers with weights{counted === "pools" && " and pools"}, from the input
        to the output; each chart has its own scale.
      </p>
      {charts().map((chart) => (
        <BarChart key={chart.tone} {...props} chart={chart} bars={bars} />
      ))}
    </div>
  );
}

function BarChart(props: ChartsProps & { chart: Chart; bars: readonly LayerCosts[] }) {
  const { report, chart, bars, hovered, selected } = props;
  const { cost, write } = chart;
  const [largest, ...equal] = largestBars(bars, cost);
  const top = largest ? (cost(largest) ?? 0) : 0;
  const part = share(top, cost(report.totals));
  const named = bars.length <= NAMED_BARS;
  return (
    <figure class="chart">
      <figcaption class="chart-caption">
        <strong>{chart.title}</strong>
        {largest && part !== null && (
          <span class="chart-most">
            most in {named ? largest.label : largest.path}
            {equal.length > 0 && ` and ${equal.length} more`}: {write(top)}
            {equal.length > 0 && " each"}, {report.totals.complete ? "" : "at most "}
            {formatPercent(100 * part)} of the network
          </span>
        )}
      </figcaption>
      <div
        class={`chart-bars ${named ? "is-named" : ""} ${bars.length > SPACED_BARS ? "is-dense" : ""}`}
      >
        {bars.map((bar) => {
          const value = cost(bar);
          const lit = hovered.value === bar.path ? "is-lit" : "";
          return (
            <button
              key={bar.path}
              type="button"
              class={`chart-bar bar-${chart.tone} ${lit}`}
              // The table beside it says the same and is made for the keyboard.
              tabIndex={-1}
              aria-pressed={selected === bar.path}
              aria-label={`${bar.label}: ${chart.exactly(value)}`}
              title={`${bar.path}: ${chart.exactly(value)}`}
              onClick={() => props.onSelect(bar.path)}
              onPointerEnter={() => {
                hovered.value = bar.path;
              }}
              onPointerLeave={() => {
                hovered.value = null;
              }}
            >
              {named && <span class="chart-value">{value === null ? "?" : write(value)}</span>}
              <span
                class="chart-fill"
                style={{ height: `${top > 0 ? (100 * (value ?? 0)) / top : 0}%` }}
              />
            </button>
          );
        })}
      </div>
      <ChartAxis report={report} bars={bars} named={named} />
    </figure>
  );
}

function ChartAxis(props: { report: CostReport; bars: readonly LayerCosts[]; named: boolean }) {
  const spans = props.named
    ? props.bars.map(({ path, label }) => ({ path, label, bars: 1 }))
    : chartSpans(props.bars, props.report.groups);
  return (
    <div class={props.named ? "chart-axis is-named" : "chart-axis"} aria-hidden="true">
      {spans.map((span) => (
        <span key={span.path} style={{ flexGrow: span.bars }} title={span.label}>
          {/* One bar of fifty is too narrow for a name. */}
          {props.named || span.bars > 2 ? span.label : ""}
        </span>
      ))}
    </div>
  );
}
