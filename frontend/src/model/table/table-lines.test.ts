import { describe, expect, it } from "vitest";
import type { TableRow } from "./layer-rows";
import { drawnLines, HEADING_HEIGHT, ROW_HEIGHT, tableLines } from "./table-lines";

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `layer${index}` }) as TableRow);

describe("lines of the table", () => {
  it("puts a heading above the row that begins a group", () => {
    const lines = tableLines(rows(3), new Map([["layer1", "stage1"]]));
    expect(lines.map(({ path, row, top }) => [path, row === null, top])).toEqual([
      ["layer0", false, 0],
      ["layer1", true, ROW_HEIGHT],
      ["layer1", false, ROW_HEIGHT + HEADING_HEIGHT],
      ["layer2", false, 2 * ROW_HEIGHT + HEADING_HEIGHT],
    ]);
  });

  it("draws a short table whole", () => {
    const lines = tableLines(rows(200), new Map());
    expect(drawnLines(lines, { top: 0, height: 300 }, "layer0")).toEqual(lines);
  });

  it("draws of a long table what is near the window, and the row that the tab key reaches", () => {
    const lines = tableLines(rows(5000), new Map());
    const drawn = drawnLines(lines, { top: 2000 * ROW_HEIGHT, height: 480 }, "layer4000");
    expect(drawn.length).toBeLessThan(120);
    const paths = drawn.map(({ path }) => path);
    expect(paths).toContain("layer2000");
    expect(paths).toContain("layer2019");
    expect(paths.at(-1)).toBe("layer4000");
    expect(paths).not.toContain("layer1900");
  });
});
