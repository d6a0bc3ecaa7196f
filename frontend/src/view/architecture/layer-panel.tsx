/** Everything about the selected layer: shapes, attributes, weights, the formula with the numbers put in. */

import type { CostReport, LayerCosts, Measurement } from "../../api/types";
import {
  exact,
  formatBytes,
  formatCount,
  formatMilliseconds,
  formatPercent,
  formatShape,
} from "../../model/format";
import { otherOperations } from "../../model/operations";
import { operatorName } from "../../model/operators";
import { share } from "../../model/scale";
import { convention, operationsOf, operationUnit } from "../../state/convention";
import "./layer-panel.css";

export function LayerPanel(props: {
  report: CostReport;
  path: string | null;
  measurement: Measurement | null;
}) {
  const layer = props.report.layers.find((one) => one.path === props.path);
  if (!layer)
    return (
      <p class="panel-empty">
        Select a layer in the diagram or the table to see its shapes, weights and the arithmetic
        behind its costs.
      </p>
    );
  return (
    <div class="layer-panel">
      <h2>
        {layer.label}{" "}
        <span class="layer-op">
          {operatorName(layer.op, layer.attributes)}
          {layer.kind === "unknown" && ", an operation whose costs nobody knows"}
        </span>
      </h2>
      <p class="layer-path">
        {layer.path}
        {layer.source_name && ` · ${layer.source_name} in the reference implementation`}
      </p>
      <Facts layer={layer} report={props.report} />
      <Costs layer={layer} report={props.report} measurement={props.measurement} />
    </div>
  );
}

function inputShapes(layer: LayerCosts, report: CostReport): string {
  const shapes = layer.inputs.map(
    (path) => report.layers.find((one) => one.path === path)?.output_shape ?? report.input_shape,
  );
  return shapes.map(formatShape).join(" and ");
}

/** Why there is no square that one output value sees. */
function fieldless(layer: LayerCosts, report: CostReport): string {
  if (layer.output_shape.length < 4) return "the whole input";
  return report.totals.complete ? "the whole input, or not one square" : "unknown";
}

function Fact(props: { name: string; value: string; title?: string }) {
  return (
    <div class="fact" title={props.title}>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

function Facts({ layer, report }: { layer: LayerCosts; report: CostReport }) {
  const attributes = Object.entries(layer.attributes).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(" × ") : String(value),
  ]);
  const field = layer.receptive_field;
  return (
    <dl class="facts">
      <Fact name="Input" value={inputShapes(layer, report)} />
      <Fact name="Output" value={formatShape(layer.output_shape)} />
      {Object.entries(layer.parameter_shapes).map(([name, shape]) => (
        <Fact key={`learned ${name}`} name={`${name}, learned`} value={formatShape(shape)} />
      ))}
      {attributes.map(([name = "", value = ""]) => (
        <Fact key={name} name={name} value={value} />
      ))}
      <Fact
        name="Receptive field"
        value={
          field
            ? `${field.size} × ${field.size} pixels, stride ${field.stride}`
            : fieldless(layer, report)
        }
      />
      {layer.memory !== "own" && <Fact name="Stored in" value={layer.stored_in} />}
      <Fact
        name="Memory free after"
        value={layer.freed_after ?? "kept to the end"}
        title="The last layer that reads the storage this output lies in"
      />
    </dl>
  );
}

function Costs(props: { layer: LayerCosts; report: CostReport; measurement: Measurement | null }) {
  const { layer, report, measurement } = props;
  const { totals } = report;
  const operations = operationsOf(layer);
  const others = otherOperations(layer, convention.value);
  const latency = measurement?.layers.find((one) => one.path === layer.path)?.latency_ms;
  const part = (value: number | null, whole: number | null) => {
    const fraction = share(value, whole);
    if (fraction === null) return "unknown";
    return (totals.complete ? "" : "at most ") + formatPercent(100 * fraction);
  };
  const formula = layer.formula?.replaceAll(" x ", " × ");
  return (
    <>
      <table class="layer-costs">
        <thead>
          <tr>
            <th scope="col">Cost</th>
            <th scope="col" class="numeric">
              Layer
            </th>
            <th scope="col" class="numeric">
              of the network
            </th>
          </tr>
        </thead>
        <tbody>
          <tr title={exact(layer.activation_bytes, "bytes")}>
            <th scope="row">Activation memory</th>
            <td class="numeric">{formatBytes(layer.activation_bytes)}</td>
            <td class="numeric">
              {layer.memory === "own"
                ? part(layer.activation_bytes, totals.activation_bytes)
                : "reuses its input's memory"}
            </td>
          </tr>
          <tr title={exact(layer.params, "parameters")}>
            <th scope="row">Parameters</th>
            <td class="numeric">{formatCount(layer.params)}</td>
            <td class="numeric">{part(layer.params, totals.params)}</td>
          </tr>
          <tr title={exact(operations, operationUnit.value)}>
            <th scope="row">{operationUnit.value}</th>
            <td class="numeric">{formatCount(operations)}</td>
            <td class="numeric">{part(operations, operationsOf(totals))}</td>
          </tr>
          <tr title={exact(others, "operations")}>
            <th scope="row">Other operations</th>
            <td class="numeric">{formatCount(others)}</td>
            <td class="numeric">{part(others, otherOperations(totals, convention.value))}</td>
          </tr>
          {measurement && (
            <tr>
              <th scope="row">Latency, {measurement.device_name}</th>
              <td class="numeric">{formatMilliseconds(latency)}</td>
              <td class="numeric">{part(latency ?? null, measurement.latency_ms.median)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {formula && (
        <p class="layer-formula">
          <span>{layer.macs ? "MACs" : "Other operations"}</span>
          <code>
            {formula} = {exact(layer.macs || layer.other_ops)}
          </code>
        </p>
      )}
    </>
  );
}
