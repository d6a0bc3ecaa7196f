/** The jobs of an architecture: waiting, running, ready, or failed with a button to try again. */

import type { Job, JobKind } from "../../../api/types";
import { formatBytes, formatPercent, formatSmall } from "../../../model/text/format";
import type { JobTracker } from "../../../state/network/jobs";
import { Button } from "../../ui/button";
import "./job-cards.css";
import type { JobActions } from "./use-actions";
import type { Download } from "./use-download";

const TITLES: Record<JobKind, string> = { profile: "Profiling", onnx_export: "Exporting ONNX" };
const KINDS: readonly JobKind[] = ["profile", "onnx_export"];

export function JobCards(props: { tracker: JobTracker; download: Download; actions: JobActions }) {
  const { tracker, download, actions } = props;
  return (
    <div class="job-cards">
      {KINDS.map((kind) => {
        const job = tracker.jobs.value[kind];
        const rejection = tracker.rejections.value[kind];
        const closing = { onRetry: actions.start[kind], onDismiss: () => tracker.dismiss(kind) };
        if (rejection)
          return (
            <Failure
              key={kind}
              title={`${TITLES[kind]} could not start`}
              reason={rejection.message}
              {...closing}
            />
          );
        if (!job || (kind === "profile" && job.state === "succeeded")) return null;
        const ending = ENDINGS[job.state];
        if (ending)
          return (
            <Failure
              key={kind}
              title={`${TITLES[kind]} ${ending}`}
              reason={
                job.error ? `${job.error.message} (${job.error.code})` : "Nothing was stored."
              }
              {...closing}
            />
          );
        return <JobCard key={kind} job={job} tracker={tracker} address={download.address.value} />;
      })}
    </div>
  );
}

function Failure(props: {
  title: string;
  reason: string;
  onRetry: () => void;
  onDismiss: () => void;
}) {
  return (
    <div class="job-card is-failed" role="alert">
      <strong>{props.title}</strong>
      <span class="job-stage">{props.reason}</span>
      <Button size="small" onClick={props.onRetry}>
        Try again
      </Button>
      <Button size="small" variant="quiet" icon="close" label="Dismiss" onClick={props.onDismiss} />
    </div>
  );
}

const ENDINGS: Partial<Record<Job["state"], string>> = {
  failed: "failed",
  cancelled: "was cancelled",
  timed_out: "took too long and was stopped",
};

function JobCard(props: { job: Job; tracker: JobTracker; address: string | null }) {
  const { job, tracker, address } = props;
  const title = TITLES[job.kind];
  if (job.state === "succeeded")
    return (
      <div class="job-card" role="status">
        <strong>ONNX file ready</strong>
        <span class="job-stage">{exportFacts(job)}</span>
        {address && (
          <a class="job-link" href={address} download>
            Save file
          </a>
        )}
        <Button
          size="small"
          variant="quiet"
          icon="close"
          label="Dismiss"
          onClick={() => tracker.dismiss(job.kind)}
        />
      </div>
    );
  return (
    <div class="job-card" role="status">
      <strong>{title}</strong>
      <progress
        class="job-progress"
        aria-label={`${title}: progress`}
        max={1}
        value={job.progress}
      />
      <span class="job-stage">
        {tracker.connectionError.value
          ? "The server is not responding; still trying."
          : stageOf(job)}
      </span>
      <Button size="small" variant="quiet" onClick={() => tracker.cancel(job)}>
        Cancel
      </Button>
    </div>
  );
}

function stageOf(job: Job): string {
  if (job.state === "queued") return "waiting for a worker";
  return `${job.stage || "starting"} · ${formatPercent(100 * job.progress, 0)}`;
}

/** "97.8 MB, largest difference from PyTorch 3.1e-7" */
function exportFacts(job: Job): string {
  const result = job.result ?? {};
  const size = typeof result.size_bytes === "number" ? formatBytes(result.size_bytes) : null;
  const parity = result.parity as { max_relative_error?: number } | undefined;
  const error = parity?.max_relative_error;
  const checked =
    error === undefined ? null : `checked: differs from PyTorch by at most ${formatSmall(error)}`;
  return [size, checked].filter(Boolean).join(" · ");
}
