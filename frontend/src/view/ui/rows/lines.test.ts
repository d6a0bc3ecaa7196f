import { describe, expect, it } from "vitest";
import { lineEnd, linesOf, renderedLines, rowForKey } from "./lines";

const HEIGHTS = { row: 24, heading: 29 };

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `layer${index}` }));

describe("lines of a table", () => {
  it("puts a heading above the row that begins a group", () => {
    const lines = linesOf(rows(3), HEIGHTS, new Map([["layer1", "stage1"]]));
    expect(lines.map(({ key, row, index, top }) => [key, row === null, index, top])).toEqual([
      ["layer0", false, 0, 0],
      ["layer1", true, 1, 24],
      ["layer1", false, 1, 24 + 29],
      ["layer2", false, 2, 2 * 24 + 29],
    ]);
  });

  it("renders a short table whole", () => {
    const lines = linesOf(rows(200), HEIGHTS);
    expect(renderedLines(lines, { top: 900, height: 300 }, "layer0")).toEqual(lines);
  });

  it("renders of a long table what is near the visible range, wherever that is", () => {
    const lines = linesOf(rows(5000), HEIGHTS);
    for (const top of [0, 700, 50_000, 5000 * 24 - 600, 1e7]) {
      const rendered = renderedLines(lines, { top, height: 600 }, undefined);
      const first = Math.min(4999, Math.floor(top / 24));
      expect(rendered[0]?.index).toBeLessThanOrEqual(first);
      expect(rendered.at(-1)?.index).toBeGreaterThanOrEqual(Math.min(4999, first + 600 / 24));
      expect(rendered.length).toBeLessThan(90);
    }
  });

  it("renders the Tab key's stop too, in its place", () => {
    const lines = linesOf(rows(5000), HEIGHTS);
    const visible = { top: 2000 * 24, height: 480 };
    const keys = (stop: string) => renderedLines(lines, visible, stop).map(({ key }) => key);
    expect(keys("layer4000").length).toBeLessThan(120);
    expect(keys("layer4000")).toContain("layer2000");
    expect(keys("layer4000")).toContain("layer2019");
    expect(keys("layer4000")).not.toContain("layer1900");
    expect(keys("layer4000").at(-1)).toBe("layer4000");
    expect(keys("layer4")[0]).toBe("layer4");
    expect(keys("layer2000")).toEqual(keys("nowhere"));
    expect(keys("nowhere")).not.toContain("layer4000");
  });

  it("ends where its last line ends", () => {
    expect(lineEnd(linesOf(rows(3), HEIGHTS).at(-1))).toBe(72);
    expect(lineEnd(linesOf([], HEIGHTS).at(-1))).toBe(0);
  });
});

it.each([
  ["ArrowDown", 0, 1],
  ["ArrowUp", 0, 0],
  ["ArrowUp", 7, 6],
  ["ArrowDown", 39, 39],
  ["PageDown", 0, 12],
  ["PageDown", 35, 39],
  ["PageUp", 1, 0],
  ["Home", 7, 0],
  ["End", 7, 39],
  ["x", 7, null],
])("%s goes from row %s to %s", (key, at, to) => {
  expect(rowForKey(key, at, 40)).toBe(to);
});
