import { describe, expect, it } from "vitest";
import {
  decades,
  families,
  galleryItems,
  type Listed,
  logShare,
  readGalleryView,
  writeGalleryView,
} from "./gallery";

function item(slug: string, family: string, year: number, params: number | null): Listed {
  const macs = params === null ? null : params * 10;
  return {
    slug,
    name: slug,
    family,
    year,
    params,
    macs,
    activation_bytes: 4,
    top1_error_pct: null,
  };
}

const items = [
  item("alexnet", "AlexNet", 2012, 61),
  item("vgg16", "VGG", 2014, 138),
  item("vgg11", "VGG", 2014, 132),
  item("mystery", "VGG", 2013, null),
];

describe("the view", () => {
  it("survives the address bar", () => {
    const view = { search: "res net", family: "VGG", order: "macs" } as const;
    expect(readGalleryView(writeGalleryView(view))).toEqual(view);
  });

  it("is plain when nothing was chosen, and ignores nonsense", () => {
    expect(readGalleryView(new URLSearchParams("order=size"))).toEqual({
      search: "",
      family: "",
      order: "year",
    });
    const plain = writeGalleryView({ search: "", family: "", order: "year" });
    expect(plain.toString()).toBe("");
  });
});

it.each([
  ["year", ["alexnet", "mystery", "vgg16", "vgg11"]],
  ["params", ["alexnet", "vgg11", "vgg16", "mystery"]],
] as const)("orders by %s with the unknown last", (order, slugs) => {
  const shown = galleryItems(items, { search: "", family: "", order });
  expect(shown.map((one) => one.slug)).toEqual(slugs);
});

it("shows one family and what is searched for", () => {
  const shown = galleryItems(items, { search: "1", family: "VGG", order: "params" });
  expect(shown.map((one) => one.slug)).toEqual(["vgg11", "vgg16", "mystery"]);
  expect(families(items)).toEqual(["AlexNet", "VGG"]);
});

describe("the shared log scale", () => {
  it("spans the decades around the values", () => {
    expect(decades([11e6, 138e6, null])).toEqual({ least: 1e6, most: 1e9 });
    expect(decades([null])).toBeNull();
  });

  it("places values and keeps the unknown unknown", () => {
    const range = { least: 1e6, most: 1e9 };
    expect(logShare(1e6, range)).toBe(0);
    expect(logShare(1e9, range)).toBe(1);
    expect(logShare(31_622_776.6, range)).toBeCloseTo(0.5);
    expect(logShare(null, range)).toBeNull();
  });
});
