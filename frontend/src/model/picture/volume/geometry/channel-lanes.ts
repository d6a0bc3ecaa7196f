/**
 * Lanes of channels that a network keeps apart, as the two halves of the AlexNet of 2012, one for each of its two GPUs.
 *
 * The rule, by tensor: the channels of an output fall into g equal lanes, 2 to 4, if the layers around it keep
 * them apart. Either it was made so: by a convolution of g groups, or by a layer that treats each channel
 * for itself, from lanes. Or it is read so: all that read it, through layers of that sort, are convolutions of g
 * groups. Where a layer reads all channels (a convolution of one group, a linear layer) the lanes cross.
 *
 * Many groups (ResNeXt's 32, depthwise convolutions) are no lanes of their own; through a depthwise
 * convolution go those that there are. A local response normalization looks at a few neighbouring channels: the lanes go on, and it
 * reaches over their borders.
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
  const made = lanesMade(layers);
  const read = lanesRead(layers);
  const lanes = new Map<string, number>();
  for (const layer of layers) {
    const found = made.get(layer.path) ?? read.get(layer.path);
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
  return { lanes, lanewise: lanewise, reach };
}

/** From the network's beginning: what grouped convolutions make, and what goes on from there. */
function lanesMade(layers: readonly ReportLayer[]): Map<string, number> {
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

/** From its end: what all readers take apart in the same way. */
function lanesRead(layers: readonly ReportLayer[]): Map<string, number> {
  /** By what is read, what each reader wants of it; 0 for all of it. */
  const wanted = new Map<string, Set<number>>();
  const read = new Map<string, number>();
  for (const layer of [...layers].reverse()) {
    const [want = 0, ...others] = wanted.get(layer.path) ?? [];
    if (want > 0 && others.length === 0) read.set(layer.path, want);
    const on = read.get(layer.path) ?? 0;
    const asks = lanesOf(layer) ?? (on > 0 && goesThrough(layer, on) ? on : 0);
    for (const input of layer.inputs) wanted.set(input, (wanted.get(input) ?? new Set()).add(asks));
  }
  return read;
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
