import { galleryPath } from "../../state/routes";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";

export default function NotFoundPage() {
  return (
    <div class="page">
      <Notice
        title="There is no page at this address"
        actions={<ButtonLink href={galleryPath}>All architectures</ButtonLink>}
      >
        <p>The link may be mistyped, or what it showed was removed.</p>
      </Notice>
    </div>
  );
}
