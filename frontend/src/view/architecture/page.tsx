/** The page of one architecture: totals, diagram, and the panel with table, layer and measurements. */

import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import "./page.css";
import { fetchArchitecture, onnxAddress } from "../../api/client";
import type { ArchitectureDetail, CostReport, Job } from "../../api/types";
import { buildNetwork, type Network } from "../../model/network/network";
import { convention } from "../../state/convention";
import { useJobs } from "../../state/jobs";
import { type Shown, usePicture } from "../../state/layout";
import { useLinkedConvention } from "../../state/linked-convention";
import { askEarly, useResource } from "../../state/resource";
import { pageTitle } from "../../state/title";
import { changeView, diagramView, isFolded } from "../../state/view-address";
import { useMeasurements } from "../network/measurements/use-measurements";
import { Options } from "../network/options/options";
import { captionOf } from "../network/picture/caption";
import { DiagramPane } from "../network/picture/diagram-pane";
import { ExportMenu } from "../network/picture/export-menu";
import { LegendBar } from "../network/picture/legend-bar";
import { Toolbar } from "../network/picture/toolbar";
import { useOverlay } from "../network/picture/use-overlay";
import { FindBar, useFind } from "../network/search/find";
import { useClearKey } from "../network/use-clear-key";
import { useLit } from "../network/use-highlight";
import { type OpenGroups, useOpenGroups } from "../network/use-open-groups";
import { askReport, type ReportView, useReport } from "../network/use-report";
import { lazily } from "../ui/lazily";
import { ErrorNotice } from "../ui/notice";
import { PageHeader } from "./header";
import { Actions } from "./jobs/actions";
import { JobCards } from "./jobs/job-cards";
import { useActions } from "./jobs/use-actions";
import { useDownload } from "./jobs/use-download";
import { Glance } from "./panel/insights";
import { SplitView } from "./panel/split";
import { NotFound, PageSkeleton } from "./states";

const Panel = lazily("The panel", async () => (await import("./panel/panel")).Panel);

const detailKey = (slug: string) => `detail ${slug}`;

/** Asks for what the page shows first; resolves when that is here, or has failed. */
export async function askFirst(slug: string): Promise<void> {
  const detail = askEarly(detailKey(slug), () => fetchArchitecture(slug));
  await Promise.all([detail, askReport(slug)]);
}

export default function ArchitecturePage({ slug }: { slug: string }) {
  const detail = useResource(detailKey(slug), (abort) => fetchArchitecture(slug, abort));
  const costs = useReport(slug);
  useLinkedConvention(slug);
  const about = detail.resource.value;
  const error = about.error ?? costs.error;
  if (error?.isMissing) return <NotFound slug={slug} />;
  if (error)
    return (
      <div class="page" data-diagram-state="error">
        <ErrorNotice
          error={error}
          what="This architecture"
          onRetry={() => {
            detail.reload();
            costs.reload();
          }}
        />
      </div>
    );
  if (!about.data || !costs.report) return <PageSkeleton />;
  return <Explorer detail={about.data} report={costs.report} costs={costs} />;
}

interface ExplorerProps {
  detail: ArchitectureDetail;
  /** What is shown; the last one while costs are asked for something else. */
  report: CostReport;
  costs: ReportView;
}

function Explorer({ detail, report, costs }: ExplorerProps) {
  const view = diagramView.value;
  const fold = isFolded(view);
  const network = useMemo(() => buildNetwork(report, { fold }), [report, fold]);
  const groups = useOpenGroups(network);
  const picture = usePicture(network, groups.open, view.direction);
  // The rest is drawn with the first picture: drawn before it, it would only hold the picture up.
  const isOpened = useRef(false);
  isOpened.current ||= picture !== null || view.picture === "volume";
  if (!isOpened.current) return <PageSkeleton />;
  return <Opened {...{ detail, report, costs, network, groups, picture }} />;
}

interface OpenedProps extends ExplorerProps {
  network: Network;
  groups: OpenGroups;
  /** Null before the first. */
  picture: Shown | null;
}

function Opened({ detail, report, costs, network, groups, picture }: OpenedProps) {
  const { slug, name } = detail;
  const { open, toggle, toggleStack, select } = groups;
  const view = diagramView.value;
  // The diagram is drawn with the page; the volume only once its code is here.
  const [hasVolume, setVolume] = useState(false);
  const onVolume = useCallback(() => setVolume(true), []);
  const isDrawn = view.picture === "volume" ? hasVolume : picture !== null;
  const isSettled = useSettled(isDrawn);

  const measurements = useMeasurements(slug, isSettled);
  const download = useDownload(slug, name);
  const desk = useJobs(slug, isSettled, (job: Job) => {
    if (job.state !== "succeeded") return;
    if (job.kind === "onnx_export") download.ready(onnxAddress(slug));
    else {
      measurements.reload();
      changeView({ metric: "latency", steps: null, tab: "measurements", measurement: null });
    }
  });
  const actions = useActions(slug, isSettled, desk, download);
  const found = useFind(report, network, measurements.chosen);
  const overlay = useOverlay(network, open, measurements.chosen, found.counts);

  const lit = useLit(network, open);
  const clear = useCallback(() => select(null), [select]);
  useClearKey(view.layer === null ? null : clear);

  useEffect(() => {
    pageTitle.value = name;
  }, [name]);

  // Drawn again only for what it shows, not for every picture.
  const panel = useMemo(
    () => (
      <Panel
        detail={detail}
        report={report}
        measurements={measurements}
        hovered={lit.hovered}
        pointed={lit.pointed}
        shown={{ network, open, hits: found.hitSet, onToggle: toggle }}
        onPoint={lit.onPoint}
        onSelect={select}
      />
    ),
    [detail, report, measurements, network, open, found.hitSet, toggle, select],
  );

  return (
    <div class="explorer" data-diagram-state={isDrawn && !costs.isLoading ? "ready" : "loading"}>
      <PageHeader detail={detail} report={report}>
        <Actions slug={slug} name={name} actions={actions} />
      </PageHeader>
      <Glance
        insights={report.insights}
        onPoint={lit.onPoint}
        onSelect={select}
        lectureNotes={detail.lecture_notes.length}
        onLecture={() => changeView({ tab: "about" })}
      />
      <JobCards desk={desk} download={download} actions={actions} />
      <SplitView
        main={
          <section class="explorer-diagram" aria-label="Diagram" aria-busy={costs.isLoading}>
            {costs.isLoading && <div class="explorer-progress" />}
            <Toolbar>
              <FindBar
                report={report}
                network={network}
                query={view.find}
                convention={convention.value}
                hits={found.hits}
                error={found.error}
                current={view.layer}
                onQuery={(find) => changeView({ find }, "detail")}
                onStep={select}
              />
              <Options detail={detail} refusal={costs.refusal} onRetry={costs.reload} />
              <ExportMenu
                detail={detail}
                report={report}
                measurement={measurements.chosen}
                makeSvg={async () => {
                  const { diagramSvg, volumeFigure } = await import(
                    "../picture/export/make-figure"
                  );
                  const caption = captionOf(detail, report, measurements.chosen, overlay);
                  if (view.picture === "volume")
                    return volumeFigure(network, report, open, overlay.lookOf, caption);
                  return picture && diagramSvg(picture, overlay.lookOf, caption);
                }}
              />
            </Toolbar>
            <LegendBar
              view={overlay}
              report={report}
              measurements={measurements}
              isMeasuring={actions.isActive("profile")}
              onMeasure={actions.start.profile}
            />
            <DiagramPane
              network={network}
              report={report}
              open={open}
              shown={picture}
              lookOf={overlay.lookOf}
              hovered={lit.hoveredBox}
              pointed={lit.pointed}
              onVolume={onVolume}
              label={`Diagram of ${name}`}
              onHover={lit.onHover}
              onToggle={toggle}
              onToggleStack={toggleStack}
              onSelect={select}
            />
          </section>
        }
        side={isSettled && panel}
      />
    </div>
  );
}

/** From the frame after the first picture on: what is not in it, such as the panel's table, can wait until then. */
function useSettled(isDrawn: boolean): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    if (!isDrawn) return;
    const timer = setTimeout(() => setSettled(true));
    return () => clearTimeout(timer);
  }, [isDrawn]);
  return isSettled;
}
