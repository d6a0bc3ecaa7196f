import { effect } from "@preact/signals";
import { expect, it, vi } from "vitest";
import { DEFAULT_VIEW, NetworkView } from "./network-view";

it("tells its client of its own changes, not of those taken over from elsewhere", () => {
  const onChange = vi.fn();
  const view = new NetworkView(DEFAULT_VIEW, onChange);
  view.restore({ ...DEFAULT_VIEW, metric: "macs" });
  expect(onChange).not.toHaveBeenCalled();
  view.change({ find: "conv" }, "detail");
  expect(onChange).toHaveBeenCalledExactlyOnceWith(
    { ...DEFAULT_VIEW, metric: "macs", find: "conv" },
    "detail",
  );
});

it("keeps the identity of fields that are equal", () => {
  const view = new NetworkView({ ...DEFAULT_VIEW, open: ["stage1"], steps: [1, 3] });
  const { open, steps } = view.state.peek();
  view.restore({ ...DEFAULT_VIEW, open: ["stage1"], steps: [1, 3], metric: "params" });
  expect(view.state.peek().metric).toBe("params");
  expect(view.state.peek().open).toBe(open);
  expect(view.state.peek().steps).toBe(steps);
});

it("announces nothing when nothing has changed", () => {
  const view = new NetworkView({ ...DEFAULT_VIEW, open: ["stage1"] });
  const seen = vi.fn();
  effect(() => seen(view.state.value));
  view.restore({ ...DEFAULT_VIEW, open: ["stage1"] });
  expect(seen).toHaveBeenCalledOnce();
});

it("is one of many: two views do not know each other", () => {
  const [left, right] = [new NetworkView(), new NetworkView()];
  left.change({ metric: "macs", layer: "conv1" });
  expect(right.state.peek()).toEqual(DEFAULT_VIEW);
});
