/** The round limits that the gallery's filters offer. */

const PARAMS = [1e6, 2e6, 5e6, 10e6, 25e6, 50e6, 100e6];
const MACS = [100e6, 300e6, 600e6, 1e9, 2e9, 4e9, 8e9, 16e9];

type Values = readonly (number | null)[];

/** Those that leave something in and something out, and the one in force, which may be an address's own. */
function usefulLimits(round: readonly number[], values: Values, chosen: number | null): number[] {
  const known = values.filter((value) => value !== null);
  const useful = round.filter((limit) => {
    const within = known.filter((value) => value <= limit).length;
    return within > 0 && within < known.length;
  });
  return withChosen(useful, chosen);
}

function withChosen(values: Iterable<number>, chosen: number | null): number[] {
  const all = new Set(values);
  if (chosen !== null) all.add(chosen);
  return [...all].sort((a, b) => a - b);
}

export function paramLimits(values: Values, chosen: number | null): number[] {
  return usefulLimits(PARAMS, values, chosen);
}

export function macLimits(values: Values, chosen: number | null): number[] {
  return usefulLimits(MACS, values, chosen);
}

/** Every year in which something was published, and the one in force. */
export function yearChoices(years: Values, chosen: number | null): number[] {
  const known = years.filter((year) => year !== null);
  return withChosen(known, chosen);
}
