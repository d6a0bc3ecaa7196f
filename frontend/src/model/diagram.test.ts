import { describe, expect, it } from "vitest";
import { ALEXNET, RESNET50 } from "./fixtures/reports";
import { countBoxes, defaultOpen, IN, liftEdges, OUT, type Visible, visibleTree } from "./fold";
import { BOX_HEIGHT, type Box, layoutTree } from "./layout";
import { buildNetwork, groupPaths, type Network, type Report } from "./network";
import { ROW_GAP, roundedPath } from "./routes";
import { colourScale, share } from "./scale";

const resnet = buildNetwork(RESNET50);
const alexnet = buildNetwork(ALEXNET);

/** The visible tree, one line per item, as a reader would sketch it. */
function sketch(tree: Visible, depth = 0): string[] {
  const name = `${"  ".repeat(depth)}${tree.item.label}`;
  const mark = tree.item.count > 1 ? ` x ${tree.item.count}` : "";
  return [name + mark, ...(tree.children ?? []).flatMap((child) => sketch(child, depth + 1))];
}

function laidOut(network: Network, open: Iterable<string>) {
  const set = new Set(open);
  return layoutTree(visibleTree(network, set), liftEdges(network, set));
}

describe("the tree", () => {
  it("opens as stages, with equal blocks stacked", () => {
    expect(sketch(visibleTree(resnet, new Set(["stage3"])))).toEqual([
      "Network",
      "  Stem",
      "  Stage 1",
      "  Stage 2",
      "  Stage 3",
      "    Block 1",
      "    Blocks 2 to 6 x 5",
      "  Stage 4",
      "  Head",
    ]);
  });

  it("opens a stack into its blocks", () => {
    const tree = visibleTree(resnet, new Set(["stage3", "stage3.block2-6"]));
    expect(sketch(tree).slice(6, 9)).toEqual([
      "    Blocks 2 to 6 x 5",
      "      Block 2",
      "      Block 3",
    ]);
  });

  it("gives every layer and group one place", () => {
    const everything = visibleTree(resnet, new Set(groupPaths(resnet)));
    expect(countBoxes(everything)).toBe(RESNET50.layers.length);
  });

  it("sums a stack from its equal members", () => {
    const stack = resnet.items.get("stage3.block2-6");
    expect(stack?.params).toBe(5 * (resnet.items.get("stage3.block2")?.params ?? 0));
  });

  it("keeps totals when blocks are stacked", () => {
    for (const cost of ["params", "macs", "activation_bytes"] as const) {
      const stage = resnet.items.get("stage3");
      const inside = (stage?.children ?? []).map((path) => resnet.items.get(path)?.[cost] ?? 0);
      expect(inside.reduce((sum, value) => sum + value, 0)).toBe(stage?.[cost]);
    }
  });

  it("chooses the deepest levels that fit a budget", () => {
    expect(defaultOpen(resnet, 8)).toEqual(new Set());
    expect(countBoxes(visibleTree(resnet, defaultOpen(resnet, 40)))).toBeLessThanOrEqual(40);
    expect(defaultOpen(alexnet, 1000)).toEqual(new Set(groupPaths(alexnet)));
  });

  it("keeps an unknown cost unknown", () => {
    const report: Report = {
      ...ALEXNET,
      layers: ALEXNET.layers.map((layer) => ({ ...layer, macs: null })),
    };
    expect(buildNetwork(report).items.get("stage1.conv1")?.macs).toBeNull();
  });
});

describe("edges", () => {
  it("join stages when all are closed", () => {
    const edges = liftEdges(resnet, new Set()).get("") ?? [];
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      `${IN} stem`,
      "stem stage1",
      "stage1 stage2",
      "stage2 stage3",
      "stage3 stage4",
      "stage4 head",
    ]);
  });

  it("carry the residual shortcut of a block", () => {
    const open = new Set(["stage1", "stage1.block1"]);
    const inside = liftEdges(resnet, open).get("stage1.block1") ?? [];
    expect(inside).toContainEqual({ from: IN, to: "stage1.block1.shortcut" });
    expect(inside).toContainEqual({ from: "stage1.block1.shortcut", to: "stage1.block1.add" });
    expect(inside).toContainEqual({ from: "stage1.block1.relu", to: OUT });
  });
});

describe("the layout", () => {
  const all = groupPaths(resnet);
  const cuts = [[], ["stage3"], ["stage1", "stage1.block1"], all, all.slice(0, 12), all.slice(5)];

  function overlaps(a: Box, b: Box): boolean {
    return (
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    );
  }

  it.each(cuts)("puts no two boxes on one place (%#)", (...open) => {
    const boxes = laidOut(resnet, open).boxes.filter((box) => !box.frame);
    for (const [index, box] of boxes.entries())
      for (const other of boxes.slice(index + 1)) expect(overlaps(box, other)).toBe(false);
  });

  it.each(cuts)("keeps what is inside a frame inside it (%#)", (...open) => {
    const { boxes } = laidOut(resnet, open);
    const frames = new Map(boxes.filter((box) => box.frame).map((box) => [box.path, box]));
    for (const box of boxes) {
      const frame = frames.get(resnet.items.get(box.path)?.parent ?? "");
      if (!frame) continue;
      expect(box.x).toBeGreaterThanOrEqual(frame.x);
      expect(box.y).toBeGreaterThan(frame.y);
      expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width);
      expect(box.y + box.height).toBeLessThanOrEqual(frame.y + frame.height);
    }
  });

  it.each(cuts)("lets every edge go down and through no box (%#)", (...open) => {
    const { boxes, lines } = laidOut(resnet, open);
    const leaves = boxes.filter((box) => !box.frame);
    for (const line of lines) {
      const ys = line.points.map(([, y]) => y);
      expect(ys).toEqual([...ys].sort((a, b) => a - b));
      for (const [index, [x, y]] of line.points.entries()) {
        const [px, py] = line.points[index - 1] ?? [x, y];
        const [left, right] = [Math.min(x, px), Math.max(x, px)];
        const hit = leaves.find(
          (box) =>
            box.x < right && left < box.x + box.width && box.y < y && py < box.y + box.height,
        );
        expect(hit?.path).toBeUndefined();
      }
    }
  });

  it("leaves no hole in the longest path beside a tall branch", () => {
    const { boxes } = laidOut(resnet, all);
    const [conv, norm] = ["conv1", "bn1"].map((name) =>
      boxes.find((box) => box.path === `stage1.block1.${name}`),
    );
    expect((norm?.y ?? 0) - (conv?.y ?? 0) - BOX_HEIGHT).toBe(ROW_GAP);
  });

  it("is the same for the same input", () => {
    expect(laidOut(resnet, all)).toEqual(laidOut(resnet, all));
  });

  it("draws corners round", () => {
    const path = roundedPath([[0, 0], [0, 20], [30, 20]], 6); // biome-ignore format: three corners read best in a row
    expect(path).toBe("M0 0L0 14Q0 20 6 20L30 20");
  });
});

describe("the scale", () => {
  it("is linear from nothing to the largest", () => {
    const { step, domain } = colourScale([0, 10, 90, null], false);
    expect(domain).toEqual([0, 90]);
    expect([0, 10, 45, 90].map(step)).toEqual([0, 1, 4, 8]);
    expect(step(null)).toBeNull();
  });

  it("is logarithmic over two decades below the largest", () => {
    const { step, domain } = colourScale([0, 10, 90, null], true);
    expect(domain).toEqual([0.9, 90]);
    expect([0, 0.9, 1, 9, 45, 90].map(step)).toEqual([0, 0, 1, 5, 7, 8]);
  });

  it("has no domain without values", () => {
    expect(colourScale([null, 0], true).domain).toBeNull();
    expect(share(null, 3)).toBeNull();
    expect(share(1, 4)).toBe(0.25);
  });
});
