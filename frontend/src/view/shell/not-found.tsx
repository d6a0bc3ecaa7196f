/** The page of an address that no other page has. */

import { galleryPath } from "../../state/routes";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";

export default function NotFoundPage() {
  return (
    <div class="page">
      <Notice
        title="Page not found"
        actions={<ButtonLink href={galleryPath}>All architectures</ButtonLink>}
      >
        <p>The link may be mistyped, or the page may have been removed.</p>
      </Notice>
    </div>
  );
}
