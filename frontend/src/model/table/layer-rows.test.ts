import { describe, expect, it } from "vitest";
import { CHANNELS_LAST } from "../fixtures/layers";
import { RESNET50 } from "../fixtures/reports";
import { buildNetwork, type Item, type ReportLayer } from "../network/network";
import { groupHeadings, isListed, type TableLayer, tableRow, tableRows } from "./layer-rows";

const NETWORK = buildNetwork(RESNET50);

const CONV: TableLayer = {
  path: "stage1.conv1",
  label: "conv1",
  op: "conv2d",
  kind: "convolution",
  output_shape: [1, 64, 56, 56],
  channel_axis: 1,
  attributes: { out_channels: 64, kernel_size: [11, 11], stride: [4, 4], padding: [2, 2] },
};

/** For rows whose costs do not matter. */
const [ITEM] = NETWORK.layerPaths.flatMap((path) => NETWORK.items.get(path) ?? []) as [Item];
const rowOf = (layer: TableLayer) => tableRow(layer, ITEM);

describe("the lecture's table", () => {
  it("reads a convolution as the lecture writes it", () => {
    expect(rowOf(CONV)).toMatchObject({
      label: "conv1",
      channels: "64",
      size: "56",
      filters: "64",
      kernel: "11",
      stride: "4",
      padding: "2",
    });
  });

  it("writes a window that is not square with both sides", () => {
    const row = rowOf({
      ...CONV,
      attributes: { kernel_size: [1, 7] },
      output_shape: [1, 8, 5, 9],
    });
    expect([row.kernel, row.size]).toEqual(["1 × 7", "5 × 9"]);
  });

  it("leaves cells empty that a linear layer does not have", () => {
    const row = rowOf({
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
  });

  it("names groups only where labels repeat", () => {
    const row = (path: string) => rowOf({ ...CONV, path, label: path.split(".").at(-1) ?? "" });
    const rows = ["stem.conv1", "stage1.block1.conv1", "stage1.block1.conv2"].map(row);
    expect([...groupHeadings(rows)]).toEqual([
      ["stem.conv1", "stem"],
      ["stage1.block1.conv1", "stage1.block1"],
    ]);
    expect(groupHeadings(rows.slice(1)).size).toBe(0);
  });

  it("has one row for a convolution and what is fused into it", () => {
    const network = buildNetwork(RESNET50, { fuse: true });
    const rows = tableRows(RESNET50.layers, false, network);
    const [conv] = rows;
    const parts = RESNET50.layers.filter((layer) => /^stem\.(conv1|bn1|relu)$/.test(layer.path));
    expect(parts).toHaveLength(3);
    expect(conv?.fused).toEqual(["bn1", "relu"]);
    expect(conv?.params).toBe(parts.reduce((sum, layer) => sum + (layer.params ?? 0), 0));
    const everything = tableRows(RESNET50.layers, true, network).map((row) => row.path);
    expect(everything).toEqual(network.layerPaths);
    const [, , relu] = tableRows(RESNET50.layers, true, NETWORK);
    expect(relu).toMatchObject({
      path: "stem.relu",
      reusesMemory: true,
      activation_bytes: 3211264,
    });
    expect(tableRows(RESNET50.layers, true, NETWORK).map((row) => row.path)).toEqual(
      RESNET50.layers.map((layer) => layer.path),
    );
  });

  it("finds the channels where a block keeps them last", () => {
    const rows = (found: readonly ReportLayer[]) => {
      const items = new Map(found.map(({ path }) => [path, ITEM]));
      return tableRows(found, true, { items }).map(({ channels, size }) => `${channels} ${size}`);
    };
    expect(rows(CHANNELS_LAST)).toEqual([
      "96 56",
      "96 56",
      "96 56",
      "384 56",
      "384 56",
      "384 56",
      "384 56",
      "1000 ",
    ]);
  });

  it("reads a linear layer over maps as the report does: its features are the last axis", () => {
    const row = rowOf({ ...CONV, op: "linear", output_shape: [1, 4, 6, 5], channel_axis: 3 });
    expect([row.channels, row.size]).toEqual(["5", "4 × 6"]);
  });
});
