import { describe, expect, it } from "vitest";
import { ALEXNET, DENSENET, RESNET50 } from "../fixtures/reports";
import { buildNetwork, groupPaths, type Network } from "../network/network";
import { figureOf } from "./metrics";
import { isFilteredOut, latencyValues, overlayScale, valuesOf } from "./overlay";

const resnet = buildNetwork(RESNET50);
const fused = buildNetwork(RESNET50, { fuse: true });

const EACH_MS = 2;
const latencies = RESNET50.layers.map(({ path }) => ({ path, latency_ms: EACH_MS }));

function layersIn(network: Network, path: string): number {
  return network.items.get(path)?.layers ?? 0;
}

describe("measured latency", () => {
  it.each([
    ["as drawn", resnet],
    ["with fused layers", fused],
  ])("of a group is the sum over all its layers, %s", (_, network) => {
    const values = latencyValues(network, latencies);
    for (const path of ["", "stage3", "stage3.block2-6"])
      expect(values.get(path)).toBe(EACH_MS * layersIn(network, path));
    expect(values.get("stem.conv1")).toBe(EACH_MS * layersIn(network, "stem.conv1"));
  });

  it("is unknown where a layer was not measured", () => {
    const partly = latencies.filter(({ path }) => path !== "stage3.block1.bn1");
    const values = latencyValues(resnet, partly);
    expect(values.get("stage3.block1.bn1")).toBeNull();
    expect([values.get("stage3"), values.get("")]).toEqual([null, null]);
    expect(values.get("stage2")).toBe(EACH_MS * layersIn(resnet, "stage2"));
  });
});

describe("the scale of an overlay", () => {
  const memory = valuesOf(resnet, figureOf("memory", "macs").of);

  it("is over the boxes that can be seen, with the sums of closed groups", () => {
    const closed = overlayScale(resnet, memory, new Set(), "linear");
    expect(closed.bands.reduce((sum, { count }) => sum + count, 0)).toBe(6);
    expect(closed.bands.at(-1)?.bounds?.[1]).toBe(memory.get("stage1"));
  });

  it("leaves out frames and what is inside closed groups", () => {
    const opened = overlayScale(resnet, memory, new Set(["stage1", "stage3.block1"]), "linear");
    expect(opened.bands.reduce((sum, { count }) => sum + count, 0)).toBe(5 + 2);
    expect(opened.bands.at(-1)?.bounds?.[1]).toBe(memory.get("stage2"));
  });

  it("is linear where one group dominates, logarithmic over all layers of a large network", () => {
    const params = (report: typeof ALEXNET, open: (network: Network) => readonly string[]) => {
      const network = buildNetwork(report);
      const values = valuesOf(network, figureOf("params", "macs").of);
      return overlayScale(network, values, new Set(open(network)), "auto").kind;
    };
    expect(params(ALEXNET, () => [])).toBe("linear");
    expect(params(ALEXNET, groupPaths)).toBe("linear");
    expect(params(DENSENET, groupPaths)).toBe("log");
  });
});

it("lets through the colours of a range, and the unknown only without one", () => {
  expect([0, 3, 5, 8, null].map((step) => isFilteredOut(step, [3, 5]))).toEqual([
    true,
    false,
    false,
    true,
    true,
  ]);
  expect(isFilteredOut(null, null)).toBe(false);
});

it("lets through what has no figure, and nothing else, when that is picked", () => {
  expect([0, 8, null].map((step) => isFilteredOut(step, "unknown"))).toEqual([true, true, false]);
});
