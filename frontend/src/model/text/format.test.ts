import { expect, it } from "vitest";
import cases from "./figures-as-text.json";
import {
  exact,
  formatBytes,
  formatCount,
  formatDate,
  formatMilliseconds,
  formatNumberOf,
  formatPercent,
  formatRatio,
  formatShape,
  formatShare,
  formatSmall,
  inUnit,
  withoutTrailingZeros,
} from "./format";

/** The special spaces as plain ones, so that the tables below can be read. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, " ");
}

/** The server writes the same cases alike (tests/domain/test_quantities.py). */
it("writes counts, sizes and shares as the server does", () => {
  for (const [value, unit, text] of cases.counts as [number | null, string, string][]) {
    expect(plain(formatCount(value, unit))).toBe(text);
  }
  for (const [value, text] of cases.sizes as [number | null, string][]) {
    expect(plain(formatBytes(value))).toBe(text);
  }
  for (const [part, whole, text] of cases.shares as [number, number, string][]) {
    expect(plain(formatShare(part / whole))).toBe(text);
  }
});

it.each([
  [25_557_032, "parameters", "25.6 M parameters"],
  [-2_500, "", "−2.50 k"],
  [null, "MACs", "unknown"],
  [undefined, "", "unknown"],
])("counts %s %s as %s", (value, unit, text) => {
  expect(plain(formatCount(value, unit))).toBe(text);
});

it.each([
  [3.2, "3.20 ms"],
  [0.0124, "12.4 µs"],
  [1530, "1.53 s"],
  [0, "0 ms"],
  [null, "unknown"],
])("writes %s ms as %s", (value, text) => {
  expect(plain(formatMilliseconds(value))).toBe(text);
});

it("writes shapes, per cent, ratios and every digit", () => {
  expect(plain(formatShape([64, 56, 56]))).toBe("64 × 56 × 56");
  expect(plain(formatPercent(23.85))).toBe("23.9 %");
  expect(plain(formatRatio(21.64))).toBe("21.6 ×");
  expect(plain(exact(25_557_032, "parameters"))).toBe("25 557 032 parameters");
  expect(plain(exact(null))).toBe("unknown");
});

it("divides for a column with a fixed unit", () => {
  expect(inUnit(802_816, "KB")).toBe(784);
  expect(inUnit(25_500_000, "M")).toBe(25.5);
  expect(inUnit(null, "KB")).toBeNull();
});

it.each([
  ["1.00 G", "1 G"],
  ["10.0 M", "10 M"],
  ["2.50 k", "2.5 k"],
  ["100 k", "100 k"],
  ["70.0 %", "70 %"],
])("writes %s round as %s", (text, round) => {
  expect(withoutTrailingZeros(text)).toBe(round);
});

it("writes numbers of things, small numbers and dates", () => {
  expect([formatNumberOf(1, "layer"), formatNumberOf(0, "layer")]).toEqual(["1 layer", "0 layers"]);
  expect(formatSmall(3.14e-7)).toBe("3.1e-7");
  expect(formatDate("2026-11-28T12:00:00Z")).toBe("28 November 2026");
});
