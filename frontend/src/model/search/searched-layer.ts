/** A layer as a query sees it: the report's figures, and the groups that enclose the layer. */

import { layersSum, type Measured } from "../figures/measured";
import type { Convention } from "../figures/operations";
import { latencyValues } from "../figures/overlay";
import { type Item, type Network, type Report, type ReportLayer, ROOT } from "../network/network";
import { inputTensor, type Tensor, tensorOf } from "../network/tensor";

export interface ReportedLayer extends ReportLayer {
  /** Bytes of all activations alive while the layer runs. */
  live_bytes?: number | null;
}

export interface SearchedReport extends Report {
  totals: Report["totals"] & { peak_activation_bytes?: number | null };
  layers: readonly ReportedLayer[];
}

/** A group or stack around a layer. */
export interface EnclosingGroup {
  path: string;
  /** The last part of the path. */
  name: string;
  label: string;
  kind: string;
}

/** What all layers of one search have in common. */
export interface SearchContext {
  totals: SearchedReport["totals"];
  convention: Convention;
  /** Milliseconds of all measured layers. */
  latency: number | null;
  /** What the search is among, this one included. */
  layers: readonly SearchedLayer[];
}

export interface SearchedLayer {
  layer: ReportedLayer;
  /** What the page says of it: costs are those of the box that it is drawn in. */
  item: Item;
  /** The layer that the diagram draws it with: itself, or the convolution that it is fused into. */
  drawnAs: string;
  /** Lower case, one a line: all that a word without a field looks in. */
  text: string;
  /** Lower case: the operator under every spelling. */
  operators: readonly string[];
  /** Innermost first. */
  enclosing: readonly EnclosingGroup[];
  shape: Tensor;
  inChannels: number;
  /** Milliseconds. */
  latency: number | null;
  context: SearchContext;
}

export interface SearchOptions {
  convention?: Convention;
  /** Null where nothing was measured. */
  measurement?: Measured | null;
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** "batch_norm2d", "batchnorm2d", "batch norm2d" */
function spellings({ op, op_name }: ReportedLayer): string[] {
  return [...new Set([op, op_name.toLowerCase(), op.replaceAll("_", " ")])];
}

/** What a concatenation reads is what it writes; every other layer reads one tensor, or several of one size. */
function channelsRead(
  { op, path, inputs, attributes = {} }: ReportedLayer,
  channelsOf: (path: string) => number,
): number {
  const given = attributes.in_channels ?? attributes.in_features;
  if (typeof given === "number") return given;
  return channelsOf(op === "concat" ? path : (inputs[0] ?? ""));
}

function enclosingGroups(network: Network) {
  const known = new Map<string, readonly EnclosingGroup[]>([[ROOT, []]]);
  return function around(path: string): readonly EnclosingGroup[] {
    const before = known.get(path);
    if (before) return before;
    const item = network.items.get(path);
    if (!item) return [];
    const group = {
      path: path.toLowerCase(),
      name: lastPart(path).toLowerCase(),
      label: item.label.toLowerCase(),
      kind: item.kind,
    };
    const chain = [group, ...around(item.parent)];
    known.set(path, chain);
    return chain;
  };
}

/** Every layer of the report, fused ones too, in execution order. */
export function searchedLayers(
  report: SearchedReport,
  network: Network,
  { convention = "macs", measurement = null }: SearchOptions = {},
): SearchedLayer[] {
  const latencies = measurement && latencyValues(network, measurement.layers);
  const layers: SearchedLayer[] = [];
  const context: SearchContext = {
    layers,
    totals: report.totals,
    convention,
    latency: measurement && layersSum(measurement),
  };
  const shapes = new Map(
    report.layers.map(({ path, output_shape, channel_axis }) => [
      path,
      tensorOf(output_shape, channel_axis),
    ]),
  );
  const input = inputTensor(report.input_shape);
  const around = enclosingGroups(network);
  for (const layer of report.layers) {
    const { path, label, source_name, kind } = layer;
    const drawnAs = network.fusedInto.get(path) ?? path;
    const item = network.items.get(drawnAs);
    if (!item) continue;
    const groups = around(item.parent);
    const operators = spellings(layer);
    const labels = groups.map((group) => group.label);
    const words = [label, path, source_name ?? "", kind, ...operators, ...labels];
    layers.push({
      layer,
      item,
      drawnAs,
      text: words.join("\n").toLowerCase(),
      operators,
      enclosing: groups,
      shape: shapes.get(path) ?? input,
      inChannels: channelsRead(layer, (from) => (shapes.get(from) ?? input).channels),
      latency: latencies?.get(drawnAs) ?? null,
      context,
    });
  }
  return layers;
}
