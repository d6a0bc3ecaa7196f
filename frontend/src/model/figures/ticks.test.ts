import { expect, it } from "vitest";
import { legendSizes, logTicks } from "./ticks";

it("writes 1, 2, 5 in each decade, or the decades alone", () => {
  expect(logTicks(4e8, 2.2e10)).toEqual([5e8, 1e9, 2e9, 5e9, 1e10, 2e10]);
  expect(logTicks(1, 1e5)).toEqual([1, 10, 100, 1000, 1e4, 1e5]);
});

it("picks round sizes for a legend", () => {
  expect(legendSizes(144e6)).toEqual([1e7, 4e7, 1e8]);
  expect(legendSizes(61e6)).toEqual([5e6, 2e7, 5e7]);
  expect(legendSizes(0)).toEqual([]);
});
