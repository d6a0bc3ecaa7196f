/** The cost report for what the view asks; while a new one is computed, the last one stays. */

import { useRef } from "preact/hooks";
import { fetchCosts } from "../../api/client";
import { type ApiError, toApiError } from "../../api/errors";
import type { CostOptions, CostReport } from "../../api/types";
import { DEFAULT_VIEW, type NetworkView, type ViewState } from "../../state/network/network-view";
import { prefetch, useResource } from "../../state/resource";

interface ReportResult {
  report: CostReport;
  /** Why the report is not the one that was asked for, such as a size that does not fit. */
  rejection: ApiError | null;
}

export interface ReportView {
  /** Null before the first one is here. */
  report: CostReport | null;
  rejection: ApiError | null;
  isLoading: boolean;
  /** Set only where there is nothing to show. */
  error: ApiError | null;
  reload: () => void;
}

/** The options that the view asks costs for, without those at their defaults. */
export function reportOptions({ batch, height, width, dtype, training }: ViewState) {
  return {
    ...(batch === DEFAULT_VIEW.batch ? {} : { batch }),
    ...(dtype === DEFAULT_VIEW.dtype ? {} : { dtype }),
    ...(height === null ? {} : { height }),
    ...(width === null ? {} : { width }),
    ...(training ? { training } : {}),
  };
}

/** A rejection comes with a report that can be shown: the last one, or else that for the default options. */
async function fetchReport(
  slug: string,
  options: CostOptions,
  last: CostReport | null,
  abort?: AbortSignal,
): Promise<ReportResult> {
  try {
    return { report: await fetchCosts(slug, options, abort), rejection: null };
  } catch (cause) {
    const rejection = toApiError(cause);
    if (abort?.aborted || (last === null && rejection.status !== 400)) throw cause;
    return { report: last ?? (await fetchCosts(slug, {}, abort)), rejection };
  }
}

function keyOf(slug: string, options: CostOptions): string {
  return `costs ${slug} ${JSON.stringify(options)}`;
}

/**
 * Asks for the first report before the page is drawn; resolves when it is here, or has failed.
 *
 * The browser has begun to fetch the default one, at an address without options, before this script ran.
 */
export function prefetchReport(slug: string, view: ViewState): Promise<void> {
  const options = reportOptions(view);
  return prefetch(keyOf(slug, options), () => fetchReport(slug, options, null));
}

export function useReport(slug: string, view: NetworkView): ReportView {
  const options = reportOptions(view.state.value);
  const last = useRef<CostReport | null>(null);
  const { resource, reload } = useResource(keyOf(slug, options), (abort) =>
    fetchReport(slug, options, last.current, abort),
  );
  const { status, data, error } = resource.value;
  last.current = data?.report ?? null;
  return {
    report: last.current,
    rejection: data?.rejection ?? null,
    isLoading: status === "loading",
    error,
    reload,
  };
}
