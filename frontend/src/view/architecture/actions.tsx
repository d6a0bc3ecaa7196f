/** What can be done with an architecture: compare, profile, export; and how those jobs stand. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { createJob, fetchDevices, onnxAddress, requestOnnx } from "../../api/client";
import type { ApiError } from "../../api/errors";
import type { Device, Job, JobKind } from "../../api/types";
import { formatBytes } from "../../model/format";
import type { JobDesk } from "../../state/jobs";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { TrayButton } from "../ui/tray-button";
import "./actions.css";
import type { Download } from "./use-download";

function isActive(job: Job | undefined): boolean {
  return job !== undefined && (job.state === "queued" || job.state === "running");
}

export function Actions(props: { slug: string; name: string; desk: JobDesk; download: Download }) {
  const { slug, name, desk, download } = props;
  const devices = useSignal<Device[]>([]);
  const device = useSignal("cpu");
  useEffect(() => {
    const abort = new AbortController();
    fetchDevices(abort.signal).then(
      (found) => {
        devices.value = found;
      },
      () => undefined,
    );
    return () => abort.abort();
  }, [devices]);

  const profile = () =>
    void desk.start("profile", () =>
      createJob({
        kind: "profile",
        architecture: slug,
        device: device.value,
        dtype: "float32",
        batch: 1,
      }),
    );
  const exportOnnx = async () => {
    download.ask();
    const job = await desk.start("onnx_export", () => requestOnnx(slug));
    if (!job && !desk.refusals.peek().onnx_export) download.ready(onnxAddress(slug));
  };
  return (
    <>
      <TrayButton slug={slug} name={name} />
      {devices.value.length > 1 && (
        <Select
          label="Device"
          value={device.value}
          options={devices.value.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(next) => {
            device.value = next;
          }}
        />
      )}
      <Button
        size="small"
        icon="bars"
        disabled={isActive(desk.jobs.value.profile)}
        onClick={profile}
      >
        Profile
      </Button>
      <Button
        size="small"
        icon="download"
        disabled={isActive(desk.jobs.value.onnx_export)}
        onClick={() => void exportOnnx()}
      >
        Download ONNX
      </Button>
    </>
  );
}

const TITLES: Record<JobKind, string> = { profile: "Profiling", onnx_export: "Exporting ONNX" };
const KINDS: readonly JobKind[] = ["profile", "onnx_export"];

export function JobCards(props: { desk: JobDesk; download: Download; name: string }) {
  const { desk, download } = props;
  return (
    <div class="job-cards">
      {KINDS.map((kind) => {
        const job = desk.jobs.value[kind];
        const refusal = desk.refusals.value[kind];
        if (refusal) return <Refusal key={kind} kind={kind} error={refusal} desk={desk} />;
        if (!job || (kind === "profile" && job.state === "succeeded")) return null;
        return <JobCard key={kind} job={job} desk={desk} address={download.address.value} />;
      })}
    </div>
  );
}

function Refusal(props: { kind: JobKind; error: ApiError; desk: JobDesk }) {
  const { kind, error, desk } = props;
  return (
    <div class="job-card is-failed" role="alert">
      <strong>{TITLES[kind]} could not start</strong>
      <span class="job-stage">{error.message}</span>
      <Button
        size="small"
        variant="quiet"
        icon="close"
        label="Dismiss"
        onClick={() => desk.dismiss(kind)}
      />
    </div>
  );
}

const ENDINGS: Partial<Record<Job["state"], string>> = {
  failed: "failed",
  cancelled: "was cancelled",
  timed_out: "took too long and was stopped",
};

function JobCard(props: { job: Job; desk: JobDesk; address: string | null }) {
  const { job, desk, address } = props;
  const title = TITLES[job.kind];
  if (job.state === "succeeded")
    return (
      <div class="job-card" role="status">
        <strong>ONNX is ready</strong>
        <span class="job-stage">{exportFacts(job)}</span>
        {address && (
          <a class="job-link" href={address} download>
            Save the file
          </a>
        )}
        <Button
          size="small"
          variant="quiet"
          icon="close"
          label="Dismiss"
          onClick={() => desk.dismiss(job.kind)}
        />
      </div>
    );
  const ending = ENDINGS[job.state];
  if (ending)
    return (
      <div class="job-card is-failed" role="alert">
        <strong>
          {title} {ending}
        </strong>
        <span class="job-stage">
          {job.error ? `${job.error.message} (${job.error.code})` : "Nothing was stored."}
        </span>
        <Button
          size="small"
          variant="quiet"
          icon="close"
          label="Dismiss"
          onClick={() => desk.dismiss(job.kind)}
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
        {desk.trouble.value ? "The server does not answer; still trying." : stageOf(job)}
      </span>
      <Button size="small" variant="quiet" onClick={() => desk.cancel(job)}>
        Cancel
      </Button>
    </div>
  );
}

function stageOf(job: Job): string {
  if (job.state === "queued") return "waiting for a worker";
  return `${job.stage || "starting"} · ${Math.round(job.progress * 100)} %`;
}

/** "97.8 MB, largest difference from PyTorch 3.1e-7" */
function exportFacts(job: Job): string {
  const result = job.result ?? {};
  const size = typeof result.size_bytes === "number" ? formatBytes(result.size_bytes) : null;
  const parity = result.parity as { max_relative_error?: number } | undefined;
  const error = parity?.max_relative_error;
  const checked =
    error === undefined
      ? null
      : `checked: differs from PyTorch by ${error.toExponential(1)} at most`;
  return [size, checked].filter(Boolean).join(" · ");
}
