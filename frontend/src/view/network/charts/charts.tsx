/** The Charts tab: bar charts of memory, parameters and operations, and the live memory of a forward pass. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { CostReport } from "../../../api/types";
import { chartLayers, chartStages } from "../../../model/figures/charts";
import { figureOf } from "../../../model/figures/metrics";
import type { Item, Network } from "../../../model/network/network";
import { convention } from "../../../state/convention";
import { useNetworkView } from "../../../state/network/network-view";
import { type Choice, Segmented } from "../../ui/fields/segmented";
import { BarChart, type Chart } from "./bar-chart";
import "./charts.css";
import { Timeline } from "./timeline";

/** The metrics that have a chart, in this order. */
const CHARTS = ["memory", "params", "macs"] as const;

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
  /** The layers that something here is about. */
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
    : layers + (bars.some(hasFused) ? ", including the layers fused into them" : "");
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

function hasFused({ fused }: Item): boolean {
  return fused.length > 0;
}
