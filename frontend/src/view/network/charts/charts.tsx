/** The lecture's three bar charts, linked with the diagram: where memory, parameters and operations are. */

import { type ReadonlySignal, type Signal, useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { CostReport } from "../../../api/types";
import { chartLayers, chartSpans, chartStages, largestBars } from "../../../model/figures/charts";
import { share } from "../../../model/figures/colour-scale";
import { figureOf } from "../../../model/figures/metrics";
import { type Item, type Network, ROOT } from "../../../model/network/network";
import { atLeast } from "../../../model/text/format";
import { convention } from "../../../state/convention";
import { useNetworkView } from "../../../state/network/network-view";
import { type Choice, Segmented } from "../../ui/fields/segmented";
import "./charts.css";
import { networkShare } from "../share-text";
import { Timeline } from "./timeline";

/** More bars than this leave no space for gaps. */
const SPACED_BARS = 160;

/** So many bars can each be named; more are named by stage. */
const NAMED_BARS = 16;

/** The metrics that have a chart, in this order. */
const CHARTS = ["memory", "params", "macs"] as const;

interface Chart {
  cost: (of: Item) => number | null;
  tone: (typeof CHARTS)[number];
  title: string;
  write: (value: number | null) => string;
  exactly: (value: number | null) => string;
}

function charts(): Chart[] {
  return CHARTS.map((tone) => {
    const { of: cost, name, title, write, exactly } = figureOf(tone, convention.value);
    return { cost, tone, title: tone === "macs" ? name : title, write, exactly };
  });
}

export interface ChartsProps {
  report: CostReport;
  network: Network;
  hovered: Signal<string | null>;
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  onSelect: (path: string | null) => void;
  /** The layers that something here speaks of. */
  onHighlight: (paths: readonly string[]) => void;
}

const BARS: readonly Choice<"layer" | "stage">[] = [
  { value: "layer", label: "By layer", title: "The layers with weights, as in the lecture" },
  { value: "stage", label: "By stage", title: "The outermost groups, with everything in them" },
];

export function Charts(props: ChartsProps) {
  const { network } = props;
  const view = useNetworkView();
  const { byStage } = view.state.value;
  const counted = convention.value;
  const bars = useMemo(
    () => (byStage ? chartStages(network) : chartLayers(network, counted)),
    [network, counted, byStage],
  );
  const layers = `The ${bars.length} layers with weights${counted === "pools" ? " and pools" : ""}`;
  const what = byStage
    ? `The ${bars.length} stages with everything in them`
    : layers + (bars.some(isFolded) ? ", including the layers fused into them" : "");
  return (
    <div class="charts">
      <div class="charts-head">
        <Segmented
          label="Bars"
          choices={BARS}
          value={byStage ? "stage" : "layer"}
          onChange={(next) => view.change({ byStage: next === "stage" })}
        />
        <p class="charts-note">
          {what}, from input to output; each chart has its own scale. The table lists the same
          figures.
        </p>
      </div>
      {charts().map((chart) => (
        <BarChart key={chart.tone} {...props} chart={chart} bars={bars} />
      ))}
      <Timeline {...props} />
    </div>
  );
}

function isFolded({ folded }: Item): boolean {
  return folded.length > 0;
}

function BarChart(props: ChartsProps & { chart: Chart; bars: readonly Item[] }) {
  const { network, chart, bars, hovered, selected, onSelect } = props;
  const { cost, write } = chart;
  const [largest, ...equal] = largestBars(bars, cost);
  const top = largest ? (cost(largest) ?? 0) : 0;
  const whole = network.items.get(ROOT);
  const named = bars.length <= NAMED_BARS;
  const stop = bars.some(({ path }) => path === selected) ? selected : bars[0]?.path;
  return (
    <figure class="chart">
      <figcaption class="chart-caption">
        <strong>{chart.title}</strong>
        {largest && whole && (
          <span class="chart-most">
            most in {named ? largest.label : largest.path}
            {equal.length > 0 && ` and ${equal.length} more`}:{" "}
            {atLeast(write(top), largest.complete)}
            {equal.length > 0 && " each"}, {networkShare(largest, whole, cost).text} of the network
          </span>
        )}
      </figcaption>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen */}
      <div
        class={`chart-bars ${named ? "is-named" : ""} ${bars.length > SPACED_BARS ? "is-dense" : ""}`}
        role="group"
        aria-label={`${chart.title}, ${bars.length} bars: use the arrow keys to move between them`}
        onKeyDown={walkBars}
      >
        {bars.map((bar) => (
          <Bar
            key={bar.path}
            bar={bar}
            chart={chart}
            top={top}
            named={named}
            hovered={hovered}
            highlighted={props.highlighted}
            selected={selected === bar.path}
            focusable={bar.path === stop}
            onSelect={onSelect}
          />
        ))}
      </div>
      <ChartAxis network={network} bars={bars} named={named} />
    </figure>
  );
}

function walkBars(event: KeyboardEvent & { currentTarget: HTMLElement }) {
  const bars = [...event.currentTarget.querySelectorAll("button")];
  const at = bars.indexOf(document.activeElement as HTMLButtonElement);
  const moves: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: bars.length - 1,
  };
  const next = bars[moves[event.key] ?? -1];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Bar(props: {
  bar: Item;
  chart: Chart;
  top: number;
  named: boolean;
  hovered: Signal<string | null>;
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  selected: boolean;
  focusable: boolean;
  onSelect: (path: string | null) => void;
}) {
  const { bar, chart, top, named, hovered } = props;
  const value = chart.cost(bar);
  const text = atLeast(chart.write(value), bar.complete);
  const exactly = atLeast(chart.exactly(value), bar.complete);
  const isHighlighted = useComputed(() => props.highlighted.value.has(bar.path));
  const point = (path: string | null) => {
    hovered.value = path;
  };
  return (
    <button
      type="button"
      class={`chart-bar bar-${chart.tone} ${isHighlighted.value ? "is-highlighted" : ""} ${value === null ? "is-unknown" : ""}`}
      tabIndex={props.focusable ? 0 : -1}
      aria-pressed={props.selected}
      aria-label={`${bar.label}: ${text}, ${exactly}`}
      title={`${bar.path}: ${exactly}`}
      onClick={() => props.onSelect(bar.path)}
      onPointerEnter={() => point(bar.path)}
      onPointerLeave={() => point(null)}
      onFocus={() => point(bar.path)}
      onBlur={() => point(null)}
    >
      {named && <span class="chart-value">{text}</span>}
      <span class="chart-fill" style={{ "--share": value === null ? 1 : share(value, top) }} />
    </button>
  );
}

function ChartAxis(props: { network: Network; bars: readonly Item[]; named: boolean }) {
  const spans = props.named
    ? props.bars.map(({ path, label }) => ({ path, label, bars: 1 }))
    : chartSpans(props.bars, props.network);
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
