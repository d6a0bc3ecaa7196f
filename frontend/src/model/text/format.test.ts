import { expect, it } from "vitest";
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

it.each([
  [0, "", "0"],
  [7, "", "7"],
  [613, "", "613"],
  [1000, "", "1.00 k"],
  [999_499, "", "999 k"],
  [999_600, "", "1.00 M"],
  [25_557_032, "", "25.6 M"],
  [25_557_032, "parameters", "25.6 M parameters"],
  [4_089_184_256, "MACs", "4.09 GMACs"],
  [12, "MACs", "12 MACs"],
  [0.1234, "", "0.123"],
  [-2_500, "", "−2.50 k"],
  [null, "MACs", "unknown"],
  [undefined, "", "unknown"],
])("counts %s %s as %s", (value, unit, text) => {
  expect(plain(formatCount(value, unit))).toBe(text);
});

it.each([
  [0, "0 B"],
  [512, "512 B"],
  [774_400, "756 KB"],
  [1024, "1.00 KB"],
  [1_048_576, "1.00 MB"],
  [1_048_000, "0.999 MB"],
  [null, "unknown"],
])("writes %s bytes as %s", (value, text) => {
  expect(plain(formatBytes(value))).toBe(text);
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
  const shares = [0, 0.0004, 0.001, 0.25, 0.9996, 1].map((share) => plain(formatShare(share)));
  expect(shares).toEqual([
    "0.0 %",
    "less than 0.1 %",
    "0.1 %",
    "25.0 %",
    "more than 99.9 %",
    "100.0 %",
  ]);
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
