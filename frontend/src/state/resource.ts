/** Something fetched for a page: loading, then here or failed, with a way to try again. */

import { type Signal, useSignal } from "@preact/signals";
import { useCallback, useLayoutEffect } from "preact/hooks";
import { type ApiError, toApiError } from "../api/errors";

export type Resource<Data> =
  | { status: "loading"; data: Data | null; error: null }
  | { status: "ready"; data: Data; error: null }
  | { status: "error"; data: Data | null; error: ApiError };

/**
 * Fetches again whenever key changes, and drops the answer of an earlier key.
 *
 * The last answer stays readable while the next one loads, so that a list does not blink.
 */
export function useResource<Data>(
  key: string,
  fetcher: (abort: AbortSignal) => Promise<Data>,
): { resource: Signal<Resource<Data>>; reload: () => void } {
  const resource = useSignal<Resource<Data>>({ status: "loading", data: null, error: null });
  const turn = useSignal(0);
  const asked = turn.value;
  // Not after the next paint, as an effect: what is asked for is often preloaded.
  // The key stands for the fetcher, which is a new closure on every render; a new turn asks again.
  useLayoutEffect(() => {
    const abort = new AbortController();
    resource.value = { status: "loading", data: resource.peek().data, error: null };
    fetcher(abort.signal).then(
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
  }, [key, asked]);
  const reload = useCallback(() => {
    turn.value += 1;
  }, [turn]);
  return { resource, reload };
}
