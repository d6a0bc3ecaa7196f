/** The comparison page: its state is kept in the URL, edited by its controls and shown as the comparison. */

import { useEffect } from "preact/hooks";
import {
  type CompareView,
  readCompareView,
  resolveView,
  writeCompareView,
} from "../../model/comparison/comparison";
import { parseConvention } from "../../model/figures/operations";
import { catalogue, loadCatalogue } from "../../state/catalogue";
import { loadWorkingSet } from "../../state/comparison";
import { borrowConvention, convention } from "../../state/convention";
import { query, replaceQuery } from "../../state/navigation";
import { useResource } from "../../state/resource";
import { galleryPath } from "../../state/routes";
import { addToTray, adoptIntoEmptyTray, removeFromTray, TRAY_LIMIT, tray } from "../../state/tray";
import { ArchitectureSearch } from "../catalogue/architecture-search";
import { Button, ButtonLink } from "../ui/button";
import { ErrorNotice, Notice } from "../ui/notice";
import { ComparisonFigure } from "./comparison";
import { Controls } from "./controls";
import { ShareButton, SharedLink, useShare } from "./share";
import { ComparisonSkeleton } from "./skeleton";

/** Puts all of the state into the URL: which architectures, in which view, how operations count. */
function write(slugs: readonly string[], view: CompareView): void {
  const params = new URLSearchParams(slugs.map((slug) => ["a", slug]));
  if (slugs.length > 0) {
    for (const [name, value] of Object.entries(writeCompareView(view))) params.set(name, value);
    params.set("ops", convention.value);
  }
  replaceQuery(params);
}

function compared(): string[] {
  return [...new Set(query.value.getAll("a"))].filter(Boolean).slice(0, TRAY_LIMIT);
}

function Adder(props: { slugs: readonly string[]; onAdd: (slugs: string[]) => void }) {
  if (props.slugs.length >= TRAY_LIMIT)
    return <p class="muted">A comparison holds at most {TRAY_LIMIT} architectures.</p>;
  return (
    <ArchitectureSearch
      label="Add an architecture"
      placeholder="Add an architecture"
      exclude={(slug) => props.slugs.includes(slug)}
      onPick={(item) => {
        addToTray(item.slug, item.name);
        props.onAdd([...props.slugs, item.slug]);
      }}
    />
  );
}

function EmptyComparison(props: { onAdd: (slugs: string[]) => void }) {
  useEffect(() => {
    void loadCatalogue();
  }, []);
  const all = catalogue.value.data ?? [];
  const fits = all.length > 1 && all.length <= TRAY_LIMIT;
  return (
    <Notice
      title="Nothing to compare yet"
      actions={
        <>
          <Adder slugs={[]} onAdd={props.onAdd} />
          {fits && (
            <Button
              onClick={() => {
                for (const item of all) addToTray(item.slug, item.name);
                props.onAdd(all.map((item) => item.slug));
              }}
            >
              Compare all {all.length}
            </Button>
          )}
          <ButtonLink href={galleryPath}>Choose from the gallery</ButtonLink>
        </>
      }
    >
      <p>Add two or more architectures to plot their accuracy against their cost.</p>
    </Notice>
  );
}

function WorkingComparison(props: { slugs: string[]; view: CompareView }) {
  const { slugs } = props;
  const { resource, reload } = useResource(slugs.join(" "), (abort) =>
    loadWorkingSet(slugs, abort),
  );
  const { data, error } = resource.value;
  const architectures = (data?.architectures ?? []).filter((architecture) =>
    slugs.includes(architecture.slug),
  );
  const view = resolveView(props.view, architectures);
  const shown = architectures.map((architecture) => architecture.slug);
  const { share, busy, link } = useShare(shown, { ...view, convention: convention.value });

  const arrived = data?.architectures;
  useEffect(() => {
    if (arrived) adoptIntoEmptyTray(arrived);
  }, [arrived]);

  if (!data)
    return error ? (
      <div data-plot-state="error">
        <ErrorNotice error={error} what="The comparison" onRetry={reload} />
      </div>
    ) : (
      <ComparisonSkeleton rows={slugs.length} />
    );
  const unknown = data.unknown.filter((slug) => slugs.includes(slug));
  return (
    <>
      <div class="compare-bar">
        <Controls
          view={view}
          architectures={architectures}
          onChange={(next) => write(slugs, next)}
        />
        <div class="compare-actions">
          <Adder slugs={slugs} onAdd={(next) => write(next, props.view)} />
          <ShareButton busy={busy} disabled={shown.length === 0} onClick={() => void share()} />
        </div>
        <SharedLink link={link} />
      </div>
      {unknown.length > 0 && (
        <p class="compare-unknown" role="status">
          Not in the catalogue: {unknown.join(", ")}.{" "}
          <Button size="small" onClick={() => write(shown, props.view)}>
            Remove from the link
          </Button>
        </p>
      )}
      <ComparisonFigure
        architectures={architectures}
        view={view}
        onBaseline={(baseline) => write(slugs, { ...props.view, baseline })}
        onRemove={(architecture) => {
          removeFromTray(architecture.slug);
          write(
            slugs.filter((slug) => slug !== architecture.slug),
            props.view,
          );
        }}
      />
    </>
  );
}

export default function ComparePage() {
  const slugs = compared();
  const view = readCompareView(Object.fromEntries(query.value));

  // A link's way of counting holds for this visit; without one the reader's own is written down.
  useEffect(() => {
    const sent = query.peek().get("ops");
    if (compared().length === 0 && tray.peek().length > 0)
      write(
        tray.peek().map((item) => item.slug),
        readCompareView({}),
      );
    return sent === null ? undefined : borrowConvention(parseConvention(sent));
  }, []);

  const counted = convention.value;
  // The address follows the switch in the top bar.
  useEffect(() => {
    if (slugs.length > 0) write(slugs, view);
  }, [counted, query.value]);

  return (
    <div class="page compare">
      <h1>Accuracy against cost</h1>
      {slugs.length === 0 ? (
        <EmptyComparison onAdd={(next) => write(next, view)} />
      ) : (
        <WorkingComparison slugs={slugs} view={view} />
      )}
    </div>
  );
}
