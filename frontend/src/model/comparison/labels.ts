/**
 * Places the names of bubbles so that they cover neither each other nor other bubbles.
 *
 * Greedy: the smallest bubbles choose first, for they have the fewest places near them; each takes
 * the cheapest of sixteen places around it, the far ones with a leader line.
 */

export interface Bubble {
  x: number;
  y: number;
  r: number;
  /** Width of the name in pixels. */
  labelWidth: number;
}

export interface LabelPlace {
  /** Centre of the name. */
  x: number;
  y: number;
  /** Whether the name is so far from its bubble that a line should lead to it. */
  leader: boolean;
}

export interface Area {
  width: number;
  height: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const LABEL_HEIGHT = 16;
const NEAR = 4;
const FAR = 22;
const OUTSIDE_COST = 40;

/** Right and left first, then above and below, then the corners. */
const DIRECTIONS: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [0.75, -0.75],
  [0.75, 0.75],
  [-0.75, -0.75],
  [-0.75, 0.75],
];

function boxAround(x: number, y: number, width: number): Box {
  return {
    left: x - width / 2,
    right: x + width / 2,
    top: y - LABEL_HEIGHT / 2,
    bottom: y + LABEL_HEIGHT / 2,
  };
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** How deep the box reaches into the circle, in pixels. */
function depthInCircle(box: Box, circle: Bubble): number {
  const dx = circle.x - Math.min(Math.max(circle.x, box.left), box.right);
  const dy = circle.y - Math.min(Math.max(circle.y, box.top), box.bottom);
  return Math.max(0, circle.r - Math.hypot(dx, dy));
}

function outside(box: Box, area: Area): number {
  return (
    Math.max(0, -box.left) +
    Math.max(0, -box.top) +
    Math.max(0, box.right - area.width) +
    Math.max(0, box.bottom - area.height)
  );
}

function candidates(bubble: Bubble): LabelPlace[] {
  return [NEAR, FAR].flatMap((gap) =>
    DIRECTIONS.map(([dx, dy]) => ({
      x: bubble.x + dx * (bubble.r + gap) + (Math.sign(dx) * bubble.labelWidth) / 2,
      y: bubble.y + dy * (bubble.r + gap + LABEL_HEIGHT / 2),
      leader: gap === FAR,
    })),
  );
}

/** One place a bubble, in the order given; the same input gives the same places. */
export function placeLabels(bubbles: readonly Bubble[], area: Area): LabelPlace[] {
  const places: LabelPlace[] = new Array(bubbles.length);
  const taken: Box[] = [];
  const order = bubbles.map((_, index) => index);
  order.sort((a, b) => (bubbles[a]?.r ?? 0) - (bubbles[b]?.r ?? 0) || a - b);
  for (const index of order) {
    const bubble = bubbles[index];
    if (!bubble) continue;
    let best: LabelPlace | undefined;
    let least = Number.POSITIVE_INFINITY;
    candidates(bubble).forEach((place, preference) => {
      const box = boxAround(place.x, place.y, bubble.labelWidth);
      let cost = preference + OUTSIDE_COST * outside(box, area);
      for (const other of taken) cost += 2 * overlap(box, other);
      for (const other of bubbles) if (other !== bubble) cost += 12 * depthInCircle(box, other);
      if (cost < least) {
        least = cost;
        best = place;
      }
    });
    if (best) {
      places[index] = best;
      taken.push(boxAround(best.x, best.y, bubble.labelWidth));
    }
  }
  return places;
}
