/** The lecture's three bar charts, linked with the diagram: where memory, parameters and operations are. */

import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { CostReport, LayerCosts } from "../../api/types";
import { type ChartCost, chartLayers, chartSpans, largestBars } from "../../model/charts";
import { exact, formatBytes, formatCount, formatPercent } from "../../model/format";
import { share } from "../../model/scale";
import { operationsPerMac, operationUnit } from "../../state/convention";
import "./charts.css";

/** So many bars can each be named; more are named by stage. */
const NAMED_BARS = 16;

interface Chart {
  cost: ChartCost;
  tone: "memory" | "params" | "macs";
  title: string;
  write: (value: number | null) => string;
  exactly: (value: number | null) => string;
}

function charts(): Chart[] {
  const perMac = operationsPerMac.value;
  const unit = operationUnit.value;
  const operations = (macs: number | null) => (macs === null ? null : macs * perMac);
  return [
    {
      cost: "activation_bytes",
      tone: "memory",
      title: "Activation memory",
      write: formatBytes,
      exactly: (value) => exact(value, "bytes"),
    },
    {
      cost: "params",
      tone: "params",
      title: "Parameters",
      write: (value) => formatCount(value),
      exactly: (value) => exact(value, "parameters"),
    },
    {
      cost: "macs",
      tone: "macs",
      title: unit,
      write: (value) => formatCount(operations(value)),
      exactly: (value) => exact(operations(value), unit),
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
  const bars = useMemo(() => chartLayers(report.layers), [report]);
  return (
    <div class="charts">
      <p class="charts-note">
        The {bars.length} layers with weights, from the input to the output; each chart has its own
        scale.
      </p>
      {charts().map((chart) => (
        <BarChart key={chart.cost} {...props} chart={chart} bars={bars} />
      ))}
    </div>
  );
}

function BarChart(props: ChartsProps & { chart: Chart; bars: readonly LayerCosts[] }) {
  const { report, chart, bars, hovered, selected } = props;
  const { cost, write } = chart;
  const [largest, ...equal] = largestBars(bars, cost);
  const top = largest?.[cost] ?? 0;
  const part = share(top, report.totals[cost]);
  const named = bars.length <= NAMED_BARS;
  return (
    <figure class="chart">
      <figcaption class="chart-caption">
        <strong>{chart.title}</strong>
        {largest && part !== null && (
          <span class="chart-most">
            most in {named ? largest.label : largest.path}
            {equal.length > 0 && ` and ${equal.length} more`}: {write(top)}
            {equal.length > 0 && " each"}, {formatPercent(100 * part)} of the network
          </span>
        )}
      </figcaption>
      <div class={named ? "chart-bars is-named" : "chart-bars"}>
        {bars.map((bar) => {
          const value = bar[cost];
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
