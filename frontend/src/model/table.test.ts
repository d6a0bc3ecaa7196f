import { describe, expect, it } from "vitest";
import { groupHeadings, inUnit, isListed, type TableLayer, tableRow } from "./table";

const CONV: TableLayer = {
  path: "stage1.conv1",
  label: "conv1",
  op: "conv2d",
  kind: "convolution",
  output_shape: [1, 64, 56, 56],
  attributes: { out_channels: 64, kernel_size: [11, 11], stride: [4, 4], padding: [2, 2] },
  params: 23296,
  macs: 72855552,
  pooling_ops: 0,
  activation_bytes: 802816,
  memory: "own",
};

describe("the lecture's table", () => {
  it("reads a convolution as the lecture writes it", () => {
    expect(tableRow(CONV)).toMatchObject({
      label: "conv1",
      channels: "64",
      size: "56",
      filters: "64",
      kernel: "11",
      stride: "4",
      padding: "2",
    });
    expect(inUnit(CONV.activation_bytes, 1024)).toBe(784);
  });

  it("writes a window that is not square with both sides", () => {
    const row = tableRow({
      ...CONV,
      attributes: { kernel_size: [1, 7] },
      output_shape: [1, 8, 5, 9],
    });
    expect([row.kernel, row.size]).toEqual(["1 × 7", "5 × 9"]);
  });

  it("leaves cells empty that a linear layer does not have", () => {
    const row = tableRow({
      ...CONV,
      kind: "linear",
      output_shape: [1, 4096],
      attributes: { out_features: 4096 },
    });
    expect(row).toMatchObject({ channels: "4096", size: "", kernel: "", filters: "4096" });
  });

  it("lists what the lecture lists", () => {
    expect(isListed(CONV)).toBe(true);
    expect(isListed({ ...CONV, kind: "other", op: "flatten" })).toBe(true);
    expect(isListed({ ...CONV, kind: "activation", op: "relu" })).toBe(false);
    expect(tableRow({ ...CONV, memory: "view" }).ownsMemory).toBe(false);
    expect(inUnit(null, 1024)).toBeNull();
  });

  it("names groups only where labels repeat", () => {
    const row = (path: string) => tableRow({ ...CONV, path, label: path.split(".").at(-1) ?? "" });
    const rows = ["stem.conv1", "stage1.block1.conv1", "stage1.block1.conv2"].map(row);
    expect([...groupHeadings(rows)]).toEqual([
      ["stem.conv1", "stem"],
      ["stage1.block1.conv1", "stage1.block1"],
    ]);
    expect(groupHeadings(rows.slice(1)).size).toBe(0);
  });
});
