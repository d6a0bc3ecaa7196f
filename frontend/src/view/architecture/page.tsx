/** The page of one architecture: totals, diagram, and the panel with table, layer and measurements. */

import { useEffect, useRef } from "preact/hooks";
import "./page.css";
import { fetchArchitecture, onnxAddress } from "../../api/client";
import type { ArchitectureDetail, CostReport, Job } from "../../api/types";
import { query } from "../../state/navigation";
import { useJobs } from "../../state/network/jobs";
import { useLinkedConvention } from "../../state/network/linked-convention";
import { NetworkViewContext, useNetworkView } from "../../state/network/network-view";
import { startLayoutWorker } from "../../state/network/use-layout";
import { parseView, useAddressView } from "../../state/network/view-address";
import { prefetch, useResource } from "../../state/resource";
import { pageTitle } from "../../state/title";
import { NetworkPanel } from "../network/network-panel";
import { NetworkPicture } from "../network/network-picture";
import {
  type Explorer,
  type OpenedNetwork,
  useExplorer,
  useOpenedNetwork,
} from "../network/use-explorer";
import { prefetchReport, type ReportView, useReport } from "../network/use-report";
import { ErrorNotice } from "../ui/notice";
import { PageHeader } from "./header";
import { Insights } from "./insights";
import { Actions } from "./jobs/actions";
import { JobCards } from "./jobs/job-cards";
import { useActions } from "./jobs/use-actions";
import { useDownload } from "./jobs/use-download";
import { SplitView } from "./split";
import { NotFound, PageSkeleton } from "./states";

const detailKey = (slug: string) => `detail ${slug}`;

/** Fetches what the page shows first; resolves when that is here, or has failed. */
export async function prefetchPage(slug: string): Promise<void> {
  const view = parseView(query.peek());
  // While the costs are still on their way; the usual first picture is small and needs no worker.
  if (view.open !== null) startLayoutWorker();
  const detail = prefetch(detailKey(slug), () => fetchArchitecture(slug));
  await Promise.all([detail, prefetchReport(slug, view)]);
}

export default function ArchitecturePage({ slug }: { slug: string }) {
  const view = useAddressView();
  const detail = useResource(detailKey(slug), (abort) => fetchArchitecture(slug, abort));
  const costs = useReport(slug, view);
  useLinkedConvention(view);
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
  return (
    <NetworkViewContext.Provider value={view}>
      <Architecture detail={about.data} report={costs.report} costs={costs} />
    </NetworkViewContext.Provider>
  );
}

interface ArchitectureProps {
  detail: ArchitectureDetail;
  report: CostReport;
  costs: ReportView;
}

/** The rest of the page is drawn with the first picture: drawn before it, it would only hold the picture up. */
function Architecture(props: ArchitectureProps) {
  const view = useNetworkView();
  const opened = useOpenedNetwork(view, props.report);
  const isOpened = useRef(false);
  isOpened.current ||= opened.layout !== null || view.state.value.picture === "volume";
  if (!isOpened.current) return <PageSkeleton />;
  return <OpenedArchitecture {...props} opened={opened} />;
}

function OpenedArchitecture({ opened, ...given }: ArchitectureProps & { opened: OpenedNetwork }) {
  const view = useNetworkView();
  const explorer = useExplorer(view, opened, given);
  const { slug, name, lecture_notes } = given.detail;
  const { download, tracker, actions } = useArchitectureJobs(explorer);
  useEffect(() => {
    pageTitle.value = name;
  }, [name]);
  const isReady = explorer.isDrawn && !given.costs.isLoading;
  return (
    <div
      class="explorer"
      ref={explorer.root}
      data-network={slug}
      data-diagram-state={isReady ? "ready" : "loading"}
    >
      <PageHeader detail={given.detail} report={given.report}>
        <Actions slug={slug} name={name} actions={actions} />
      </PageHeader>
      <Insights
        insights={given.report.insights}
        onHighlight={explorer.highlight.onHighlight}
        onSelect={explorer.groups.select}
        lectureNotes={lecture_notes.length}
        onLecture={() => view.change({ tab: "about" })}
      />
      <JobCards tracker={tracker} download={download} actions={actions} />
      <SplitView
        main={
          <NetworkPicture
            explorer={explorer}
            isMeasuring={actions.isActive("profile")}
            onMeasure={actions.start.profile}
          />
        }
        side={explorer.isSettled && <NetworkPanel explorer={explorer} />}
      />
    </div>
  );
}

/** What is being done with the architecture; a finished profile is shown, a finished export is downloaded. */
function useArchitectureJobs({ detail, isSettled, measurements }: Explorer) {
  const view = useNetworkView();
  const { slug, name } = detail;
  const download = useDownload(slug, name);
  const tracker = useJobs(slug, isSettled, (job: Job) => {
    if (job.state !== "succeeded") return;
    if (job.kind === "onnx_export") return download.ready(onnxAddress(slug));
    measurements.reload();
    view.change({ metric: "latency", steps: null, tab: "measurements", measurement: null });
  });
  const actions = useActions(slug, view, isSettled, tracker, download);
  return { download, tracker, actions };
}
