import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ApiError } from "../../../api/errors";
import type { ArchitectureDetail, CostReport } from "../../../api/types";
import { parseView } from "../../../state/network/view-address";
import { changedOptions, conditions, LIMITS, rejectedOption } from "./network-options";

const detail = { input_shape: [3, 224, 224], params: 100 } as unknown as ArchitectureDetail;

function report(input_shape: readonly number[], dtype = "float32", params = 100): CostReport {
  return { input_shape, dtype, totals: { params } } as unknown as CostReport;
}

const view = (search: string) => parseView(new URLSearchParams(search));

function words(text: string | null): string | undefined {
  return text?.replace(/\s/g, " ");
}

describe("the conditions of a report", () => {
  it("are not said where they are the default", () => {
    expect(conditions(detail, report([1, 3, 224, 224]))).toBeNull();
  });

  it.each([
    [report([8, 3, 320, 320], "float16"), "batch 8 · 320 × 320 · float16"],
    [report([1, 3, 224, 448]), "batch 1 · 224 × 448 · float32"],
    [
      report([1, 3, 224, 224], "float32", 130),
      "batch 1 · 224 × 224 · float32 · training-only layers",
    ],
  ])("are said in full where something is not", (shown, text) => {
    expect(words(conditions(detail, shown))).toBe(text);
  });
});

it("counts the options that differ from their defaults, height and width as one", () => {
  expect(changedOptions(view("metric=macs&count=flops&dtype=float32"))).toBe(0);
  expect(changedOptions(view("height=100&width=100&batch=2&dtype=int8&fold=1&training=1"))).toBe(5);
});

describe("a rejection", () => {
  const rejected = (field: string | null) => new ApiError("shape_mismatch", "No.", field, 400);

  it.each([
    ["batch", "height=3", "batch"],
    ["dtype", "", "dtype"],
    ["height", "height=9999", "size"],
    ["stage1.pool1", "height=3&batch=4000&training=1", "size"],
    ["loss1.conv", "training=1", "training"],
    ["stage1.conv1", "batch=4096", "batch"],
  ])("of %s with %s is shown at the %s", (field, search, option) => {
    expect(rejectedOption(rejected(field), view(search))).toBe(option);
  });

  it("blames nothing where the server failed", () => {
    expect(rejectedOption(new ApiError("unreachable", "No answer."), view("height=3"))).toBeNull();
  });
});

it.each([
  ["batch", LIMITS.batch],
  ["height", LIMITS.side],
  ["width", LIMITS.side],
])("takes as large a %s as the API does", (name, limit) => {
  const schema = readFileSync(new URL("../../../../openapi.yaml", import.meta.url), "utf8");
  const parameters = schema
    .split(/^ +- in: /m)
    .filter((text) => text.startsWith(`query\n        name: ${name}\n`));
  const limits = parameters.map((text) => Number(/maximum: (\d+)/.exec(text)?.[1]));
  expect(limits.length).toBeGreaterThan(0);
  expect(new Set(limits)).toEqual(new Set([limit]));
});
