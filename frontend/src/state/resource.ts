/** Something fetched for a page: loading, then here or failed, with a way to try again. */

import { type Signal, useSignal } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";
import { type ApiError, toApiError } from "../api/errors";

export type Resource<Data> =
  | { status: "loading"; data: Data | null; error: null }
  | { status: "ready"; data: Data; error: null }
  | { status: "error"; data: Data | null; error: ApiError };

/** Requests made before the page that shows their data was drawn, by key; each is handed to one page. */
const prefetched = new Map<string, { promise: Promise<unknown>; data: unknown }>();

/** Fetches before there is a page. Resolves when the data is here, or the request has failed, which the page then says. */
export function prefetch<Data>(key: string, fetcher: () => Promise<Data>): Promise<void> {
  const request = { promise: fetcher() as Promise<unknown>, data: undefined as unknown };
  prefetched.set(key, request);
  return request.promise.then(
    (data) => {
      request.data = data;
    },
    () => undefined,
  );
}

function begin<Data>(key: string | null): Resource<Data> {
  const data = prefetched.get(key ?? "")?.data as Data | undefined;
  if (data === undefined) return { status: "loading", data: null, error: null };
  return { status: "ready", data, error: null };
}

/**
 * Fetches again whenever key changes, and drops the response of an earlier key.
 *
 * The last data stays readable while the next loads, so that a list does not blink. Without a key, nothing is
 * fetched yet.
 */
export function useResource<Data>(
  key: string | null,
  fetcher: (abort: AbortSignal) => Promise<Data>,
): { resource: Signal<Resource<Data>>; reload: () => void } {
  const resource = useSignal(begin<Data>(key));
  const attempts = useSignal(0);
  const attempt = attempts.value;
  // The key stands for the fetcher, which is a new closure on every render; a new attempt fetches again.
  useEffect(() => {
    if (key === null) return undefined;
    const begun = prefetched.get(key);
    prefetched.delete(key);
    if (begun && resource.peek().data === begun.data) return undefined;
    const abort = new AbortController();
    resource.value = { status: "loading", data: resource.peek().data, error: null };
    const promise = begun ? (begun.promise as Promise<Data>) : fetcher(abort.signal);
    promise.then(
      (data) => {
        if (!abort.signal.aborted) resource.value = { status: "ready", data, error: null };
      },
      (cause: unknown) => {
        if (!abort.signal.aborted)
          resource.value = {
            status: "error",
            data: resource.peek().data,
            error: toApiError(cause),
          };
      },
    );
    return () => abort.abort();
  }, [key, attempt]);
  const reload = useCallback(() => {
    attempts.value += 1;
  }, [attempts]);
  return { resource, reload };
}
