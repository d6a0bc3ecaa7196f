/** What the diagram page shows, as its address says: open groups, overlay, selected layer, tab. */

import { computed } from "@preact/signals";
import { navigate, query, replaceQuery } from "./navigation";

export const METRICS = ["memory", "params", "macs", "latency"] as const;
export type Metric = (typeof METRICS)[number];

export const TABS = ["table", "charts", "layer", "measurements", "training", "about"] as const;
export type PanelTab = (typeof TABS)[number];

export interface DiagramView {
  /** Paths of the open groups; all; or null for the default that fits the window. */
  open: readonly string[] | "all" | null;
  metric: Metric;
  /** Path of the selected layer or group. */
  layer: string | null;
  tab: PanelTab;
  /** The measurement whose latencies are shown; null for the newest. */
  measurement: string | null;
}

function oneOf<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}

export function parseDiagramView(params: URLSearchParams): DiagramView {
  const open = params.get("open");
  const layer = params.get("layer");
  return {
    open:
      open === null || open === "all"
        ? open
        : open.split(",").filter((path) => path && path !== "none"),
    metric: oneOf(METRICS, params.get("metric")) ?? "memory",
    layer,
    tab: oneOf(TABS, params.get("tab")) ?? "table",
    measurement: params.get("measurement"),
  };
}

/** Only what differs from the default is written, and what other parts of the page put there is kept. */
export function diagramQuery(view: DiagramView, present = new URLSearchParams()): URLSearchParams {
  const params = new URLSearchParams(present);
  const put = (name: string, value: string | null) =>
    value === null ? params.delete(name) : params.set(name, value);
  const open = view.open;
  put("open", open === null || open === "all" ? open : open.join(",") || "none");
  put("metric", view.metric === "memory" ? null : view.metric);
  put("layer", view.layer);
  put("tab", view.tab === "table" ? null : view.tab);
  put("measurement", view.measurement);
  return params;
}

export const diagramView = computed(() => parseDiagramView(query.value));

/** Changes the view; each change is a step that the browser's back button undoes, unless it is a detail. */
export function changeView(
  change: Partial<DiagramView>,
  history: "step" | "detail" = "step",
): void {
  const params = diagramQuery({ ...diagramView.peek(), ...change }, query.peek());
  // Paths and commas are readable in an address; only what must be escaped is.
  const text = params.toString().replaceAll("%2C", ",");
  if (history === "detail") replaceQuery(params);
  else navigate(text ? `?${text}` : window.location.pathname);
}
