/** What a layer or a group costs, its part of the whole network, and the formula with the numbers put in. */

import type { CostReport, LayerCosts, Measurement } from "../../api/types";
import {
  atLeast,
  exact,
  formatBytes,
  formatCount,
  formatMilliseconds,
  formatPercent,
} from "../../model/format";
import type { Item, Network } from "../../model/network";
import { otherOperations } from "../../model/operations";
import { share } from "../../model/scale";
import { convention, operationsOf, operationUnit } from "../../state/convention";

interface CostLine {
  name: string;
  tone: "memory" | "params" | "macs" | "plain";
  value: string;
  exactly: string;
  /** Of the network, 0 to 1; null where unknown. */
  part: number | null;
  /** Instead of a part. */
  note?: string;
  /** Place among the layers, 1 for the dearest. */
  rank?: number | null;
}

function rankOf(
  layers: readonly LayerCosts[],
  cost: (layer: LayerCosts) => number | null,
  layer: LayerCosts,
): number | null {
  const value = cost(layer);
  if (!value) return null;
  return 1 + layers.filter((one) => (cost(one) ?? 0) > value).length;
}

export function LayerCostTable(props: {
  layer: LayerCosts;
  report: CostReport;
  measurement: Measurement | null;
}) {
  const { layer, report, measurement } = props;
  const { totals, layers } = report;
  const counted = convention.value;
  const operations = operationsOf(layer);
  const others = otherOperations(layer, counted);
  const own = (one: LayerCosts) => (one.memory === "own" ? one.activation_bytes : 0);
  const lines: CostLine[] = [
    {
      name: "Activation memory",
      tone: "memory",
      value: formatBytes(layer.activation_bytes),
      exactly: exact(layer.activation_bytes, "bytes"),
      part: share(own(layer), totals.activation_bytes),
      rank: rankOf(layers, own, layer),
      ...(layer.memory === "own" ? {} : { note: "reuses its input's memory" }),
    },
    {
      name: "Parameters",
      tone: "params",
      value: formatCount(layer.params),
      exactly: exact(layer.params, "parameters"),
      part: share(layer.params, totals.params),
      rank: rankOf(layers, (one) => one.params, layer),
    },
    {
      name: operationUnit.value,
      tone: "macs",
      value: formatCount(operations),
      exactly: exact(operations, operationUnit.value),
      part: share(operations, operationsOf(totals)),
      rank: rankOf(layers, operationsOf, layer),
    },
    {
      name: "Other operations",
      tone: "plain",
      value: formatCount(others),
      exactly: exact(others, "operations"),
      part: share(others, otherOperations(totals, counted)),
    },
  ];
  if (measurement) {
    const latency = measurement.layers.find((one) => one.path === layer.path)?.latency_ms ?? null;
    lines.push({
      name: `Latency, ${measurement.device_name}`,
      tone: "plain",
      value: formatMilliseconds(latency),
      exactly: exact(latency, "ms"),
      part: share(latency, measurement.latency_ms.median),
    });
  }
  return (
    <>
      <CostTable what="Layer" lines={lines} complete={totals.complete} of={layers.length} />
      <Formula layer={layer} />
    </>
  );
}

export function GroupCosts({ item, network }: { item: Item; network: Network }) {
  const { totals } = network;
  const counted = convention.value;
  const bound = (text: string) => atLeast(text, item.complete);
  const operations = operationsOf(item);
  const others = otherOperations(item, counted);
  const lines: CostLine[] = [
    {
      name: "Activation memory",
      tone: "memory",
      value: bound(formatBytes(item.activation_bytes)),
      exactly: exact(item.activation_bytes, "bytes"),
      part: share(item.activation_bytes, totals.activation_bytes),
    },
    {
      name: "Parameters",
      tone: "params",
      value: bound(formatCount(item.params)),
      exactly: exact(item.params, "parameters"),
      part: share(item.params, totals.params),
    },
    {
      name: operationUnit.value,
      tone: "macs",
      value: bound(formatCount(operations)),
      exactly: exact(operations, operationUnit.value),
      part: share(operations, operationsOf(totals)),
    },
    {
      name: "Other operations",
      tone: "plain",
      value: bound(formatCount(others)),
      exactly: exact(others, "operations"),
      part: share(others, otherOperations(totals, counted)),
    },
  ];
  return <CostTable what="Group" lines={lines} complete={item.complete} of={0} />;
}

function CostTable(props: {
  what: string;
  lines: readonly CostLine[];
  complete: boolean;
  /** How many layers a rank is among. */
  of: number;
}) {
  return (
    <table class="layer-costs">
      <thead>
        <tr>
          <th scope="col">Cost</th>
          <th scope="col" class="numeric">
            {props.what}
          </th>
          <th scope="col" class="numeric">
            of the network
          </th>
        </tr>
      </thead>
      <tbody>
        {props.lines.map((line) => (
          <tr key={line.name} title={line.exactly}>
            <th scope="row">{line.name}</th>
            <td class="numeric">{line.value}</td>
            <td class="numeric">
              {line.note ?? part(line, props.complete)}
              {line.rank && (
                <span class="layer-rank">
                  {line.rank === 1 ? "most" : `no. ${line.rank}`} of {props.of}
                </span>
              )}
              {!line.note && <Meter line={line} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Of a total that is a lower bound, a part is at most what it seems. */
function part(line: CostLine, complete: boolean): string {
  if (line.part === null) return "unknown";
  return (complete ? "" : "at most ") + formatPercent(100 * line.part);
}

function Meter({ line }: { line: CostLine }) {
  return (
    <span class={`layer-meter meter-${line.tone}`} aria-hidden="true">
      <span style={{ width: `${100 * (line.part ?? 0)}%` }} />
    </span>
  );
}

/** In the page's convention: a FLOP is half of a multiply-add. */
function Formula({ layer }: { layer: LayerCosts }) {
  const formula = layer.formula?.replaceAll(" x ", " × ");
  if (!formula) return null;
  const twice = convention.value === "flops" && layer.macs;
  const [name, value] = layer.macs
    ? [twice ? "FLOPs" : "MACs", (twice ? 2 : 1) * layer.macs]
    : ["Other operations", layer.other_ops];
  return (
    <p class="layer-formula">
      <span>{name}</span>
      <code>
        {twice ? `2 × (${formula})` : formula} = {exact(value)}
      </code>
    </p>
  );
}
