/** A card's layout before its numbers are here. */

import { Skeleton } from "../ui/skeleton";

export function CardSkeleton() {
  return (
    <div class="card">
      <div class="card-head">
        <Skeleton width="50%" height="20px" />
        <Skeleton width="25%" height="14px" />
      </div>
      <Skeleton height="110px" />
      <div class="card-bars">
        <Skeleton height="16px" />
        <Skeleton height="16px" />
        <Skeleton height="16px" />
      </div>
      <div class="card-foot">
        <Skeleton width="55%" height="14px" />
        <Skeleton width="84px" height="28px" />
      </div>
    </div>
  );
}
