/** The calls of the HTTP contract: the only file that knows their addresses. */

import { ApiError } from "./errors";
import { patientFetch, pause } from "./transport";
import type {
  ArchitectureDetail,
  ArchitectureSummary,
  Comparison,
  CostOptions,
  CostReport,
  Device,
  Job,
  JobRequest,
  JobState,
  Measurement,
  Page,
} from "./types";

type Query = Record<string, string | number | boolean | null | undefined>;

function address(path: string, query: Query = {}): URL {
  const url = new URL(path, window.location.origin);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== "")
      url.searchParams.set(name, String(value));
  return url;
}

async function body<Answer>(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch {
    throw new ApiError("unreadable", "The server's answer is not JSON.", null, response.status);
  }
}

async function read<Answer>(url: URL, abort?: AbortSignal): Promise<Answer> {
  const headers = { Accept: "application/json" };
  return body(await patientFetch(new Request(url, { headers, signal: abort ?? null })));
}

async function write<Answer>(path: string, payload: unknown, abort?: AbortSignal): Promise<Answer> {
  const request = new Request(address(path), {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify(payload),
    signal: abort ?? null,
  });
  return body(await patientFetch(request));
}

async function readAllPages<Item>(first: URL, abort?: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let next: URL | null = first;
  while (next) {
    const page: Page<Item> = await read(next, abort);
    items.push(...page.results);
    // Behind a proxy the server may name itself differently; only the query of `next` is used.
    next = page.next ? new URL(new URL(page.next, first).search, first) : null;
  }
  return items;
}

const segment = encodeURIComponent;

export function fetchArchitectures(abort?: AbortSignal): Promise<ArchitectureSummary[]> {
  return readAllPages(address("/api/architectures/", { page_size: 100 }), abort);
}

export function fetchArchitecture(slug: string, abort?: AbortSignal): Promise<ArchitectureDetail> {
  return read(address(`/api/architectures/${segment(slug)}/`), abort);
}

export function fetchCosts(
  slug: string,
  options: CostOptions = {},
  abort?: AbortSignal,
): Promise<CostReport> {
  return read(address(`/api/architectures/${segment(slug)}/costs/`, { ...options }), abort);
}

export function fetchMeasurements(slug: string, abort?: AbortSignal): Promise<Measurement[]> {
  return readAllPages(address("/api/measurements/", { architecture: slug }), abort);
}

export function fetchDevices(abort?: AbortSignal): Promise<Device[]> {
  return readAllPages(address("/api/devices/"), abort);
}

export function fetchActiveJobs(slug: string, abort?: AbortSignal): Promise<Job[]> {
  return readAllPages(address("/api/jobs/", { architecture: slug, active: true }), abort);
}

export function createJob(request: JobRequest): Promise<Job> {
  return write("/api/jobs/", request);
}

export function cancelJob(id: string): Promise<Job> {
  return write(`/api/jobs/${segment(id)}/cancel/`, {});
}

const FINISHED: readonly JobState[] = ["succeeded", "failed", "cancelled", "timed_out"];

export function isFinished(job: Job): boolean {
  return FINISHED.includes(job.state);
}

const POLL_FIRST_MS = 400;
const POLL_SLOWEST_MS = 3000;
const POLL_SLOWDOWN = 1.25;

/**
 * Follows a job until it is finished, and answers its last state.
 *
 * Sends the ETag back, so an unchanged job costs an empty 304. Waits longer while nothing changes;
 * keeps asking while the server cannot be reached, and says so through onTrouble (null: over).
 */
export async function watchJob(
  id: string,
  listeners: { onChange: (job: Job) => void; onTrouble?: (trouble: ApiError | null) => void },
  abort: AbortSignal,
): Promise<Job> {
  const url = address(`/api/jobs/${segment(id)}/`);
  let etag: string | null = null;
  let wait = POLL_FIRST_MS;
  let troubled = false;
  for (;;) {
    try {
      const headers = new Headers({ Accept: "application/json" });
      if (etag) headers.set("If-None-Match", etag);
      // The browser's own cache would turn a 304 into a full answer and hide that nothing changed.
      const request = new Request(url, { headers, signal: abort, cache: "no-store" });
      const response = await patientFetch(request);
      if (troubled) listeners.onTrouble?.(null);
      troubled = false;
      if (response.status !== 304) {
        etag = response.headers.get("ETag");
        const job = await body<Job>(response);
        listeners.onChange(job);
        if (isFinished(job)) return job;
        wait = POLL_FIRST_MS;
      }
    } catch (cause) {
      if (!(cause instanceof ApiError) || !cause.isPassing) throw cause;
      troubled = true;
      listeners.onTrouble?.(cause);
    }
    await pause(wait, abort);
    wait = Math.min(POLL_SLOWEST_MS, wait * POLL_SLOWDOWN);
  }
}

export interface OnnxOptions {
  dtype?: string;
  batch?: number;
  opset?: number;
}

/** The address a download link points at; the file's name comes with the answer. */
export function onnxAddress(slug: string, options: OnnxOptions = {}): string {
  const url = address(`/api/architectures/${segment(slug)}/onnx/`, { ...options });
  return url.pathname + url.search;
}

/** Null when the file is ready to be downloaded, else the job that makes it. */
export async function requestOnnx(
  slug: string,
  options: OnnxOptions = {},
  abort?: AbortSignal,
): Promise<Job | null> {
  const url = address(onnxAddress(slug, options));
  const response = await patientFetch(new Request(url, { signal: abort ?? null }));
  if (response.status === 202) return body<Job>(response);
  // The link downloads it; its bytes are not needed twice.
  await response.body?.cancel();
  return null;
}

export function createComparison(
  slugs: readonly string[],
  view: Record<string, unknown>,
): Promise<{ slug: string; url: string }> {
  return write("/api/comparisons/", { architectures: slugs, view });
}

export function fetchComparison(slug: string, abort?: AbortSignal): Promise<Comparison> {
  return read(address(`/api/comparisons/${segment(slug)}/`), abort);
}
