/** From a cost to a step of the sequential colour scale. */

export const STEPS = 9;

export interface Scale {
  /** Smallest and largest positive value; null when there is none. */
  domain: readonly [number, number] | null;
  /** 0 to STEPS - 1; null for an unknown value. */
  step(value: number | null | undefined): number | null;
}

/**
 * Equal steps from nothing to the largest value.
 *
 * Linear, so that twice the colour is twice the cost: a box that barely matters stays pale.
 */
export function linearScale(values: Iterable<number | null | undefined>): Scale {
  const known = [...values].filter(
    (value): value is number => typeof value === "number" && value > 0,
  );
  if (known.length === 0)
    return { domain: null, step: (value) => (typeof value === "number" ? 0 : null) };
  const low = Math.min(...known);
  const high = Math.max(...known);
  return {
    domain: [low, high],
    step: (value) => {
      if (value === null || value === undefined) return null;
      return Math.min(STEPS - 1, Math.max(0, Math.floor((value / high) * STEPS)));
    },
  };
}

/** A part of a whole, 0 to 1; null where either is unknown. */
export function share(
  part: number | null | undefined,
  whole: number | null | undefined,
): number | null {
  if (part === null || part === undefined || whole === null || whole === undefined) return null;
  return whole > 0 ? part / whole : 0;
}
