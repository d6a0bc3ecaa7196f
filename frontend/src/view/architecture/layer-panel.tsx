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
import { share } from "../../model/scale";
import { operationsPerMac, operationUnit } from "../../state/convention";
import { operatorName } from "../diagram/box";
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
        {layer.label} <span class="layer-op">{operatorName(layer.op)}</span>
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
          field ? `${field.size} × ${field.size} pixels, stride ${field.stride}` : "the whole input"
        }
      />
    </dl>
  );
}

function Costs(props: { layer: LayerCosts; report: CostReport; measurement: Measurement | null }) {
  const { layer, report, measurement } = props;
  const perMac = operationsPerMac.value;
  const operations = layer.macs === null ? null : layer.macs * perMac;
  const latency = measurement?.layers.find((one) => one.path === layer.path)?.latency_ms;
  const part = (value: number | null, whole: number | null) => {
    const fraction = share(value, whole);
    return fraction === null ? "unknown" : formatPercent(100 * fraction);
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
                ? part(layer.activation_bytes, report.totals.activation_bytes)
                : "reuses its input's memory"}
            </td>
          </tr>
          <tr title={exact(layer.params, "parameters")}>
            <th scope="row">Parameters</th>
            <td class="numeric">{formatCount(layer.params)}</td>
            <td class="numeric">{part(layer.params, report.totals.params)}</td>
          </tr>
          <tr title={exact(operations, operationUnit.value)}>
            <th scope="row">{operationUnit.value}</th>
            <td class="numeric">{formatCount(operations)}</td>
            <td class="numeric">{part(layer.macs, report.totals.macs)}</td>
          </tr>
          <tr title={exact(layer.other_ops, "operations")}>
            <th scope="row">Other operations</th>
            <td class="numeric">{formatCount(layer.other_ops)}</td>
            <td class="numeric">{part(layer.other_ops, report.totals.other_ops)}</td>
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
