import { describe, expect, it } from "vitest";
import { ALEXNET, RESNET50 } from "../fixtures/reports";
import { buildNetwork, groupPaths, type Network, type Report } from "./network";
import {
  countBoxes,
  defaultOpen,
  revealing,
  type Visible,
  visibleFor,
  visibleTree,
} from "./open-groups";

const resnet = buildNetwork(RESNET50);
const alexnet = buildNetwork(ALEXNET);

/** The visible tree, one line per item, as a reader would sketch it. */
function sketch(tree: Visible, depth = 0): string[] {
  const name = `${"  ".repeat(depth)}${tree.item.label}`;
  const mark = tree.item.count > 1 ? ` x ${tree.item.count}` : "";
  return [name + mark, ...(tree.children ?? []).flatMap((child) => sketch(child, depth + 1))];
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

  it("stacks equal blocks only where each reads the one before", () => {
    const one = RESNET50.layers.find(({ path }) => path === "stem.conv1");
    if (!one) throw new Error("ResNet-50 begins with a convolution.");
    const layer = (path: string, inputs: string[]) => ({ ...one, path, inputs });
    const group = (path: string) => {
      const [first] = RESNET50.groups;
      if (!first) throw new Error("ResNet-50 has groups.");
      const repeat_of = path === "a" ? null : "a";
      return { ...first, path, label: path.toUpperCase(), children: [`${path}.conv`], repeat_of };
    };
    const network = (second: string) =>
      buildNetwork({
        ...RESNET50,
        layers: [layer("a.conv", ["image"]), layer("b.conv", [second])],
        groups: [group("a"), group("b")],
      });
    const labels = (reads: string) => network(reads).items.get("")?.children;
    expect(labels("image")).toEqual(["a", "b"]);
    expect(labels("a.conv")).toEqual(["a-2"]);
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

  it("marks what only training has: layers, and groups of nothing else", () => {
    const inTraining = ({ path }: { path: string }) =>
      path.startsWith("stage4") || path === "stage3.block1.conv1";
    const layers = RESNET50.layers.map((layer) => ({ ...layer, training_only: inTraining(layer) }));
    const network = buildNetwork({ ...RESNET50, layers });
    const marked = (path: string) => network.items.get(path)?.trainingOnly;
    expect(["stage4", "stage4.block1", "stage3.block1.conv1"].map(marked)).toEqual([
      true,
      true,
      true,
    ]);
    expect(["stage3", "stage3.block1", "", "stem"].some(marked)).toBe(false);
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

  it("lets a closed group stand for what is in it, and a layer for what is fused into it", () => {
    const fused = buildNetwork(RESNET50, { fuse: true });
    const one = new Set(["stage3", "stage3.block2"]);
    expect(visibleFor(resnet, new Set(), "stage1.block1.bn1")).toBe("stage1");
    expect(visibleFor(fused, new Set(), "stage1.block1.bn1")).toBe("stage1");
    expect(visibleFor(fused, new Set(["stem"]), "stem.bn1")).toBe("stem.conv1");
    expect(visibleFor(resnet, one, "stage3.block2.conv1")).toBe("stage3.block2.conv1");
    // The stack shows one of its members: it stands for the others.
    expect(visibleFor(resnet, one, "stage3.block4.conv1")).toBe("stage3.block2-6");
  });

  it("opens what hides a layer, and nothing where it is seen", () => {
    const fused = buildNetwork(RESNET50, { fuse: true });
    const open = new Set(["stem"]);
    expect(revealing(fused, open, "stem.bn1")).toBe(open);
    expect(revealing(fused, open, "stage1.block1.bn1")).toEqual(
      new Set(["stem", "stage1", "stage1.block1"]),
    );
  });

  it("calls operators as the report does, those that are fused and unknown ones too", () => {
    const name = (network: Network, path: string) => network.items.get(path)?.opName;
    expect(name(resnet, "stem.maxpool")).toBe("MaxPool2d");
    expect(name(buildNetwork(RESNET50, { fuse: true }), "stem.conv1")).toBe("Conv2d · BN · ReLU");
    const [unknown] = buildNetwork({
      ...RESNET50,
      groups: [],
      layers: RESNET50.layers
        .slice(0, 1)
        .map((layer) => ({ ...layer, op: "unknown", op_name: "GridSample" })),
    }).items.values();
    expect(unknown?.opName).toBe("GridSample");
  });

  it("keeps an unknown cost unknown", () => {
    const report: Report = {
      ...ALEXNET,
      layers: ALEXNET.layers.map((layer) => ({ ...layer, macs: null })),
    };
    expect(buildNetwork(report).items.get("stage1.conv1")?.macs).toBeNull();
  });
});
