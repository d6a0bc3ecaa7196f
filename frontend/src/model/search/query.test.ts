import { describe, expect, it } from "vitest";
import { BY_HAND } from "../fixtures/by-hand";
import { ALEXNET, DENSENET, GOOGLENET, NASNET, RESNET50, SHUFFLENET } from "../fixtures/reports";
import { buildNetwork, type Network } from "../network/network";
import { FIELDS, fieldNamed } from "./fields";
import type { NumberField } from "./numbers";
import { findIn, parseQuery, stepThrough } from "./query";
import {
  type ReportedLayer,
  type SearchedReport,
  type SearchOptions,
  searchedLayers,
} from "./searched-layer";

const REPORT = BY_HAND;
const NETWORK = buildNetwork(REPORT);

function findHits(
  report: SearchedReport,
  network: Network,
  query: string,
  options: SearchOptions = {},
): string[] {
  return findIn(searchedLayers(report, network, options), query);
}

function found(query: string, options: SearchOptions = {}): string[] {
  return findHits(REPORT, NETWORK, query, options).map((path) => path.split(".").at(-1) ?? "");
}

function problem(query: string): string {
  const { error } = parseQuery(query);
  return error ? `${error.term}: ${error.message}` : "";
}

describe("the most of all layers", () => {
  const pathsOf = (report: SearchedReport, query: string) =>
    findHits(report, buildNetwork(report), query);

  it("is fc6 of AlexNet by parameters, conv2 by operations in every convention", () => {
    expect(pathsOf(ALEXNET, "params=max")).toEqual(["head.fc6"]);
    expect(pathsOf(ALEXNET, "macs=max flops:most")).toEqual(["stage2.conv2"]);
  });

  it("is all that share the first place", () => {
    const largest = pathsOf(RESNET50, "memory=max");
    expect(largest.length).toBeGreaterThan(1);
    expect(pathsOf(RESNET50, "memory!=max")).toHaveLength(RESNET50.layers.length - largest.length);
  });

  it("is none where nothing has any, and no bound", () => {
    expect(pathsOf(ALEXNET, "latency=max")).toEqual([]);
    expect(problem("params>max")).toContain("write params=max");
  });
});

describe("words", () => {
  it.each([
    ["conv1", ["conv1"]],
    ["CONV10", ["conv10"]],
    ["conv2", ["conv2"]],
    ["conv2d 1x1", ["conv"]],
    ["conv 1x7", ["conv2"]],
    ["conv3x3", ["conv1", "dwise", "mixed"]],
    ["3×3 stem", ["conv1"]],
    ["1x1", ["conv"]],
    ["fc", ["classifier"]],
    ["classifier.1", ["classifier"]],
    ["depthwise", ["dwise"]],
    ["grouped", ["dwise", "mixed"]],
    ["pointwise", ["conv"]],
    ["shortcut", ["conv"]],
    ["strided", ["conv1"]],
    ["dilated", ["conv10"]],
    ["residual", ["add"]],
    ["gridsample", ["fold"]],
    ["stem|add", ["conv1", "add"]],
    ["stem, add", ["conv1", "add"]],
    ['"stage 1" -conv2d', ["add"]],
    ["-conv2d -unknown -head", ["add"]],
    ["!conv2d !unknown !head", ["add"]],
    ["nowhere", []],
    ["", []],
    ["   ", []],
  ])("%s", (query, names) => {
    expect(found(query)).toEqual(names);
  });

  it("are only what is written when they are quoted", () => {
    expect(found('"fc"')).toEqual([]);
    expect(found("name:“conv1”")).toEqual(["conv1"]);
  });

  it.each([
    ["pool", "pooling"],
    ["bn", "batch_norm2d"],
    ["batchnorm", "batch_norm2d"],
    ["fc", "linear"],
    ["relu", "relu"],
    ["maxpool", "max_pool2d"],
  ])("of the lecture: %s finds every %s", (word, meant) => {
    for (const report of [ALEXNET, RESNET50, GOOGLENET]) {
      const network = buildNetwork(report);
      const isMeant = (path: string) =>
        report.layers.some((one) => one.path === path && [one.op, one.kind].includes(meant));
      const expected = report.layers.map((one) => one.path).filter(isMeant);
      expect(findHits(report, network, word)).toEqual(expect.arrayContaining(expected));
      expect(findHits(report, network, `op:${word}`)).toEqual(expected);
    }
  });
});

describe("fields", () => {
  it.each([
    ["op:conv2d,linear -stage1", ["conv1", "classifier"]],
    ["op:conv2d|linear -stage1", ["conv1", "classifier"]],
    ["op=conv", []],
    ["op!=conv2d kind:merge|linear", ["add", "classifier"]],
    ["op:fc", ["classifier"]],
    ["kind:lin", ["classifier"]],
    ["name=conv", ["conv"]],
    ["name:conv", ["conv1", "conv2", "conv10", "conv"]],
    ["path:block1.conv", ["conv2", "conv10"]],
    ["source:classifier", ["classifier"]],
    ["in:stage1 op:add", ["add"]],
    ["in:stage10", ["fold"]],
    ["stage=1 kernel=1x7", ["conv2"]],
    ["stage:1 op:add", ["add"]],
    ["block=1 op:add", ["add"]],
    ["kernel=3", ["conv1", "dwise", "mixed"]],
    ["kernel = 1x7", ["conv2"]],
    ["kernel>3", ["conv2", "conv10"]],
    ["kernel!=3", ["conv2", "conv10", "conv"]],
    ["-kernel=3 -kernel=none", ["conv2", "conv10", "conv"]],
    ["kernel=1,11", ["conv10", "conv"]],
    ["stride≥2", ["conv1"]],
    ["padding>0", ["conv2"]],
    ["groups=32", ["mixed"]],
    ["channels>=1k", ["flatten", "classifier"]],
    ["filters=1000", ["classifier"]],
    ["in_channels=3 conv2d", ["conv1"]],
    ["in_features=50176", ["classifier"]],
    ["size=28x28 op:add", ["add"]],
    ["size=none", ["flatten", "classifier"]],
    ["height<28", []],
    ["macs>50%", ["classifier"]],
    ["macs=25.6M", ["classifier"]],
    ["macs=26m", ["classifier"]],
    ["macs=25M", []],
    ["flops=51.2M", ["classifier"]],
    ["macs=unknown", ["fold"]],
    ["macs!=unknown -conv2d", ["add", "flatten", "classifier"]],
    ["memory=196KB op:add", ["add"]],
    ["memory>1% op:flatten", []],
    ["live=50% op:add", ["add"]],
    ["rf=none", ["classifier"]],
    ["intensity=2.5 op:add", ["add"]],
    ["op:add|macs>50%", ["add", "classifier"]],
    ["op:add|-stage1 -head -unknown", ["conv1", "add"]],
  ])("%s", (query, names) => {
    expect(problem(query)).toBe("");
    expect(found(query)).toEqual(names);
  });

  it("read measured times", () => {
    const measurement = {
      layers: [
        { path: "stem.conv1", latency_ms: 0.125 },
        { path: "head.classifier", latency_ms: 0.875 },
        { path: "stage1.block1.add", latency_ms: null },
      ],
      conditions: { layers_sum_ms: 1 },
    };
    expect(found("latency>0.5ms", { measurement })).toEqual(["classifier"]);
    expect(found("latency=125us", { measurement })).toEqual(["conv1"]);
    expect(found("latency>=12.5%", { measurement })).toEqual(["conv1", "classifier"]);
    expect(found("latency>0")).toEqual([]);
    expect(found("latency=unknown", { measurement })).toHaveLength(REPORT.layers.length - 2);
    // A share of a sum that nobody noted is unknown.
    expect(found("latency>=0%", { measurement: { ...measurement, conditions: {} } })).toEqual([]);
  });

  it("count operations as the page does", () => {
    const network = buildNetwork(ALEXNET);
    const pools = findHits(ALEXNET, network, "operations>0 kind:pooling", { convention: "pools" });
    expect(pools).toHaveLength(3);
    expect(findHits(ALEXNET, network, "operations>0 kind:pooling")).toEqual([]);
    expect(findHits(ALEXNET, network, "other>0 kind:pooling", { convention: "pools" })).toEqual([]);
    expect(findHits(ALEXNET, network, "operations=145.711104M", { convention: "flops" })).toEqual([
      "stage1.conv1",
    ]);
  });

  it("tell a block from the stack of blocks that it is drawn in", () => {
    const network = buildNetwork(RESNET50);
    expect(network.items.has("stage1.block2-3")).toBe(true);
    const inside = (query: string) => findHits(RESNET50, network, query);
    const block = RESNET50.layers.filter((one) => one.path.startsWith("stage1.block2."));
    expect(inside("in:stage1.block2")).toEqual(block.map((one) => one.path));
    expect(inside("in:stage1.block2-3")).toHaveLength(2 * block.length);
    expect(inside("in=stage1.block2-3")).toHaveLength(2 * block.length);
  });

  it("show a fused layer where it is drawn", () => {
    const fused = buildNetwork(RESNET50, { fuse: true });
    expect(findHits(RESNET50, fused, "in:stem bn")).toEqual(["stem.conv1"]);
  });

  it("ask of a fused layer what its box and its row say", () => {
    const fused = buildNetwork(RESNET50, { fuse: true });
    const box = fused.items.get("stem.conv1");
    const layers = ["stem.conv1", "stem.bn1", "stem.relu"].map((path) => ({ path, latency_ms: 2 }));
    const measurement = { layers, conditions: { layers_sum_ms: 12 } };
    const inStem = (query: string) =>
      findHits(RESNET50, fused, `in:stem ${query}`, { measurement });
    const costs = `params=${box?.params} memory=${box?.activation_bytes} moved=${box?.bytes_moved}`;
    expect(inStem(costs)).toEqual(["stem.conv1"]);
    expect(inStem("latency=6ms latency=50%")).toEqual(["stem.conv1"]);
    expect(inStem("bn params<1k")).toEqual([]);
  });
});

/** What each number is in the report. */
const IN_REPORT: Record<string, (one: ReportedLayer) => number | null | undefined> = {
  macs: (one) => one.macs,
  flops: (one) => (one.macs === null ? null : 2 * one.macs),
  operations: (one) => one.macs,
  params: (one) => one.params,
  memory: (one) => one.activation_bytes,
  other: (one) => one.other_ops,
  moved: (one) => one.bytes_moved,
  rf: (one) => one.receptive_field?.size,
  live: (one) => one.live_bytes,
  channels: (one) => one.output_shape[1],
  height: (one) => one.output_shape[2],
  width: (one) => one.output_shape[3],
};

describe("every number", () => {
  it.each(Object.keys(IN_REPORT))("of %s is the report's", (name) => {
    const reading = IN_REPORT[name];
    for (const report of [ALEXNET, RESNET50, GOOGLENET, SHUFFLENET] as SearchedReport[]) {
      const layers = searchedLayers(report, buildNetwork(report));
      const values = new Set(report.layers.map((one) => reading?.(one) ?? null));
      for (const value of [...values].slice(0, 25)) {
        const expected = (holds: (other: number) => boolean) =>
          report.layers
            .filter((one) => {
              const other = reading?.(one) ?? null;
              return other !== null && value !== null && holds(other);
            })
            .map((one) => one.path);
        if (value === null) continue;
        expect(findIn(layers, `${name}=${value}`)).toEqual(expected((other) => other === value));
        expect(findIn(layers, `${name}>${value}`)).toEqual(expected((other) => other > value));
        expect(findIn(layers, `${name}<=${value}`)).toEqual(expected((other) => other <= value));
        expect(findIn(layers, `${name}!=${value}`)).toEqual(expected((other) => other !== value));
      }
    }
  });

  it("of a share adds up with the network's total", () => {
    const { layers, totals } = RESNET50;
    const expected = layers
      .filter((one) => (one.macs ?? 0) / (totals.macs ?? 1) > 0.02)
      .map((one) => one.path);
    expect(expected.length).toBeGreaterThan(5);
    expect(findHits(RESNET50, buildNetwork(RESNET50), "macs>2%")).toEqual(expected);
  });
});

describe("every field", () => {
  it.each(FIELDS.map((field) => [field.name, field] as const))("%s", (_, field) => {
    expect(problem(field.example)).toBe("");
    for (const alias of field.aliases) expect(fieldNamed(alias)).toBe(field);
    if (field.type === "text") {
      expect(problem(`${field.name}>a`)).toContain("is a word");
      return;
    }
    expect(problem(`${field.name}>=0 ${field.name}!=1|2 ${field.name}=none`)).toBe("");
    expect(problem(`${field.name}>abc`)).toContain(`${field.name} takes`);
    const share = problem(`${field.name}>5%`);
    if (hasShare(field)) expect(share).toBe("");
    else expect(share).toContain("has no network total");
  });

  function hasShare(field: NumberField): boolean {
    return field.share !== undefined;
  }
});

it("steps through what it found, from wherever one is", () => {
  const hits = ["stage1.block1.conv2", "stage1.block1.add"];
  const [second, seventh] = hits;
  const step = (from: string | null, by: 1 | -1) => stepThrough(REPORT, hits, from, by);
  expect([step(null, 1), step("stem.conv1", 1), step("head.flatten", 1)]).toEqual([
    second,
    second,
    second,
  ]);
  expect([step("stage1.block1.conv2", 1), step("stage1.block1.dwise", 1)]).toEqual([
    seventh,
    seventh,
  ]);
  expect([step(null, -1), step("stem.conv1", -1), step("stage1.block1.dwise", -1)]).toEqual([
    seventh,
    seventh,
    second,
  ]);
  expect(stepThrough(REPORT, [], null, 1)).toBeNull();
});

it("finds nothing that a report does not have", () => {
  for (const report of [DENSENET, NASNET])
    expect(findHits(report, buildNetwork(report), "kernel>0")).toEqual([]);
});
