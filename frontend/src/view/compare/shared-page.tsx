/** The page of a shared comparison, frozen as it was when it was shared. */

import { useEffect } from "preact/hooks";
import { readCompareView, resolveView, writeCompareView } from "../../model/comparison/comparison";
import { parseConvention } from "../../model/figures/operations";
import { formatDate } from "../../model/text/format";
import { loadFrozenSet } from "../../state/comparison";
import { borrowConvention } from "../../state/convention";
import { useResource } from "../../state/resource";
import { comparePath, galleryPath } from "../../state/routes";
import { ButtonLink } from "../ui/button";
import { ErrorNotice, Notice } from "../ui/notice";
import { ComparisonFigure } from "./comparison";
import { ComparisonSkeleton } from "./skeleton";

/** A comparison as it was when it was shared; nothing on it can be changed. */
export default function SharedPage(props: { slug: string }) {
  const { resource, reload } = useResource(props.slug, (abort) => loadFrozenSet(props.slug, abort));
  const { data, error } = resource.value;
  const sent = data?.view.convention;
  useEffect(
    () => (typeof sent === "string" ? borrowConvention(parseConvention(sent)) : undefined),
    [sent],
  );

  if (error?.isMissing)
    return (
      <div class="page">
        <Notice
          title="Comparison not found"
          actions={<ButtonLink href={galleryPath}>All architectures</ButtonLink>}
        >
          <p>Check the link for typos: shared comparisons do not expire.</p>
        </Notice>
      </div>
    );
  if (!data)
    return (
      <div class="page compare" data-plot-state={error ? "error" : undefined}>
        {error ? (
          <ErrorNotice error={error} what="The comparison" onRetry={reload} />
        ) : (
          <ComparisonSkeleton rows={4} />
        )}
      </div>
    );

  const view = resolveView(readCompareView(data.view), data.architectures);
  const working = new URLSearchParams(writeCompareView(view));
  if (typeof sent === "string") working.set("ops", parseConvention(sent));
  const address = `${comparePath(data.architectures.map((architecture) => architecture.slug))}&${working}`;
  return (
    <div class="page compare">
      <header class="compare-frozen">
        <div>
          <h1>Accuracy against cost</h1>
          <p class="muted">
            Shared on <time dateTime={data.created_at}>{formatDate(data.created_at)}</time>. These
            numbers are frozen and do not change.
          </p>
        </div>
        <ButtonLink href={address}>Open a working copy</ButtonLink>
      </header>
      <ComparisonFigure architectures={data.architectures} view={view} />
    </div>
  );
}
