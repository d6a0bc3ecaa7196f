/** From a cost to a step of the sequential colour scale, palest to darkest. */

export const STEPS = 9;
const DARKEST = STEPS - 1;

export type ScaleKind = "linear" | "log" | "rank";

/** The logarithmic scale spans as many decades as the values do, up to these; what is less is palest. */
const MOST_DECADES = 4;

/** With so many values, of which a larger part is palest, a linear scale hides what differs among those. */
const MANY = 20;
const CROWDED = 0.75;

/** What one colour stands for. */
export interface Band {
  /** The values from and up to which; null for a rank that nothing has. */
  bounds: readonly [from: number, to: number] | null;
  /** How many of the values have this colour. */
  count: number;
}

export interface ColourScale {
  kind: ScaleKind;
  /** One for each step; none where everything is 0 or unknown, which no colour tells apart. */
  bands: readonly Band[];
  /** How many of the values are unknown. */
  unknown: number;
  /** 0 to STEPS - 1; null for an unknown value. */
  step(value: number | null | undefined): number | null;
}

/** Where a value stands, and what the steps stand for. */
interface Steps {
  place: (value: number) => number;
  bounds: (step: number) => Band["bounds"];
}

/**
 * Linear: twice the colour is twice the cost. Logarithmic: each colour is so many times the one before.
 * Rank: equally many different values in each colour, however far apart; equal values share theirs.
 *
 * "auto" is linear, so that what dominates stands out, or logarithmic where nearly all of many would be palest.
 */
export function colourScale(
  values: Iterable<number | null | undefined>,
  kind: ScaleKind | "auto",
): ColourScale {
  const all = [...values];
  const known = all.filter((value) => value !== null && value !== undefined);
  const high = Math.max(0, ...known);
  const chosen = kind === "auto" ? suitable(known, high) : kind;
  const { place, bounds } = stepsOf(chosen, known, high);
  const step: ColourScale["step"] = (value) =>
    value === null || value === undefined
      ? null
      : Math.min(DARKEST, Math.max(0, Math.floor(place(value))));
  const counts = new Array<number>(STEPS).fill(0);
  for (const value of known) {
    const at = step(value) ?? 0;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return {
    kind: chosen,
    bands: high > 0 ? counts.map((count, at) => ({ bounds: bounds(at), count })) : [],
    unknown: all.length - known.length,
    step,
  };
}

/** Where the scale begins, what stands in the middle of its middle colour, and where it ends. */
export function scaleMarks({ kind, bands }: ColourScale): (number | undefined)[] {
  const middle = bands[(bands.length - 1) / 2]?.bounds;
  const between = middle ? centre(kind, ...middle) : undefined;
  return [bands[0]?.bounds?.[0], between, bands.at(-1)?.bounds?.[1]];
}

function centre(kind: ScaleKind, from: number, to: number): number {
  return kind === "log" && from > 0 ? Math.sqrt(from * to) : (from + to) / 2;
}

function suitable(known: readonly number[], high: number): ScaleKind {
  const positive = known.filter((value) => value > 0);
  const pale = positive.filter((value) => value < high / STEPS).length;
  return positive.length >= MANY && pale > CROWDED * positive.length ? "log" : "linear";
}

function stepsOf(kind: ScaleKind, known: readonly number[], high: number): Steps {
  if (high === 0) return { place: () => 0, bounds: () => null };
  if (kind === "rank") return rankSteps(known);
  return kind === "log" ? logSteps(known, high) : linearSteps(high);
}

function linearSteps(high: number): Steps {
  const edge = (step: number) => (high * step) / STEPS;
  return {
    place: (value) => (STEPS * value) / high,
    bounds: (step) => [edge(step), edge(step + 1)],
  };
}

function logSteps(known: readonly number[], high: number): Steps {
  const least = Math.min(...known);
  const positive = Math.min(...known.filter((value) => value > 0));
  const low = Math.max(positive, high / 10 ** MOST_DECADES);
  const span = Math.log(high / low);
  const edge = (step: number) => (step === STEPS ? high : low * Math.exp((span * step) / STEPS));
  return {
    place: (value) => {
      if (value >= high) return DARKEST;
      return value <= low ? 0 : (STEPS * Math.log(value / low)) / span;
    },
    bounds: (step) => [step === 0 ? least : edge(step), edge(step + 1)],
  };
}

function rankSteps(known: readonly number[]): Steps {
  const ranked = [...new Set(known)].sort((a, b) => a - b);
  const last = ranked.length - 1;
  // A single value is the largest.
  const stepOf = (rank: number) => (last === 0 ? DARKEST : Math.round((DARKEST * rank) / last));
  const bounds = new Map<number, readonly [number, number]>();
  for (const [rank, value] of ranked.entries()) {
    const step = stepOf(rank);
    bounds.set(step, [bounds.get(step)?.[0] ?? value, value]);
  }
  return {
    place: (value) => stepOf(Math.min(last, firstAtLeast(ranked, value))),
    bounds: (step) => bounds.get(step) ?? null,
  };
}

/** The index of the first entry of an ascending list that is not less than value. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? value) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The share of a total, 0 to 1; null where either is unknown. */
export function share(
  value: number | null | undefined,
  total: number | null | undefined,
): number | null {
  if (value === null || value === undefined || total === null || total === undefined) return null;
  return total > 0 ? value / total : 0;
}
