import { describe, expect, it } from "vitest";
import * as REPORTS from "../../fixtures/reports";
import { buildNetwork } from "../../network/network";
import { liftEdges } from "./lift";

const resnet = buildNetwork(REPORTS.RESNET50);

describe("lifted edges", () => {
  const names = (open: string[], within: string) => {
    const group = liftEdges(resnet, new Set(open)).get(within);
    return group?.links.map((link) => link.map((end) => group.children[end] ?? end).join(" "));
  };

  it("join stages when all are closed", () => {
    expect(names([], "")).toEqual([
      "-1 stem",
      "stem stage1",
      "stage1 stage2",
      "stage2 stage3",
      "stage3 stage4",
      "stage4 head",
    ]);
  });

  it("never lead from what a stack shows to itself", () => {
    const open = new Set(["stage3", "stage3.block2"]);
    for (const { path, links } of liftEdges(resnet, open).values())
      for (const [from, to] of links) expect([path, from === to]).toEqual([path, false]);
    expect(liftEdges(resnet, open).get("stage3.block2-6")?.children).toEqual(["stage3.block2"]);
  });

  it("carry the residual shortcut of a block", () => {
    const inside = names(["stage1", "stage1.block1"], "stage1.block1");
    expect(inside).toContain("-1 stage1.block1.shortcut");
    expect(inside).toContain("stage1.block1.shortcut stage1.block1.add");
    expect(inside).toContain("stage1.block1.relu -2");
  });
});
