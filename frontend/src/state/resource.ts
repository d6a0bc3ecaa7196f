/** Something fetched for a page: loading, then here or failed, with a way to try again. */

import { type Signal, useSignal } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";
import { type ApiError, toApiError } from "../api/errors";

export type Resource<Data> =
  | { status: "loading"; data: Data | null; error: null }
  | { status: "ready"; data: Data; error: null }
  | { status: "error"; data: Data | null; error: ApiError };

/** What was asked for before the page that shows it was drawn, by key; each answer is given to one page. */
const early = new Map<string, { answer: Promise<unknown>; data: unknown }>();

/** Asks before there is a page. Resolves when the answer is here, or has failed, which the page then says. */
export function askEarly<Data>(key: string, fetcher: () => Promise<Data>): Promise<void> {
  const asked = { answer: fetcher() as Promise<unknown>, data: undefined as unknown };
  early.set(key, asked);
  return asked.answer.then(
    (data) => {
      asked.data = data;
    },
    () => undefined,
  );
}

function begin<Data>(key: string | null): Resource<Data> {
  const data = early.get(key ?? "")?.data as Data | undefined;
  if (data === undefined) return { status: "loading", data: null, error: null };
  return { status: "ready", data, error: null };
}

/**
 * Fetches again whenever key changes, and drops the answer of an earlier key.
 *
 * The last answer stays readable while the next one loads, so that a list does not blink. Without a key nothing is
 * asked for yet.
 */
export function useResource<Data>(
  key: string | null,
  fetcher: (abort: AbortSignal) => Promise<Data>,
): { resource: Signal<Resource<Data>>; reload: () => void } {
  const resource = useSignal(begin<Data>(key));
  const turn = useSignal(0);
  const asked = turn.value;
  // The key stands for the fetcher, which is a new closure on every render; a new turn asks again.
  useEffect(() => {
    if (key === null) return undefined;
    const begun = early.get(key);
    early.delete(key);
    if (begun && resource.peek().data === begun.data) return undefined;
    const abort = new AbortController();
    resource.value = { status: "loading", data: resource.peek().data, error: null };
    const answer = begun ? (begun.answer as Promise<Data>) : fetcher(abort.signal);
    answer.then(
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
