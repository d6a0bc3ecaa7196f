import { expect, it } from "vitest";
import { GOOGLENET, RESNET50 } from "../fixtures/reports";
import { groupBorder } from "./boundary";

function crossing(report: typeof RESNET50, groups: readonly string[]) {
  const { inputs, outputs } = groupBorder(report.layers, groups);
  return { inputs, outputs: outputs.map(({ layer, readers }) => [layer.path, readers]) };
}

it("is what a group reads and what is read of it", () => {
  expect(crossing(RESNET50, ["stage1.block2"])).toEqual({
    inputs: ["stage1.block1.relu"],
    outputs: [["stage1.block2.relu", ["stage1.block3.conv1", "stage1.block3.add"]]],
  });
  expect(crossing(GOOGLENET, ["stage3.block3a.branch1"]).inputs).toEqual(["stem.pool2"]);
});

it("leaves out what the members of a stack hand on among themselves", () => {
  const { inputs, outputs } = crossing(RESNET50, ["stage1.block2", "stage1.block3"]);
  expect(inputs).toEqual(["stage1.block1.relu"]);
  expect(outputs.map(([path]) => path)).toEqual(["stage1.block3.relu"]);
});

it("ends at the network's input and output", () => {
  expect(crossing(RESNET50, ["stem"]).inputs).toEqual(["image"]);
  expect(crossing(RESNET50, ["head"]).outputs).toEqual([["head.fc", []]]);
});
