/** The controls of a comparison: axes, scale, protocol, and the latency's conditions. */

import {
  allLatencyConditions,
  type ComparedArchitecture,
  type CompareView,
  type PlotScale,
  protocols,
  type XAxis,
  type YAxis,
} from "../../model/comparison/comparison";
import { protocolWords } from "../../model/text/protocol";
import { measureName } from "../plot/measures";
import { Segmented } from "../ui/fields/segmented";
import { Select } from "../ui/fields/select";

const SCALES: readonly { value: PlotScale; label: string }[] = [
  { value: "log", label: "Log" },
  { value: "linear", label: "Linear" },
];

const Y_AXES: readonly { value: YAxis; label: string }[] = [
  { value: "accuracy", label: "Accuracy" },
  { value: "error", label: "Error" },
];

const X_AXES: readonly XAxis[] = ["macs", "params", "activation_bytes"];

export function Controls(props: {
  view: CompareView;
  architectures: readonly ComparedArchitecture[];
  onChange: (view: CompareView) => void;
}) {
  const { view, architectures, onChange } = props;
  const conditions = allLatencyConditions(architectures);
  return (
    <div class="compare-controls">
      <Select
        label="X axis"
        value={view.x}
        options={X_AXES.map((value) => ({ value, label: measureName(value) }))}
        onChange={(x) => onChange({ ...view, x })}
      />
      <Segmented
        label="Scale"
        choices={SCALES}
        value={view.scale}
        onChange={(scale) => onChange({ ...view, scale })}
      />
      <Segmented
        label="Y axis"
        showLabel
        choices={Y_AXES}
        value={view.y}
        onChange={(y) => onChange({ ...view, y })}
      />
      <Select
        label="Protocol"
        value={view.protocol}
        options={protocols(architectures).map((value) => ({ value, label: protocolWords(value) }))}
        onChange={(protocol) => onChange({ ...view, protocol })}
      />
      {conditions.length > 1 && (
        <Select
          label="Latency on"
          value={view.latency}
          options={conditions.map((value) => ({ value, label: value }))}
          onChange={(latency) => onChange({ ...view, latency })}
        />
      )}
    </div>
  );
}
