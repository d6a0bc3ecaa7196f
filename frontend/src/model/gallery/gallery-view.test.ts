import { describe, expect, it } from "vitest";
import { decades, logShare } from "../figures/log-range";
import { familyNames, groupByFamily } from "./families";
import { activeFilters, type Listed, NO_FILTER, without } from "./filters";
import {
  type GalleryView,
  galleryItems,
  loosened,
  readGalleryView,
  writeGalleryView,
} from "./gallery-view";
import { macLimits, paramLimits, yearChoices } from "./limits";

const PLAIN: GalleryView = { ...NO_FILTER, order: "history", unfolded: [] };

function item(slug: string, family: string, year: number, params: number | null) {
  const macs = params === null ? null : params * 10;
  const told: Listed & { summary: string } = {
    slug,
    name: slug,
    family,
    year,
    params,
    macs,
    activation_bytes: 4,
    top1_error_pct: null,
    summary: `about ${slug}`,
  };
  return told;
}

const items = [
  item("vgg16", "VGG", 2014, 138),
  item("vgg11", "VGG", 2014, 132),
  item("alexnet", "AlexNet", 2012, 61),
  item("mystery", "VGG", 2013, null),
];

function slugs(found: readonly Listed[]): string[] {
  return found.map((one) => one.slug);
}

describe("the view", () => {
  it("survives the address bar", () => {
    const view: GalleryView = {
      search: "res net",
      family: "VGG",
      year_min: 2012,
      year_max: 2019,
      params_max: 5e6,
      macs_max: 3e8,
      order: "macs",
      unfolded: ["ResNet (CIFAR)", "RegNet"],
    };
    expect(readGalleryView(writeGalleryView(view))).toEqual(view);
  });

  it("is plain when nothing was chosen, and ignores nonsense", () => {
    const nonsense = new URLSearchParams("order=size&year_min=soon&params_max=-3&macs_max=");
    expect(readGalleryView(nonsense)).toEqual(PLAIN);
    expect(writeGalleryView(PLAIN).toString()).toBe("");
  });
});

it.each([
  ["history", ["alexnet", "mystery", "vgg16", "vgg11"]],
  ["params", ["alexnet", "vgg11", "vgg16", "mystery"]],
  ["name", ["alexnet", "mystery", "vgg11", "vgg16"]],
] as const)("orders by %s with the unknown last", (order, expected) => {
  expect(slugs(galleryItems(items, { ...PLAIN, order }))).toEqual(expected);
});

it("sorts numbers in names as numbers", () => {
  const named = ["ResNet-101", "ResNet-18"].map((name) => item(name, "ResNet", 2015, 1));
  expect(slugs(galleryItems(named, { ...PLAIN, order: "name" }))[0]).toBe("ResNet-18");
});

describe("filters", () => {
  it.each([
    [{ search: "vgg1", family: "vgg" }, ["vgg16", "vgg11"]],
    [{ search: "2014 vgg" }, ["vgg16", "vgg11"]],
    [{ year_min: 2013, year_max: 2013 }, ["mystery"]],
    [{ params_max: 132 }, ["alexnet", "vgg11"]],
    [{ macs_max: 610 }, ["alexnet"]],
  ])("%j", (filter, expected) => {
    expect(slugs(galleryItems(items, { ...PLAIN, ...filter }))).toEqual(expected);
  });

  it("say which of them hides everything", () => {
    const view = { ...PLAIN, search: "vgg", year_max: 2012 };
    expect(activeFilters(view)).toEqual(["search", "year"]);
    expect(galleryItems(items, view)).toEqual([]);
    expect(loosened(items, view)).toEqual([
      { name: "year", count: 3 },
      { name: "search", count: 1 },
    ]);
    expect(without(view, "year")).toEqual({ ...PLAIN, search: "vgg" });
  });

  it("offer limits that leave something in and something out", () => {
    expect(paramLimits([0.5e6, 3e6, 60e6, null], null)).toEqual([1e6, 2e6, 5e6, 10e6, 25e6, 50e6]);
    expect(macLimits([null, 50e6, 400e6], 7)).toEqual([7, 100e6, 300e6]);
    expect(yearChoices([2014, 2012, 2014, null], 1998)).toEqual([1998, 2012, 2014]);
  });
});

describe("families", () => {
  const many = [
    ...items,
    ...Array.from({ length: 30 }, (_, at) => item(`regnet${at}`, "RegNet", 2020, at)),
  ];

  it("stand in the order of their first networks", () => {
    expect(familyNames(many)).toEqual(["AlexNet", "VGG", "RegNet"]);
  });

  it("show their first variants until they are unfolded", () => {
    const sizes = (view: GalleryView) =>
      groupByFamily(many, galleryItems(many, view), view, 4).map((one) => [
        one.name,
        one.shown.length,
        one.folded,
        one.unfolded,
      ]);
    expect(sizes(PLAIN)).toEqual([
      ["AlexNet", 1, 0, false],
      ["VGG", 3, 0, false],
      ["RegNet", 4, 26, false],
    ]);
    expect(sizes({ ...PLAIN, unfolded: ["RegNet", "VGG"] }).slice(1)).toEqual([
      ["VGG", 3, 0, false],
      ["RegNet", 30, 0, true],
    ]);
    expect(sizes({ ...PLAIN, family: "RegNet" })).toEqual([["RegNet", 30, 0, false]]);
  });

  it("keep their year and sentence when the first network is filtered away", () => {
    const view = { ...PLAIN, search: "vgg16" };
    const [vgg] = groupByFamily(items, galleryItems(items, view), view, 4);
    expect([vgg?.year, vgg?.summary, vgg?.total]).toEqual([2013, "about mystery", 1]);
  });
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
