/** The bar above the picture: the metric that colours it, then the search, options and export. */

import type { ComponentChildren } from "preact";
import "./toolbar.css";
import { figureOf, METRICS, type Metric } from "../../../model/figures/metrics";
import { convention } from "../../../state/convention";
import { useNetworkView } from "../../../state/network/network-view";
import { isNarrow } from "../../../state/screen";
import { Segmented } from "../../ui/fields/segmented";
import { Select } from "../../ui/fields/select";
import { Icon } from "../../ui/icon";

/** The metrics of the lecture, and latency, have a button each; the others are in a list. */
const BUTTONS: readonly Metric[] = ["memory", "params", "macs", "latency"];
const LISTED = METRICS.filter((metric) => !BUTTONS.includes(metric));

export function Toolbar(props: { children: ComponentChildren }) {
  return (
    <div class="toolbar">
      <MetricPicker />
      {props.children}
    </div>
  );
}

function MetricPicker() {
  const view = useNetworkView();
  const { metric } = view.state.value;
  // A filter by colours is one of the old overlay's.
  const choose = (next: Metric) => view.change({ metric: next, steps: null });
  const figure = (name: Metric) => figureOf(name, convention.value);
  const option = (name: Metric) => ({ value: name, label: figure(name).name });
  if (isNarrow.value)
    return (
      <span class="metric-picker">
        <Select label="Overlay" value={metric} options={METRICS.map(option)} onChange={choose} />
      </span>
    );
  return (
    <div class="metric-picker">
      <Segmented
        label="Overlay"
        choices={BUTTONS.map((name) => ({ ...option(name), title: figure(name).meaning }))}
        value={metric}
        onChange={choose}
      />
      <label
        class={LISTED.includes(metric) ? "metric-more is-chosen" : "metric-more"}
        title={LISTED.includes(metric) ? figure(metric).meaning : "More overlays"}
      >
        <span class="visually-hidden">More overlays</span>
        <select
          value={LISTED.includes(metric) ? metric : ""}
          onChange={(event) => choose(event.currentTarget.value as Metric)}
        >
          <option value="" hidden>
            More
          </option>
          {LISTED.map((name) => (
            <option key={name} value={name}>
              {figure(name).name}
            </option>
          ))}
        </select>
        <Icon name="chevron" />
      </label>
    </div>
  );
}
