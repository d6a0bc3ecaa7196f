/** The page before it is there, and when there is no such architecture. */

import { galleryPath } from "../../state/routes";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";

const SKELETON_BOXES = ["stem", "1", "2", "3", "4", "head"];

/** The real layout in grey: title, totals, boxes down the left, a table on the right. */
export function PageSkeleton() {
  return (
    <div class="explorer" data-diagram-state="loading" aria-busy="true">
      <div class="explorer-header">
        <Skeleton width="220px" height="32px" />
        <Skeleton width="min(620px, 90%)" height="40px" />
      </div>
      <div class="explorer-waiting">
        <div class="explorer-waiting-boxes">
          {SKELETON_BOXES.map((box) => (
            <Skeleton key={box} width="232px" height="60px" />
          ))}
        </div>
        <Skeleton height="420px" />
      </div>
    </div>
  );
}

export function NotFound({ slug }: { slug: string }) {
  return (
    <div class="page" data-diagram-state="error">
      <Notice
        title="Architecture not found"
        actions={<ButtonLink href={galleryPath}>All architectures</ButtonLink>}
      >
        <p>
          There is no architecture named <code>{slug}</code>. The link may be mistyped, or the
          architecture may have been removed.
        </p>
      </Notice>
    </div>
  );
}
