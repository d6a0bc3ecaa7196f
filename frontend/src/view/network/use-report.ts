/** The cost report for what the view asks; while a new one is computed, the last one stays. */

import { useRef } from "preact/hooks";
import { fetchCosts } from "../../api/client";
import { type ApiError, toApiError } from "../../api/errors";
import type { CostOptions, CostReport } from "../../api/types";
import type { NetworkView, ViewState } from "../../state/network/network-view";
import { askEarly, useResource } from "../../state/resource";

interface Answer {
  report: CostReport;
  /** Why the report is not the one that was asked for, such as a size that does not fit. */
  refusal: ApiError | null;
}

export interface ReportView {
  /** Null before the first one is here. */
  report: CostReport | null;
  refusal: ApiError | null;
  isLoading: boolean;
  /** Set only where there is nothing to show. */
  error: ApiError | null;
  reload: () => void;
}

/** What the view asks figures for; what is usual is left out. */
export function reportOptions({ batch, height, width, dtype, training }: ViewState) {
  return {
    ...(batch === 1 ? {} : { batch }),
    ...(dtype === "float32" ? {} : { dtype }),
    ...(height === null ? {} : { height }),
    ...(width === null ? {} : { width }),
    ...(training ? { training } : {}),
  };
}

/** What cannot be computed is told beside a picture of what can: the last report, or else the usual one. */
async function answer(
  slug: string,
  options: CostOptions,
  last: CostReport | null,
  abort?: AbortSignal,
): Promise<Answer> {
  try {
    return { report: await fetchCosts(slug, options, abort), refusal: null };
  } catch (cause) {
    const refusal = toApiError(cause);
    if (abort?.aborted || (last === null && refusal.status !== 400)) throw cause;
    return { report: last ?? (await fetchCosts(slug, {}, abort)), refusal };
  }
}

function keyOf(slug: string, options: CostOptions): string {
  return `costs ${slug} ${JSON.stringify(options)}`;
}

/**
 * Asks for the first report before the page is drawn; resolves when it is here, or has failed.
 *
 * The browser has begun to fetch the usual one, at an address without options, before this script ran.
 */
export function askReport(slug: string, view: ViewState): Promise<void> {
  const options = reportOptions(view);
  return askEarly(keyOf(slug, options), () => answer(slug, options, null));
}

export function useReport(slug: string, view: NetworkView): ReportView {
  const options = reportOptions(view.state.value);
  const last = useRef<CostReport | null>(null);
  const { resource, reload } = useResource(keyOf(slug, options), (abort) =>
    answer(slug, options, last.current, abort),
  );
  const { status, data, error } = resource.value;
  last.current = data?.report ?? null;
  return {
    report: last.current,
    refusal: data?.refusal ?? null,
    isLoading: status === "loading",
    error,
    reload,
  };
}
