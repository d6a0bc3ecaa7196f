import { describe, expect, it } from "vitest";
import {
  allLatencyConditions,
  type ComparedArchitecture,
  latencyUnder,
  plotPoints,
  protocols,
  ratio,
  readCompareView,
  resolveView,
  writeCompareView,
} from "./comparison";

function architecture(
  slug: string,
  accuracies: [protocol: string, error: number | null][],
): ComparedArchitecture {
  return {
    slug,
    name: slug,
    family: "F",
    year: 2015,
    params: 10,
    macs: 100,
    activation_bytes: 1000,
    peak_activation_bytes: null,
    depth: 5,
    accuracies: accuracies.map(([protocol, top1_error_pct]) => ({
      protocol,
      top1_error_pct,
      source: `table of ${slug}`,
    })),
    measurements: [],
  };
}

const one = architecture("one", [
  ["single-crop", 30],
  ["single-crop", 25],
  ["10-crop", 28],
]);
const two = architecture("two", [["single-crop", 40]]);
const three = architecture("three", [
  ["ensemble", 3],
  ["10-crop", null],
]);
const all = [one, two, three];
const plain = readCompareView({});

describe("the view", () => {
  it("survives an address and a frozen answer", () => {
    const view = readCompareView({
      x: "params",
      scale: "linear",
      y: "error",
      protocol: "10-crop",
      baseline: "two",
    });
    expect(readCompareView(writeCompareView(view))).toEqual(view);
    expect(readCompareView(JSON.parse(JSON.stringify(view)))).toEqual(view);
    expect(writeCompareView(plain)).toEqual({});
  });

  it("reads nonsense as the default", () => {
    expect(readCompareView({ x: "depth", scale: 3, y: null, protocol: {} })).toEqual(plain);
  });

  it("is resolved to the most shared protocol and the first baseline", () => {
    expect(resolveView(plain, all)).toMatchObject({ protocol: "single-crop", baseline: "one" });
    expect(resolveView({ ...plain, protocol: "gone", baseline: "two" }, all)).toMatchObject({
      protocol: "single-crop",
      baseline: "two",
    });
    expect(resolveView(plain, [])).toMatchObject({ protocol: "", baseline: "", latency: "" });
  });
});

describe("protocols", () => {
  it("come most shared first, and count only those with a top-1 result", () => {
    expect(protocols(all)).toEqual(["single-crop", "10-crop", "ensemble"]);
    expect(protocols([three])).toEqual(["ensemble"]);
  });

  it("are never mixed: what lacks the chosen one is listed, not drawn", () => {
    const { points, missing } = plotPoints(all, resolveView(plain, all));
    expect(points.map((point) => [point.architecture.slug, point.y])).toEqual([
      ["one", 70],
      ["two", 60],
    ]);
    expect(missing.map((item) => item.architecture.slug)).toEqual(["three"]);
  });

  it("draw the preferred result of the protocol with its source", () => {
    const { points } = plotPoints([one], { ...resolveView(plain, [one]), y: "error" });
    expect(points[0]).toMatchObject({ y: 30, source: "table of one" });
  });

  it("do not place an unknown cost", () => {
    const { points, missing } = plotPoints([{ ...two, macs: null }], resolveView(plain, [two]));
    expect(points).toEqual([]);
    expect(missing[0]?.reason).toBe("its cost is unknown");
  });
});

it("divides by the baseline only when both are known", () => {
  expect(ratio(216, 10)).toBeCloseTo(21.6);
  expect(ratio(null, 10)).toBeNull();
  expect(ratio(5, 0)).toBeNull();
  expect(ratio(5, null)).toBeNull();
});

it("reads latencies under one set of conditions, the newest first", () => {
  const fact = { device_name: "CPU", dtype: "float32", batch: 1 };
  const measured = {
    ...one,
    measurements: [
      { ...fact, latency_ms: { median: 3 } },
      { ...fact, latency_ms: { median: 9 } },
      { ...fact, batch: 8, latency_ms: { median: 20 } },
    ],
  };
  expect(allLatencyConditions([measured, two])).toEqual([
    "CPU, float32, batch 1",
    "CPU, float32, batch 8",
  ]);
  expect(latencyUnder(measured, "CPU, float32, batch 1")).toBe(3);
  expect(latencyUnder(two, "CPU, float32, batch 1")).toBeNull();
});
