import { describe, expect, it } from "vitest";
import { type DiagramView, diagramQuery, parseDiagramView } from "./diagram-view";

const DEFAULT: DiagramView = {
  open: null,
  metric: "memory",
  layer: null,
  tab: "table",
  measurement: null,
};

describe("the diagram's address", () => {
  it.each<[string, Partial<DiagramView>]>([
    ["", {}],
    ["open=all", { open: "all" }],
    ["open=none", { open: [] }],
    ["open=stage1,stage3.block2-6", { open: ["stage1", "stage3.block2-6"] }],
    ["metric=macs&layer=stage1.block1.conv1", { metric: "macs", layer: "stage1.block1.conv1" }],
    ["tab=measurements&measurement=7", { tab: "measurements", measurement: "7" }],
  ])("%s survives the way there and back", (text, change) => {
    const view = { ...DEFAULT, ...change };
    expect(parseDiagramView(new URLSearchParams(text))).toEqual(view);
    expect(parseDiagramView(diagramQuery(view))).toEqual(view);
  });

  it("falls back to the default for words it does not know", () => {
    expect(parseDiagramView(new URLSearchParams("metric=colour&tab=x"))).toEqual(DEFAULT);
  });

  it("keeps what others put into the address", () => {
    const params = diagramQuery({ ...DEFAULT, metric: "macs" }, new URLSearchParams("theme=dark"));
    expect(params.toString()).toBe("theme=dark&metric=macs");
  });
});
