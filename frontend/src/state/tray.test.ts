import { beforeEach, expect, it } from "vitest";
import { addToTray, inTray, parseTray, removeFromTray, TRAY_LIMIT, tray, trayCount } from "./tray";

beforeEach(() => {
  tray.value = [];
});

it("adds each architecture once and in order", () => {
  addToTray("resnet50", "ResNet-50");
  addToTray("vgg16", "VGG-16");
  addToTray("resnet50", "ResNet-50");
  expect(tray.value.map((item) => item.slug)).toEqual(["resnet50", "vgg16"]);
  expect(trayCount.value).toBe(2);
});

it("removes what is there and ignores what is not", () => {
  addToTray("vgg16", "VGG-16");
  removeFromTray("alexnet");
  expect(inTray("vgg16")).toBe(true);
  removeFromTray("vgg16");
  expect(inTray("vgg16")).toBe(false);
});

it("says no when it is full", () => {
  for (let i = 0; i < TRAY_LIMIT; i += 1) expect(addToTray(`net${i}`, `Net ${i}`)).toBe(true);
  expect(addToTray("one-more", "One more")).toBe(false);
  expect(trayCount.value).toBe(TRAY_LIMIT);
});

it.each([null, "", "{", "7", '{"slug": "a"}', '[{"slug": 3, "name": "x"}, null, "text"]'])(
  "reads %j from storage as an empty tray",
  (text) => {
    expect(parseTray(text)).toEqual([]);
  },
);

it("reads what it wrote", () => {
  const stored = '[{"slug":"vgg16","name":"VGG-16"},{"slug":"vgg16","name":"VGG-16"}]';
  expect(parseTray(stored)).toEqual([{ slug: "vgg16", name: "VGG-16" }]);
});
