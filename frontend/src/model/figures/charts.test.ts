import { describe, expect, it } from "vitest";
import { layer, reportOf } from "../fixtures/layers";
import { ALEXNET, RESNET50 } from "../fixtures/reports";
import { buildNetwork } from "../network/network";
import { chartLayers, chartSpans, chartStages, largestBars } from "./charts";

const SMALL = buildNetwork(ALEXNET);
const DEEP = buildNetwork(RESNET50);

describe("the lecture's bar charts", () => {
  it("show the eight layers with weights of AlexNet", () => {
    const bars = chartLayers(SMALL);
    expect(bars.map((bar) => bar.label)).toEqual([
      ..."12345".split("").map((number) => `conv${number}`),
      "fc6",
      "fc7",
      "fc8",
    ]);
    expect(bars.map((bar) => Math.round((bar.activation_bytes ?? 0) / 1024))).toEqual([
      784, 547, 254, 169, 169, 16, 16, 4,
    ]);
    expect(bars.map((bar) => Math.round((bar.macs ?? 0) / 1e6))).toEqual([
      73, 224, 112, 150, 100, 38, 17, 4,
    ]);
    expect(largestBars(bars, (bar) => bar.params).map((bar) => bar.label)).toEqual(["fc6"]);
    expect(largestBars(bars, (bar) => bar.activation_bytes).map((bar) => bar.label)).toEqual([
      "conv1",
    ]);
  });

  it("name the bars of a deep network by stage", () => {
    const bars = chartLayers(DEEP);
    const spans = chartSpans(bars, DEEP);
    expect(spans.map(({ label, bars: count }) => `${label} ${count}`)).toEqual([
      "Stem 1",
      "Stage 1 10",
      "Stage 2 13",
      "Stage 3 19",
      "Stage 4 10",
      "Head 1",
    ]);
  });

  it("point at every bar of the largest cost", () => {
    const largest = largestBars(chartLayers(DEEP), (bar) => bar.activation_bytes);
    expect(largest.map((bar) => bar.activation_bytes)).toEqual(largest.map(() => 3211264));
    expect(largest.map((bar) => bar.path)).toEqual([
      "stem.conv1",
      "stage1.block1.conv3",
      "stage1.block1.shortcut.conv",
      "stage1.block2.conv3",
      "stage1.block3.conv3",
    ]);
  });

  it("show the pools where the lecture counts them", () => {
    const pools = chartLayers(SMALL, "pools").filter((bar) => bar.kind === "pooling");
    expect(pools.map((bar) => bar.label)).toEqual(["pool1", "pool2", "pool5"]);
  });

  it("add up to the network by stage", () => {
    const bars = chartStages(DEEP);
    expect(bars.map((bar) => bar.label)).toEqual([
      "Stem",
      ..."1234".split("").map((number) => `Stage ${number}`),
      "Head",
    ]);
    for (const cost of ["params", "macs", "activation_bytes"] as const)
      expect(bars.reduce((sum, bar) => sum + (bar[cost] ?? 0), 0)).toBe(RESNET50.totals[cost]);
  });

  it("count a layer that works in place once, in a group or outside all", () => {
    const shape = { activation_bytes: 512 };
    const report = reportOf([
      layer("conv", "conv2d", { ...shape, stored_bytes: 512 }),
      layer("relu", "relu", { ...shape, stored_bytes: 0, inputs: ["conv"] }),
    ]);
    const memory = chartStages(buildNetwork(report)).map((bar) => bar.activation_bytes);
    expect(memory).toEqual([512, 0]);
  });

  it("say of a convolution what its box says, with what is fused into it", () => {
    const network = buildNetwork(RESNET50, { fuse: true });
    const [first] = chartLayers(network);
    expect(first).toBe(network.items.get("stem.conv1"));
    expect([first?.params, first?.activation_bytes]).toEqual([9408 + 128, 2 * 3211264]);
    const layers = chartLayers(network).reduce((sum, bar) => sum + (bar.params ?? 0), 0);
    expect(layers).toBe(RESNET50.totals.params);
  });

  it("have no largest bar where nothing is known", () => {
    const unknown = chartLayers(SMALL).map((bar) => ({ ...bar, macs: null }));
    expect(largestBars(unknown, (bar) => bar.macs)).toEqual([]);
  });
});
