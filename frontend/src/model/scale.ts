/** From a cost to a step of the sequential colour scale. */

export const STEPS = 9;

/** On a logarithmic scale the palest step is for what costs less than this part of the dearest. */
const FLOOR = 1 / 100;

export interface Scale {
  logarithmic: boolean;
  /** Where the palest step begins (linear) or ends (logarithmic), and the largest value; null when all is 0 or unknown. */
  domain: readonly [number, number] | null;
  /** 0 to STEPS - 1; null for an unknown value. */
  step(value: number | null | undefined): number | null;
}

/**
 * Linear, so that twice the colour is twice the cost; logarithmic over two decades where layers stand
 * beside closed groups that cost a hundred times as much, because on a linear scale all would look alike.
 */
export function colourScale(
  values: Iterable<number | null | undefined>,
  logarithmic: boolean,
): Scale {
  const high = Math.max(0, ...[...values].map((value) => value ?? 0));
  const low = logarithmic ? high * FLOOR : 0;
  const place = (value: number) => {
    if (value <= low) return 0;
    if (!logarithmic) return Math.floor((value / high) * STEPS);
    return 1 + Math.floor((Math.log(value / low) / Math.log(1 / FLOOR)) * (STEPS - 1));
  };
  return {
    logarithmic,
    domain: high > 0 ? [low, high] : null,
    step: (value) =>
      value === null || value === undefined ? null : Math.min(STEPS - 1, place(value)),
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
