/** The costs of a layer or group, their share of the network, and the formula with its numbers. */

import type { LayerCosts, Measurement } from "../../../api/types";
import { share } from "../../../model/figures/colour-scale";
import { deviceName, layersSum } from "../../../model/figures/measured";
import { figureOf, type Metric } from "../../../model/figures/metrics";
import { otherOperations } from "../../../model/figures/operations";
import { latencyValues } from "../../../model/figures/overlay";
import { type Item, memoryOf, type Network, ROOT } from "../../../model/network/network";
import { atLeast, exact, formatShare } from "../../../model/text/format";
import { convention, operationsOf, operationUnit } from "../../../state/convention";
import { networkShare, type ShareText } from "../share-text";

type Tone = "memory" | "params" | "macs" | "plain";

const ROWS: readonly (readonly [name: Metric, tone: Tone])[] = [
  ["memory", "memory"],
  ["params", "params"],
  ["macs", "macs"],
  ["other_ops", "plain"],
  ["bytes_moved", "plain"],
  ["intensity", "plain"],
];

interface CostLine {
  name: string;
  tone: Tone;
  value: string;
  exactly: string;
  /** Of the network; null where layers do not add up to it. */
  share: ShareText | null;
  /** Instead of a share. */
  note?: string;
  /** Place among the layers, 1 for the most expensive; null for what has none. */
  rank: number | null;
}

export function ItemCosts(props: {
  item: Item;
  network: Network;
  measurement: Measurement | null;
}) {
  const { item, network, measurement } = props;
  const whole = network.items.get(ROOT) ?? item;
  const layers = network.layerPaths.flatMap((path) => network.items.get(path) ?? []);
  const lines = ROWS.map(([name, tone]) => costLine(name, tone, item, whole, layers));
  if (measurement) lines.push(latencyLine(item, network, measurement));
  return (
    <table class="layer-costs">
      <thead>
        <tr>
          <th scope="col">Cost</th>
          <th scope="col" class="numeric">
            {item.type === "layer" ? "Layer" : "Group"}
          </th>
          <th scope="col" class="numeric">
            of the network
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.name} title={line.exactly}>
            <th scope="row">{line.name}</th>
            <td class="numeric">{line.value}</td>
            <td class="numeric">
              {line.note ?? line.share?.text}
              {line.rank !== null && (
                <span class="layer-rank">
                  rank {line.rank} of {layers.length}
                </span>
              )}
              {!line.note && line.share && <Meter tone={line.tone} share={line.share.share} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function costLine(
  name: Metric,
  tone: Tone,
  item: Item,
  whole: Item,
  layers: readonly Item[],
): CostLine {
  const figure = figureOf(name, convention.value);
  const value = name === "memory" ? memoryOf(item) : figure.of(item);
  const bound = (text: string) => atLeast(text, item.complete || !figure.summed);
  const isRanked = item.type === "layer" && tone !== "plain";
  return {
    name: name === "macs" ? figure.name : figure.title,
    tone,
    value: bound(figure.write(value)),
    exactly: bound(figure.exactly(value)),
    share: figure.summed ? networkShare(item, whole, figure.of) : null,
    ...(name === "memory" && item.reused_bytes !== 0 ? { note: "reuses its input's memory" } : {}),
    rank: isRanked ? rankOf(figure.of(item), layers.map(figure.of)) : null,
  };
}

function rankOf(value: number | null, all: readonly (number | null)[]): number | null {
  return value ? 1 + all.filter((one) => (one ?? 0) > value).length : null;
}

/** Shares add up to the layers' sum; the network's median was taken in another pass. */
function latencyLine(item: Item, network: Network, measurement: Measurement): CostLine {
  const figure = figureOf("latency", convention.value);
  const latency = latencyValues(network, measurement.layers).get(item.path) ?? null;
  const ofSum = share(latency, layersSum(measurement));
  return {
    name: `Latency, ${deviceName(measurement)}`,
    tone: "plain",
    value: figure.write(latency),
    exactly: figure.exactly(latency),
    share: {
      share: ofSum,
      text: ofSum === null ? "unknown" : `${formatShare(ofSum)} of the sum over layers`,
    },
    rank: null,
  };
}

function Meter({ tone, share }: { tone: Tone; share: number | null }) {
  return (
    <span class={`layer-meter meter-${tone}`} aria-hidden="true">
      <span style={{ width: `${100 * (share ?? 0)}%` }} />
    </span>
  );
}

/** In the page's convention: a FLOP is half of a multiply-add, and pools may count beside MACs. */
export function Formula({ layer }: { layer: LayerCosts }) {
  const formula = layer.formula?.replaceAll(" x ", " × ");
  if (!formula) return null;
  const counted = operationsOf(layer);
  const [name, value] = counted
    ? [operationUnit.value, counted]
    : ["Other operations", otherOperations(layer, convention.value)];
  const twice = counted && convention.value === "flops";
  return (
    <p class="layer-formula">
      <span>{name}</span>
      <code>
        {twice ? `2 × (${formula})` : formula} = {exact(value)}
      </code>
    </p>
  );
}
