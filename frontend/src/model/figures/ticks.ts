/** Round numbers for axes and legends. */

const STEPS = [1, 2, 5] as const;

/** 1, 2, 5 in every decade of the range; only the decades themselves when that is too many. */
export function logTicks(least: number, most: number, atMost = 8): number[] {
  const ticksOf = (steps: readonly number[]) => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); power += 1)
      for (const step of steps) {
        const tick = step * 10 ** power;
        if (tick >= least && tick <= most) ticks.push(tick);
      }
    return ticks;
  };
  const full = ticksOf(STEPS);
  return full.length <= atMost ? full : ticksOf([1]);
}

/** Up to three sizes for a legend: the greatest round number that fits, and smaller ones. */
export function legendSizes(most: number): number[] {
  if (!(most > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(most));
  const greatest = [...STEPS].reverse().find((step) => step * power <= most) ?? 1;
  const top = greatest * power;
  return [top / 10, top / 2.5, top].map((size) => Number(size.toPrecision(1)));
}
