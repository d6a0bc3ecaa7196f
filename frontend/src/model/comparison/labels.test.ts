import { expect, it } from "vitest";
import { type Bubble, placeLabels } from "./labels";

const area = { width: 800, height: 400 };

function bubble(x: number, y: number, r = 10, labelWidth = 60): Bubble {
  return { x, y, r, labelWidth };
}

function collisions(bubbles: Bubble[]): number {
  const places = placeLabels(bubbles, area);
  let count = 0;
  places.forEach((a, i) => {
    places.slice(i + 1).forEach((b) => {
      if (Math.abs(a.x - b.x) < 60 && Math.abs(a.y - b.y) < 16) count += 1;
    });
  });
  return count;
}

it("puts a lonely name to the right of its bubble", () => {
  expect(placeLabels([bubble(100, 100)], area)).toEqual([{ x: 144, y: 100, leader: false }]);
});

it("stays inside the plot", () => {
  const [place] = placeLabels([bubble(790, 100)], area);
  expect(place?.x).toBe(746);
});

it("keeps names apart in a crowd", () => {
  expect(collisions([0, 1, 2, 3, 4].map((i) => bubble(300 + 12 * i, 200 + 5 * i)))).toBe(0);
});

it("does not write across another bubble", () => {
  const [place] = placeLabels([bubble(100, 100, 6), bubble(140, 100, 20)], area);
  expect(place?.x).toBeLessThan(100);
});

it("always answers the same", () => {
  const crowd = [0, 1, 2, 3].map((i) => bubble(300 + i, 200));
  expect(placeLabels(crowd, area)).toEqual(placeLabels(crowd, area));
});
