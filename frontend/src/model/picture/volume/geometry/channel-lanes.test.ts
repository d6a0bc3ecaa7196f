import { describe, expect, it } from "vitest";
import { chain, layer, networkOf, reportOf, TWO_LANES } from "../../../fixtures/layers";
import { groupPaths, type ReportLayer } from "../../../network/network";
import { sceneOf } from "../scene";
import { channelLanesOf } from "./channel-lanes";

function conv(path: string, channels: number, groups: number, inside = channels): ReportLayer {
  return layer(path, "conv2d", {
    attributes: { groups, in_channels: inside, kernel_size: [3, 3] },
    output_shape: [1, channels, 8, 8],
  });
}

function relu(path: string, channels: number): ReportLayer {
  return layer(path, "relu", { kind: "activation", output_shape: [1, channels, 8, 8] });
}

const lanesIn = (...layers: ReportLayer[]) => [...channelLanesOf(chain(...layers)).lanes];

describe("the AlexNet of 2012", () => {
  const channelLanes = channelLanesOf(TWO_LANES.layers);

  it("runs in two lanes from conv1 to the last pool, and all of it is read by fc6", () => {
    const two = TWO_LANES.layers.filter(({ path }) => channelLanes.lanes.get(path) === 2);
    expect(two.map(({ label }) => label)).toEqual(
      `conv1 relu1 norm1 pool1 conv2 relu2 norm2 pool2 conv3 relu3 conv4 relu4 conv5 relu5 pool5
      flatten`.split(/\s+/),
    );
  });

  it("mixes them in conv3, and nowhere else before fc6", () => {
    const mixes = TWO_LANES.layers.filter(
      ({ path }) => channelLanes.lanes.has(path) && !channelLanes.lanewise.has(path),
    );
    expect(mixes.map(({ label }) => label)).toEqual(["conv1", "conv3"]);
  });

  it("says that the normalization looks over the border", () => {
    expect([...channelLanes.reach]).toEqual([["stage1.norm1", 2], ["stage2.norm2", 2]]); // biome-ignore format: pairs
  });

  it("is drawn so: each lane with its half of the channels, crossing at conv3 and joining at fc6", () => {
    const network = networkOf(TWO_LANES, true);
    const scene = sceneOf(network, TWO_LANES, new Set(groupPaths(network)));
    const lanes = (path: string) => scene.byPath.get(path)?.cuboids.length;
    expect(["stage1.conv1", "stage3.conv3", "stage5.pool5", "head.fc6"].map(lanes)).toEqual([
      2, 2, 2, 1,
    ]);
    const strands = (path: string) => scene.routes.find(({ to }) => to === path)?.strands.length;
    // Each lane to its own, each to both, both to one.
    expect(["stage2.conv2", "stage3.conv3", "head.fc6"].map(strands)).toEqual([2, 4, 2]);
    expect(scene.byPath.get("stage2.conv2")?.shape).toBe("256 × 27 × 27 in 2 lanes");
  });

  it("keeps its lanes in closed groups, and crosses at the closed stage 3", () => {
    const network = networkOf(TWO_LANES, true);
    const scene = sceneOf(network, TWO_LANES, new Set());
    expect(scene.volumes.map(({ cuboids }) => cuboids.length)).toEqual([1, 2, 2, 2, 2, 2, 1]);
    const crossing = scene.routes.filter(({ strands }) => strands.length === 4);
    expect(crossing.map(({ to }) => to)).toEqual(["stage3"]);
  });
});

describe("the rule", () => {
  it("finds lanes in what grouped convolutions make and read", () => {
    const found = lanesIn(conv("a", 12, 1), relu("b", 12), conv("c", 12, 3), conv("d", 12, 1));
    expect(found).toEqual([["a", 3], ["b", 3], ["c", 3]]); // biome-ignore format: pairs
  });

  it("knows none in many groups or in depthwise convolutions alone", () => {
    expect(lanesIn(conv("a", 64, 1), conv("b", 64, 32))).toEqual([]);
    expect(lanesIn(conv("a", 4, 1), conv("b", 4, 4))).toEqual([]);
  });

  it("lets lanes go on through a depthwise convolution", () => {
    const { lanes, lanewise } = channelLanesOf(
      chain(conv("a", 12, 2), conv("b", 12, 12), conv("c", 12, 2)),
    );
    expect([...lanes.values()]).toEqual([2, 2, 2]);
    expect([...lanewise]).toEqual(["b", "c"]);
  });

  it("ends them where channels are shuffled, and starts again after it", () => {
    const shuffle = layer("s", "channel_shuffle", { output_shape: [1, 12, 8, 8] });
    const { lanes, lanewise } = channelLanesOf(chain(conv("a", 12, 3), shuffle, conv("b", 12, 3)));
    expect([...lanes.values()]).toEqual([3, 3, 3]);
    expect(lanewise.has("s")).toBe(false);
    expect(lanewise.has("b")).toBe(true);
  });

  it("takes apart only what all readers take apart", () => {
    const [first, grouped] = chain(conv("a", 12, 1), conv("b", 12, 2));
    const whole = { ...conv("c", 12, 1), inputs: ["a"] };
    const layers = [first, grouped, whole].filter((one) => one !== undefined);
    expect([...channelLanesOf(layers).lanes]).toEqual([["b", 2]]);
  });

  it("lets a sum go on in lanes if both of its inputs are in as many", () => {
    const [a, b] = chain(conv("a", 12, 2), conv("b", 12, 2));
    const sum = layer("sum", "add", { inputs: ["a", "b"], output_shape: [1, 12, 8, 8] });
    const mixed = layer("mixed", "add", { inputs: ["sum", "image"], output_shape: [1, 12, 8, 8] });
    const layers = [a, b, sum, mixed].filter((one) => one !== undefined);
    const { lanes } = channelLanesOf(layers);
    expect(lanes.get("sum")).toBe(2);
    expect(lanes.has("mixed")).toBe(false);
  });

  it("draws nothing apart where groups are unknown", () => {
    const report = reportOf(chain(layer("a", "conv2d"), layer("b", "conv2d")));
    expect(
      sceneOf(networkOf(report), report, new Set()).volumes.every(
        ({ cuboids }) => cuboids.length === 1,
      ),
    ).toBe(true);
  });
});
