/** The jobs of one architecture: found again after a reload, followed until they are finished. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { cancelJob, fetchActiveJobs, isFinished, watchJob } from "../../api/client";
import { type ApiError, toApiError } from "../../api/errors";
import type { Job, JobKind } from "../../api/types";

export interface JobTracker {
  /** The newest job of a kind, finished or not. */
  jobs: Signal<Partial<Record<JobKind, Job>>>;
  /** Why a job could not be started, by kind. */
  rejections: Signal<Partial<Record<JobKind, ApiError>>>;
  /** Null unless the server stopped answering while a job runs. */
  trouble: Signal<ApiError | null>;
  start: (kind: JobKind, submit: () => Promise<Job | null>) => Promise<Job | null>;
  cancel: (job: Job) => void;
  dismiss: (kind: JobKind) => void;
}

/** Looks for jobs that run already only when the rest of the page is at rest. */
export function useJobs(
  slug: string,
  isSettled: boolean,
  onFinished: (job: Job) => void,
): JobTracker {
  const jobs = useSignal<Partial<Record<JobKind, Job>>>({});
  const rejections = useSignal<Partial<Record<JobKind, ApiError>>>({});
  const trouble = useSignal<ApiError | null>(null);

  const tracker = useMemo(() => {
    const abort = new AbortController();
    const put = (job: Job) => {
      jobs.value = { ...jobs.peek(), [job.kind]: job };
    };
    const reject = (kind: JobKind, cause: unknown) => {
      if (!abort.signal.aborted)
        rejections.value = { ...rejections.peek(), [kind]: toApiError(cause) };
    };
    const follow = (job: Job) => {
      put(job);
      if (isFinished(job)) return onFinished(job);
      const onTrouble = (problem: ApiError | null) => {
        trouble.value = problem;
      };
      watchJob(job.id, { onChange: put, onTrouble }, abort.signal).then(onFinished, (cause) =>
        reject(job.kind, cause),
      );
    };
    return {
      jobs,
      rejections,
      trouble,
      abort,
      follow,
      async start(kind: JobKind, submit: () => Promise<Job | null>) {
        rejections.value = { ...rejections.peek(), [kind]: undefined };
        try {
          const job = await submit();
          if (job) follow(job);
          return job;
        } catch (cause) {
          reject(kind, cause);
          return null;
        }
      },
      cancel(job: Job) {
        cancelJob(job.id).catch((cause: unknown) => reject(job.kind, cause));
      },
      dismiss(kind: JobKind) {
        jobs.value = { ...jobs.peek(), [kind]: undefined };
        rejections.value = { ...rejections.peek(), [kind]: undefined };
      },
    };
  }, [slug]);

  useEffect(() => () => tracker.abort.abort(), [tracker]);
  useEffect(() => {
    if (!isSettled) return;
    // What was running before a reload is still running.
    fetchActiveJobs(slug, tracker.abort.signal).then(
      (active) => active.forEach(tracker.follow),
      () => undefined,
    );
  }, [slug, tracker, isSettled]);
  return tracker;
}
