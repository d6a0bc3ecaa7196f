import { describe, expect, it } from "vitest";
import { NASNET, RESNET50 } from "../fixtures/reports";
import { buildNetwork, groupPaths } from "../network/network";
import { hitsInside, treeMove, treeRows, windowText } from "./tree-rows";

const NETWORK = buildNetwork(RESNET50);
const OPEN = new Set(["stage1", "stage1.block2-3", "stage1.block2"]);
const ROWS = treeRows(NETWORK, OPEN);

function at(path: string): number {
  return ROWS.findIndex((row) => row.path === path);
}

function move(path: string, key: string) {
  return treeMove(ROWS, at(path), key);
}

describe("rows", () => {
  it("are what the diagram shows for a set of open groups", () => {
    const told = ROWS.map(({ path, level, expanded }) => `${level} ${path} ${expanded ?? "layer"}`);
    expect(told.slice(0, 5)).toEqual([
      "1 stem false",
      "1 stage1 true",
      "2 stage1.block1 false",
      "2 stage1.block2-3 true",
      "3 stage1.block2 true",
    ]);
    expect(told.filter((row) => row.startsWith("4"))).toHaveLength(
      NETWORK.items.get("stage1.block2")?.children.length ?? 0,
    );
    expect(told.slice(-5)).toEqual([
      "3 stage1.block3 false",
      "1 stage2 false",
      "1 stage3 false",
      "1 stage4 false",
      "1 head false",
    ]);
  });

  it("know their place among their siblings", () => {
    const stage2 = ROWS[at("stage2")];
    expect([stage2?.position, stage2?.siblings]).toEqual([3, 6]);
  });

  it("leave out the contents of a group inside a closed one", () => {
    expect(treeRows(NETWORK, new Set(["stage1.block1"])).map((row) => row.path)).toEqual(
      treeRows(NETWORK, new Set()).map((row) => row.path),
    );
  });

  it("have every layer once when all is open", () => {
    for (const report of [RESNET50, NASNET]) {
      const network = buildNetwork(report);
      const rows = treeRows(network, new Set(groupPaths(network)));
      const layers = rows.filter((row) => row.expanded === null).map((row) => row.path);
      expect([...layers].sort()).toEqual(report.layers.map((layer) => layer.path).sort());
      expect(rows).toHaveLength(network.items.size - 1);
    }
  });

  it("show one member of a stack that is open no further", () => {
    const rows = treeRows(NETWORK, new Set(["stage1", "stage1.block2"]));
    const stack = rows.findIndex((row) => row.path === "stage1.block2-3");
    expect(rows[stack]).toMatchObject({ expanded: true, shows: 1 });
    expect(rows[stack + 1]).toMatchObject({ path: "stage1.block2", level: 3, siblings: 1 });
    expect(rows.some((row) => row.path === "stage1.block3")).toBe(false);
  });

  it("do not list what is fused into another layer", () => {
    const fused = buildNetwork(RESNET50, { fuse: true });
    const rows = treeRows(fused, new Set(["stem"]));
    expect(rows.slice(0, 3).map((row) => row.path)).toEqual(["stem", "stem.conv1", "stem.maxpool"]);
  });
});

describe("keys", () => {
  it.each([
    ["stem", "ArrowRight", { toggle: "stem" }],
    ["stage1", "ArrowRight", { to: 2 }],
    ["stage1.block2.conv1", "ArrowRight", null],
    ["stage1", "ArrowLeft", { toggle: "stage1" }],
    ["stage1.block2.conv2", "ArrowLeft", { to: at("stage1.block2") }],
    ["stage1.block3", "ArrowLeft", { to: at("stage1.block2-3") }],
    ["stem", "ArrowLeft", null],
    ["stage2", "Enter", { select: "stage2" }],
    ["stage2", " ", { toggle: "stage2" }],
    ["stage1.block2.conv1", " ", { select: "stage1.block2.conv1" }],
    ["stage1.block3", "*", { open: ["stage1.block3"] }],
    ["stage2", "*", { open: ["stem", "stage2", "stage3", "stage4", "head"] }],
    ["stage1.block2-3", "o", { oneOrAll: "stage1.block2-3" }],
    ["stage1.block2", "o", null],
    ["stage2", "x", null],
    ["nowhere", "ArrowRight", null],
  ])("%s %s", (path, key, expected) => {
    expect(move(path, key)).toEqual(expected);
  });
});

it("counts what was found inside each group", () => {
  const counts = hitsInside(NETWORK, ["stem.conv1", "stage1.block2.conv1", "stage1.block3.conv1"]);
  expect(Object.fromEntries(counts)).toEqual({
    stem: 1,
    stage1: 2,
    "stage1.block2-3": 2,
    "stage1.block2": 1,
    "stage1.block3": 1,
  });
});

it("writes windows as the lecture does", () => {
  const window = (attributes: Record<string, unknown>) => windowText({ attributes });
  expect(window({ kernel_size: [7, 7], stride: [2, 2], padding: [3, 3] })).toBe("7 / 2 / 3");
  expect(window({ kernel_size: [1, 7], stride: [1, 1], padding: [0, 3] })).toBe(
    "1 × 7 / 1 / 0 × 3",
  );
  expect(window({})).toBe("");
});
