/** A bar chart of one cost, one bar a layer or stage, linked with the diagram. */

import { type ReadonlySignal, type Signal, useComputed } from "@preact/signals";
import { chartSpans, largestBars } from "../../../model/figures/charts";
import { share } from "../../../model/figures/colour-scale";
import { type Item, type Network, ROOT } from "../../../model/network/network";
import { atLeast } from "../../../model/text/format";
import { networkShare } from "../share-text";

/** More bars than this leave no space for gaps. */
const SPACED_BARS = 160;

/** So many bars can each be named; more are named by stage. */
const NAMED_BARS = 16;

export interface Chart {
  cost: (of: Item) => number | null;
  tone: "memory" | "params" | "macs";
  title: string;
  write: (value: number | null) => string;
  exactly: (value: number | null) => string;
}

interface BarChartProps {
  chart: Chart;
  bars: readonly Item[];
  network: Network;
  hovered: Signal<string | null>;
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  onSelect: (path: string | null) => void;
}

export function BarChart(props: BarChartProps) {
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
