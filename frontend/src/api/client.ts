/** The calls of the HTTP contract: the only file that knows their addresses. */

import createClient from "openapi-fetch";
import { ApiError } from "./errors";
import type { paths } from "./schema";
import { fetchWithRetries, pause } from "./transport";
import type {
  ArchitectureDetail,
  ArchitectureSummary,
  Comparison,
  ComparisonLink,
  CostOptions,
  CostReport,
  Device,
  Job,
  JobRequest,
  JobState,
  Measurement,
  OnnxOptions,
} from "./types";

/** Made for each call, because tests and other windows have other origins; it holds nothing. */
function server() {
  const baseUrl = window.location.origin;
  return createClient<paths>({ baseUrl, fetch: fetchWithRetries });
}

/** fetchWithRetries has turned every error response into an ApiError, so a response without data is unreadable. */
async function read<Data>(call: Promise<{ data?: Data; response: Response }>): Promise<Data> {
  try {
    const { data, response } = await call;
    if (data !== undefined) return data;
    throw new ApiError("unreadable", "The server sent an empty response.", null, response.status);
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw new ApiError("unreadable", "The server's response is not JSON.", null, 0);
    throw cause;
  }
}

const PAGE_SIZE = 100;

async function readAllPages<Item>(
  readPage: (query: { page: number; page_size: number }) => Promise<{
    data?: { next: string | null; results: Item[] };
    response: Response;
  }>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; ; page += 1) {
    const { next, results } = await read(readPage({ page, page_size: PAGE_SIZE }));
    items.push(...results);
    if (!next) return items;
  }
}

/** exactOptionalPropertyTypes: a signal is given or left out, never undefined. */
function until(abort: AbortSignal | undefined): { signal?: AbortSignal } {
  return abort ? { signal: abort } : {};
}

export function fetchArchitectures(abort?: AbortSignal): Promise<ArchitectureSummary[]> {
  return readAllPages((query) =>
    server().GET("/api/architectures/", { params: { query }, ...until(abort) }),
  );
}

export function fetchArchitecture(slug: string, abort?: AbortSignal): Promise<ArchitectureDetail> {
  const params = { path: { slug } };
  return read(server().GET("/api/architectures/{slug}/", { params, ...until(abort) }));
}

export function fetchCosts(
  slug: string,
  query: CostOptions = {},
  abort?: AbortSignal,
): Promise<CostReport> {
  const params = { path: { slug }, query };
  return read(server().GET("/api/architectures/{slug}/costs/", { params, ...until(abort) }));
}

export function fetchMeasurements(slug: string, abort?: AbortSignal): Promise<Measurement[]> {
  return readAllPages((page) => {
    const params = { query: { ...page, architecture: slug } };
    return server().GET("/api/measurements/", { params, ...until(abort) });
  });
}

export function fetchDevices(abort?: AbortSignal): Promise<Device[]> {
  return readAllPages((query) =>
    server().GET("/api/devices/", { params: { query }, ...until(abort) }),
  );
}

export function fetchActiveJobs(slug: string, abort?: AbortSignal): Promise<Job[]> {
  return readAllPages((page) => {
    const params = { query: { ...page, architecture: slug, active: true } };
    return server().GET("/api/jobs/", { params, ...until(abort) });
  });
}

export function createJob(request: JobRequest): Promise<Job> {
  const body = { device: "cpu", dtype: "float32" as const, ...request };
  return read(server().POST("/api/jobs/", { body }));
}

export function cancelJob(id: string): Promise<Job> {
  return read(server().POST("/api/jobs/{job_id}/cancel/", { params: { path: { job_id: id } } }));
}

const FINISHED: readonly JobState[] = ["succeeded", "failed", "cancelled", "timed_out"];

export function isFinished(job: Job): boolean {
  return FINISHED.includes(job.state);
}

const POLL_FIRST_MS = 400;
const POLL_SLOWEST_MS = 3000;
const POLL_SLOWDOWN = 1.25;

/**
 * Follows a job until it is finished, and resolves with its last state.
 *
 * Sends the ETag back, so an unchanged job costs an empty 304. Waits longer while nothing changes;
 * keeps asking while the server cannot be reached, and says so through onTrouble (null: over).
 */
export async function watchJob(
  id: string,
  listeners: { onChange: (job: Job) => void; onTrouble?: (trouble: ApiError | null) => void },
  abort: AbortSignal,
): Promise<Job> {
  let etag: string | null = null;
  let wait = POLL_FIRST_MS;
  let troubled = false;
  for (;;) {
    try {
      // The browser's own cache would turn a 304 into a full answer and hide that nothing changed.
      const headers: Record<string, string> = etag ? { "If-None-Match": etag } : {};
      const answer: { data?: Job; response: Response } = await server().GET("/api/jobs/{job_id}/", {
        params: { path: { job_id: id } },
        headers,
        cache: "no-store",
        signal: abort,
      });
      if (troubled) listeners.onTrouble?.(null);
      troubled = false;
      const job = answer.data;
      if (job) {
        etag = answer.response.headers.get("ETag");
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

type FileQuery = Readonly<Record<string, string | number | boolean | null>>;

/** The address a download link points at; the file's name comes with the answer. Null means not asked for. */
export function fileAddress(
  slug: string,
  file: "costs.csv" | "graph/" | "model-explorer/" | "onnx/",
  options: FileQuery = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options))
    if (value !== null) query.set(name, String(value));
  const text = query.toString();
  return `/api/architectures/${encodeURIComponent(slug)}/${file}${text ? `?${text}` : ""}`;
}

export function onnxAddress(slug: string, options: OnnxOptions = {}): string {
  return fileAddress(slug, "onnx/", options);
}

/** Null when the file is ready to be downloaded, else the job that makes it. */
export async function requestOnnx(
  slug: string,
  options: OnnxOptions = {},
  abort?: AbortSignal,
): Promise<Job | null> {
  const url = new URL(onnxAddress(slug, options), window.location.origin);
  const response = await fetchWithRetries(new Request(url, { signal: abort ?? null }));
  if (response.status === 202) return (await response.json()) as Job;
  // The link downloads it; its bytes are not needed twice.
  await response.body?.cancel();
  return null;
}

export function createComparison(
  architectures: readonly string[],
  view: Record<string, unknown>,
): Promise<ComparisonLink> {
  const body = { architectures: [...architectures], view };
  return read(server().POST("/api/comparisons/", { body }));
}

export function fetchComparison(slug: string, abort?: AbortSignal): Promise<Comparison> {
  const params = { path: { slug } };
  return read(server().GET("/api/comparisons/{slug}/", { params, ...until(abort) }));
}
