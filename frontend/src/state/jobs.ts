/** The jobs of one architecture: found again after a reload, followed until they are finished. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { cancelJob, fetchActiveJobs, isFinished, watchJob } from "../api/client";
import { type ApiError, toApiError } from "../api/errors";
import type { Job, JobKind } from "../api/types";

export interface JobDesk {
  /** The newest job of a kind, finished or not. */
  jobs: Signal<Partial<Record<JobKind, Job>>>;
  /** Why a job could not be started, by kind. */
  refusals: Signal<Partial<Record<JobKind, ApiError>>>;
  /** Null unless the server stopped answering while a job runs. */
  trouble: Signal<ApiError | null>;
  start: (kind: JobKind, submit: () => Promise<Job | null>) => Promise<Job | null>;
  cancel: (job: Job) => void;
  dismiss: (kind: JobKind) => void;
}

/** Looks for jobs that run already only when the rest of the page is at rest. */
export function useJobs(slug: string, isSettled: boolean, onFinished: (job: Job) => void): JobDesk {
  const jobs = useSignal<Partial<Record<JobKind, Job>>>({});
  const refusals = useSignal<Partial<Record<JobKind, ApiError>>>({});
  const trouble = useSignal<ApiError | null>(null);

  const desk = useMemo(() => {
    const abort = new AbortController();
    const put = (job: Job) => {
      jobs.value = { ...jobs.peek(), [job.kind]: job };
    };
    const refuse = (kind: JobKind, cause: unknown) => {
      if (!abort.signal.aborted) refusals.value = { ...refusals.peek(), [kind]: toApiError(cause) };
    };
    const follow = (job: Job) => {
      put(job);
      if (isFinished(job)) return onFinished(job);
      const onTrouble = (problem: ApiError | null) => {
        trouble.value = problem;
      };
      watchJob(job.id, { onChange: put, onTrouble }, abort.signal).then(onFinished, (cause) =>
        refuse(job.kind, cause),
      );
    };
    return {
      jobs,
      refusals,
      trouble,
      abort,
      follow,
      async start(kind: JobKind, submit: () => Promise<Job | null>) {
        refusals.value = { ...refusals.peek(), [kind]: undefined };
        try {
          const job = await submit();
          if (job) follow(job);
          return job;
        } catch (cause) {
          refuse(kind, cause);
          return null;
        }
      },
      cancel(job: Job) {
        cancelJob(job.id).catch((cause: unknown) => refuse(job.kind, cause));
      },
      dismiss(kind: JobKind) {
        jobs.value = { ...jobs.peek(), [kind]: undefined };
        refusals.value = { ...refusals.peek(), [kind]: undefined };
      },
    };
  }, [slug]);

  useEffect(() => () => desk.abort.abort(), [desk]);
  useEffect(() => {
    if (!isSettled) return;
    // What was running before a reload is still running.
    fetchActiveJobs(slug, desk.abort.signal).then(
      (active) => active.forEach(desk.follow),
      () => undefined,
    );
  }, [slug, desk, isSettled]);
  return desk;
}
