import { expect, it } from "vitest";
import { searchArchitectures } from "./architecture-search";

const items = [
  { slug: "alexnet", name: "AlexNet", family: "AlexNet", year: 2012 },
  { slug: "vgg16", name: "VGG-16", family: "VGG", year: 2014 },
  { slug: "resnet50", name: "ResNet-50", family: "ResNet", year: 2015 },
  { slug: "wide50", name: "Wide ResNet-50-2", family: "ResNet", year: 2016 },
];

it.each([
  ["resnet50", ["resnet50", "wide50"]],
  ["ResNet-50", ["resnet50", "wide50"]],
  ["resnet 2015", ["resnet50"]],
  ["vgg", ["vgg16"]],
  ["  ", ["alexnet", "vgg16", "resnet50", "wide50"]],
  ["%", []],
  ["transformer", []],
])("%j finds %j", (text, slugs) => {
  expect(searchArchitectures(items, text).map((item) => item.slug)).toEqual(slugs);
});
