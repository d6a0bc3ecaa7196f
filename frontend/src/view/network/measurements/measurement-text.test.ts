import { describe, expect, it } from "vitest";
import type { ArchitectureDetail, CostReport, Measurement } from "../../../api/types";
import { captionOf } from "../picture/caption";
import type { OverlayView } from "../picture/use-overlay";
import { conditionName, otherConditions } from "./measurement-text";

const measurement = {
  device_name: "A CPU",
  dtype: "float32",
  batch: 1,
  input_shape: [1, 3, 224, 224],
  taken_at: "2025-03-04T12:00:00Z",
} as unknown as Measurement;

function report(input_shape: readonly number[], dtype = "float32", params = 100): CostReport {
  return { input_shape, dtype, totals: { params } } as unknown as CostReport;
}

function words(text: string | null): string | undefined {
  return text?.replace(/\s/g, " ");
}

it("says what a measurement was taken for where the page is for something else", () => {
  expect(otherConditions(measurement, report([1, 3, 224, 224]))).toBeNull();
  expect(words(otherConditions(measurement, report([8, 3, 320, 320], "float16")))).toBe(
    "Measured for input 3 × 224 × 224, batch 1, float32; the other figures are for input 3 × 320 × 320, batch 8, float16.",
  );
});

describe("a picture that leaves the page", () => {
  const detail = { name: "Net", params: 100 } as unknown as ArchitectureDetail;
  const overlay = (metric: string) => ({ overlay: { metric }, scale: {} }) as OverlayView;
  const said = (metric: string, shown: CostReport) =>
    words(captionOf(detail, shown, measurement, overlay(metric)).conditions);

  it("says what its figures are for", () => {
    expect(said("memory", report([8, 3, 320, 320], "float16"))).toBe(
      "Input 3 × 320 × 320, batch 8, float16. Made with Layerscope.",
    );
    expect(said("macs", report([1, 3, 224, 224], "float32", 130))).toContain(
      "float32, with training-only layers.",
    );
  });

  it("says what its latencies were measured on, when and for", () => {
    const text = said("latency", report([8, 3, 320, 320]));
    expect(text).toMatch(
      /^Input 3 × 224 × 224, batch 1, float32, measured on A CPU, \d+ Mar 2025, \d\d:\d\d\. Made/,
    );
  });
});

it("names the conditions with their units, and those of a newer worker as they come", () => {
  expect(conditionName("clock_mhz_before")).toBe("clock before, MHz");
  expect(conditionName("torch_version")).toBe("PyTorch version");
  expect(conditionName("fan_speed")).toBe("fan speed");
});
