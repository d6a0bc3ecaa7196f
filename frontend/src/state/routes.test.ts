import { expect, it } from "vitest";
import { architecturePath, comparePath, matchRoute } from "./routes";

it.each([
  ["/", { page: "gallery" }],
  ["/a/resnet50", { page: "architecture", slug: "resnet50" }],
  ["/a/resnet50/", { page: "architecture", slug: "resnet50" }],
  ["/compare", { page: "compare" }],
  ["/c/x7Kp", { page: "shared", slug: "x7Kp" }],
  ["/a", { page: "not-found" }],
  ["/a/b/c", { page: "not-found" }],
  ["/compare/x", { page: "not-found" }],
  ["/nowhere", { page: "not-found" }],
  ["/a/%E0%A4%A", { page: "architecture", slug: "%E0%A4%A" }],
])("%s is %j", (path, expected) => {
  expect(matchRoute(path)).toEqual(expected);
});

it("writes paths that it reads back", () => {
  expect(matchRoute(architecturePath("my net/2"))).toEqual({
    page: "architecture",
    slug: "my net/2",
  });
  expect(comparePath(["alexnet", "vgg16"])).toBe("/compare?a=alexnet&a=vgg16");
  expect(comparePath([])).toBe("/compare");
});
