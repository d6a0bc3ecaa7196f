import { describe, expect, it } from "vitest";
import { chartLayers, chartSpans, chartStages, largestBars } from "./charts";
import { ALEXNET, RESNET50 } from "./fixtures/reports";

describe("the lecture's bar charts", () => {
  it("show the eight layers with weights of AlexNet", () => {
    const bars = chartLayers(ALEXNET.layers);
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
    const bars = chartLayers(RESNET50.layers);
    const spans = chartSpans(bars, RESNET50.groups);
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
    const largest = largestBars(chartLayers(RESNET50.layers), (bar) => bar.activation_bytes);
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
    const pools = chartLayers(ALEXNET.layers, "pools").filter((bar) => bar.kind === "pooling");
    expect(pools.map((bar) => bar.label)).toEqual(["pool1", "pool2", "pool5"]);
  });

  it("add up to the network by stage", () => {
    const bars = chartStages(RESNET50.layers, RESNET50.groups);
    expect(bars.map((bar) => bar.label)).toEqual([
      "Stem",
      ..."1234".split("").map((number) => `Stage ${number}`),
      "Head",
    ]);
    for (const cost of ["params", "macs", "activation_bytes"] as const)
      expect(bars.reduce((sum, bar) => sum + (bar[cost] ?? 0), 0)).toBe(RESNET50.totals[cost]);
  });

  it("have no largest bar where nothing is known", () => {
    const unknown = chartLayers(ALEXNET.layers).map((layer) => ({ ...layer, macs: null }));
    expect(largestBars(unknown, (bar) => bar.macs)).toEqual([]);
  });
});
