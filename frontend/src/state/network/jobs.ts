/** JobTracker: the jobs of one architecture, found again after a reload and polled until they are finished. */

import { signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { cancelJob, fetchActiveJobs, isFinished, watchJob } from "../../api/client";
import { type ApiError, toApiError } from "../../api/errors";
import type { Job, JobKind } from "../../api/types";

export class JobTracker {
  /** The newest job of a kind, finished or not. */
  readonly jobs = signal<Partial<Record<JobKind, Job>>>({});
  /** Why a job could not be started, by kind. */
  readonly rejections = signal<Partial<Record<JobKind, ApiError>>>({});
  /** Null unless the server stopped answering while a job runs. */
  readonly connectionError = signal<ApiError | null>(null);
  private readonly abort = new AbortController();

  constructor(private readonly onFinished: (job: Job) => void) {}

  /** Resolves with the job that was submitted; null if there is none, or it was rejected. */
  async start(kind: JobKind, submit: () => Promise<Job | null>): Promise<Job | null> {
    this.setRejection(kind, undefined);
    try {
      const job = await submit();
      if (job) this.follow(job);
      return job;
    } catch (cause) {
      this.reject(kind, cause);
      return null;
    }
  }

  /** Follows what was running before a reload and still is. */
  async resume(slug: string): Promise<void> {
    const active = await fetchActiveJobs(slug, this.abort.signal).catch(() => []);
    for (const job of active) this.follow(job);
  }

  cancel(job: Job): void {
    cancelJob(job.id).catch((cause: unknown) => this.reject(job.kind, cause));
  }

  dismiss(kind: JobKind): void {
    this.jobs.value = { ...this.jobs.peek(), [kind]: undefined };
    this.setRejection(kind, undefined);
  }

  /** Follows nothing from now on; the jobs themselves go on. */
  stop(): void {
    this.abort.abort();
  }

  private follow(job: Job): void {
    const onChange = (changed: Job) => {
      this.jobs.value = { ...this.jobs.peek(), [changed.kind]: changed };
    };
    const onTrouble = (problem: ApiError | null) => {
      this.connectionError.value = problem;
    };
    onChange(job);
    if (isFinished(job)) {
      this.onFinished(job);
      return;
    }
    watchJob(job.id, { onChange, onTrouble }, this.abort.signal).then(this.onFinished, (cause) =>
      this.reject(job.kind, cause),
    );
  }

  private reject(kind: JobKind, cause: unknown): void {
    if (!this.abort.signal.aborted) this.setRejection(kind, toApiError(cause));
  }

  private setRejection(kind: JobKind, rejection: ApiError | undefined): void {
    this.rejections.value = { ...this.rejections.peek(), [kind]: rejection };
  }
}

/** Looks for jobs that run already only when the rest of the page has settled. */
export function useJobs(
  slug: string,
  isSettled: boolean,
  onFinished: (job: Job) => void,
): JobTracker {
  const latest = useRef(onFinished);
  latest.current = onFinished;
  const tracker = useMemo(() => new JobTracker((job) => latest.current(job)), [slug]);
  useEffect(() => () => tracker.stop(), [tracker]);
  useEffect(() => {
    if (isSettled) void tracker.resume(slug);
  }, [slug, tracker, isSettled]);
  return tracker;
}
