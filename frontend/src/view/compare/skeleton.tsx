/** The layout of a comparison before its numbers are here. */

import { Skeleton } from "../ui/skeleton";

export function ComparisonSkeleton(props: { rows: number }) {
  return (
    <div class="compare-skeleton" data-plot-state="loading" aria-busy="true">
      <Skeleton height="480px" />
      {[...Array(props.rows).keys()].map((row) => (
        <Skeleton key={row} height="32px" />
      ))}
    </div>
  );
}
