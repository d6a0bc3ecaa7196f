/** The cost report for what the address asks; while a new one is computed, the last one stays. */

import { useRef } from "preact/hooks";
import { fetchCosts } from "../../api/client";
import { type ApiError, toApiError } from "../../api/errors";
import type { CostReport } from "../../api/types";
import { type DiagramView, diagramView } from "../../state/diagram-view";
import { useResource } from "../../state/resource";

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

/** What the address asks figures for; what is usual is left out. */
export function reportOptions({ batch, height, width, dtype, training }: DiagramView) {
  return {
    ...(batch === 1 ? {} : { batch }),
    ...(dtype === "float32" ? {} : { dtype }),
    ...(height === null ? {} : { height }),
    ...(width === null ? {} : { width }),
    ...(training ? { training } : {}),
  };
}

export function useReport(slug: string): ReportView {
  // The browser has begun to fetch the usual report, at an address without options, before this script ran.
  const options = reportOptions(diagramView.value);
  const shown = useRef<CostReport | null>(null);

  async function ask(abort: AbortSignal): Promise<Answer> {
    try {
      shown.current = await fetchCosts(slug, options, abort);
      return { report: shown.current, refusal: null };
    } catch (cause) {
      const refusal = toApiError(cause);
      const isFirst = shown.current === null;
      // What cannot be drawn is told beside a picture of what can: the last one, or the usual one.
      if (abort.aborted || (isFirst && refusal.status !== 400)) throw cause;
      shown.current ??= await fetchCosts(slug, {}, abort);
      return { report: shown.current, refusal };
    }
  }

  const { resource, reload } = useResource(`costs ${slug} ${JSON.stringify(options)}`, ask);
  const { status, data, error } = resource.value;
  return {
    report: data?.report ?? null,
    refusal: data?.refusal ?? null,
    isLoading: status === "loading",
    error,
    reload,
  };
}
