import { describe, expect, it } from "vitest";
import { DEFAULT_VIEW, type ViewState } from "./network-view";
import { parseView, viewQuery } from "./view-address";

describe("the diagram's address", () => {
  it.each<[string, Partial<ViewState>]>([
    ["", {}],
    ["open=all", { open: "all" }],
    ["open=none", { open: [] }],
    ["levels=2", { open: 2 }],
    ["open=stage1,stage3.block2-6", { open: ["stage1", "stage3.block2-6"] }],
    ["metric=macs&layer=stage1.block1.conv1", { metric: "macs", layer: "stage1.block1.conv1" }],
    ["tab=measurements&measurement=7", { tab: "measurements", measurement: "7" }],
    [
      "metric=receptive_field&scale=rank&steps=3-8",
      { metric: "receptive_field", scale: "rank", steps: [3, 8] },
    ],
    ["steps=unknown", { steps: "unknown" }],
    [
      "picture=volume&direction=right&fold=1&training=1",
      { picture: "volume", direction: "right", fused: true, training: true },
    ],
    ["picture=volume&fold=0", { picture: "volume", fused: false }],
    ["find=op%3Aconv2d+macs%3E5%25", { find: "op:conv2d macs>5%" }],
    ["at=120.5,-40,0.75", { camera: { x: 120.5, y: -40, k: 0.75 } }],
    [
      "batch=8&height=128&width=256&dtype=float16",
      { batch: 8, height: 128, width: 256, dtype: "float16" },
    ],
    ["count=flops&bars=stage&rows=tree", { count: "flops", byStage: true, rows: "tree" }],
  ])("%s survives the way there and back", (text, change) => {
    const view = { ...DEFAULT_VIEW, ...change };
    expect(parseView(new URLSearchParams(text))).toEqual(view);
    expect(parseView(viewQuery(view))).toEqual(view);
  });

  it("falls back to the default for words it does not know", () => {
    expect(
      parseView(new URLSearchParams("metric=colour&tab=x&at=1,2&steps=8-3&batch=0&height=wide")),
    ).toEqual(DEFAULT_VIEW);
  });

  it("keeps what others put into the address", () => {
    const params = viewQuery(
      { ...DEFAULT_VIEW, metric: "macs" },
      new URLSearchParams("theme=dark"),
    );
    expect(params.toString()).toBe("theme=dark&metric=macs");
  });
});
