/**
 * Lanes: groups of channels that a network keeps apart, as the AlexNet of 2012 does in two halves, one for each GPU.
 *
 * An output has 2 to 4 equal lanes if the layers around it keep its channels apart. A forward pass finds the
 * lanes that a convolution of that many groups makes, and leads them on through layers that treat each channel
 * for itself. A backward pass finds the lanes that are requested: where all readers of an output, through such
 * layers, are convolutions of the same number of groups. In AlexNet, conv2 has two groups: forward, its
 * output and that of relu2 and pool2 have two lanes; backward, so have conv1, relu1 and pool1, though conv1
 * has one group. A layer that reads all channels, such as conv3 or a linear layer, is where lanes cross.
 *
 * More groups than that (ResNeXt's 32, depthwise convolutions) make no lanes; a depthwise convolution leads on
 * those of its input. So does a local response normalization, which looks at a few neighbouring channels and
 * therefore reaches beyond its lane's border.
 */

import type { ReportLayer } from "../../../network/network";

export const MOST_LANES = 4;

/** What treats each channel for itself: by mixing none, or only a few beside each other. */
const PER_CHANNEL: readonly string[] = ["none", "neighbours"];

export interface ChannelLanes {
  /** By layer, into how many lanes its output falls; those with one are left out. */
  lanes: ReadonlyMap<string, number>;
  /** Layers that lead each lane on by itself. */
  lanewise: ReadonlySet<string>;
  /** How many channels beyond the border of its lane a layer sees. */
  reach: ReadonlyMap<string, number>;
}

export function channelLanesOf(layers: readonly ReportLayer[]): ChannelLanes {
  const made = madeLanes(layers);
  const requested = requestedLanes(layers);
  const lanes = new Map<string, number>();
  for (const layer of layers) {
    const found = made.get(layer.path) ?? requested.get(layer.path);
    if (found !== undefined && divides(found, layer)) lanes.set(layer.path, found);
  }
  const lanewise = new Set<string>();
  const reach = new Map<string, number>();
  for (const layer of layers) {
    const own = lanes.get(layer.path);
    const inputs = new Set(layer.inputs.map((input) => lanes.get(input)));
    if (own === undefined || !goesThrough(layer, own)) continue;
    if (inputs.size !== 1 || !inputs.has(own)) continue;
    lanewise.add(layer.path);
    const size = layer.attributes?.size;
    if (layer.channel_mixing === "neighbours" && typeof size === "number")
      reach.set(layer.path, Math.floor(size / 2));
  }
  return { lanes, lanewise, reach };
}

/** The forward pass: the lanes that grouped convolutions make, and where they go on from there. */
function madeLanes(layers: readonly ReportLayer[]): Map<string, number> {
  const made = new Map<string, number>();
  for (const layer of layers) {
    const own = lanesOf(layer);
    const [first, ...others] = layer.inputs.map((input) => made.get(input));
    const found = own ?? (others.every((other) => other === first) ? first : undefined);
    if (found !== undefined && goesThrough(layer, found) && divides(found, layer))
      made.set(layer.path, found);
  }
  return made;
}

/** The backward pass: the lanes of each output whose readers all request the same number of them. */
function requestedLanes(layers: readonly ReportLayer[]): Map<string, number> {
  /** By layer, the numbers of lanes that its readers request; 0 for a reader of all channels. */
  const requests = new Map<string, Set<number>>();
  const requested = new Map<string, number>();
  for (const layer of [...layers].reverse()) {
    const [first = 0, ...others] = requests.get(layer.path) ?? [];
    const own = others.length === 0 ? first : 0;
    if (own > 0) requested.set(layer.path, own);
    const request = lanesOf(layer) ?? (own > 0 && goesThrough(layer, own) ? own : 0);
    for (const input of layer.inputs)
      requests.set(input, (requests.get(input) ?? new Set()).add(request));
  }
  return requested;
}

/** The groups of a convolution that make lanes; undefined for everything else, depthwise ones among it. */
function lanesOf({ channel_mixing, attributes }: ReportLayer): number | undefined {
  const { groups, in_channels: channels } = attributes ?? {};
  if (channel_mixing !== "groups" || typeof groups !== "number" || groups === channels)
    return undefined;
  return groups <= MOST_LANES ? groups : undefined;
}

function goesThrough(layer: ReportLayer, lanes: number): boolean {
  const own = lanesOf(layer);
  if (own !== undefined) return own === lanes;
  if (PER_CHANNEL.includes(layer.channel_mixing)) return true;
  const { groups, in_channels: channels } = layer.attributes ?? {};
  const isDepthwise = layer.channel_mixing === "groups" && groups === channels;
  return isDepthwise && typeof groups === "number" && groups % lanes === 0;
}

function divides(lanes: number, { output_shape, channel_axis }: ReportLayer): boolean {
  return (output_shape[channel_axis ?? 1] ?? 0) % lanes === 0;
}
