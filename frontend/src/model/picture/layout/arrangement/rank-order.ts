/** The order of nodes within their ranks, and positions that respect it. */

/** A member in its rank, or a dummy where a longer edge passes the rank. */
export interface RankNode {
  rank: number;
  /** -1 for a dummy. */
  slot: number;
  crossSize: number;
  axis: number;
  cross: number;
  before: RankNode[];
  after: RankNode[];
}

/** One barycentre sweep: each rank sorted by the mean place of what it is joined with. */
export function barycentreSweep(ranks: RankNode[][], down: boolean): void {
  const place = new Map<RankNode, number>();
  const number = (rank: readonly RankNode[]) => {
    rank.forEach((node, index) => {
      place.set(node, index / Math.max(1, rank.length - 1));
    });
  };
  for (const rank of ranks) number(rank);
  for (const rank of down ? ranks : [...ranks].reverse()) {
    const centre = new Map(
      rank.map((node) => {
        const joined = down ? node.before : node.after;
        const sum = joined.reduce((total, other) => total + (place.get(other) ?? 0), 0);
        return [node, joined.length > 0 ? sum / joined.length : (place.get(node) ?? 0)];
      }),
    );
    // Sorting is stable, so equals keep their order.
    rank.sort((a, b) => (centre.get(a) ?? 0) - (centre.get(b) ?? 0));
    number(rank);
  }
}

/**
 * The places nearest to the desired ones (weighted least squares) that respect the order and leave each its size.
 *
 * Pool adjacent violators: neighbours that would overlap move together to the mean of their desired places.
 */
export function placeInOrder(
  desired: readonly number[],
  sizes: readonly number[],
  weights: readonly number[],
): number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const one of sizes) {
    offsets.push(offset);
    offset += one;
  }
  const pools: { sum: number; weight: number; count: number }[] = [];
  desired.forEach((place, index) => {
    const weight = weights[index] ?? 1;
    let pool = { sum: weight * (place - (offsets[index] ?? 0)), weight, count: 1 };
    for (let last = pools.at(-1); last; last = pools.at(-1)) {
      if (last.sum / last.weight <= pool.sum / pool.weight) break;
      pools.pop();
      pool = {
        sum: last.sum + pool.sum,
        weight: last.weight + pool.weight,
        count: last.count + pool.count,
      };
    }
    pools.push(pool);
  });
  const places = pools.flatMap(({ sum, weight, count }) => Array<number>(count).fill(sum / weight));
  return places.map((place, index) => place + (offsets[index] ?? 0));
}
