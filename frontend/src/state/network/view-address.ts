/**
 * A network's view in the address bar.
 *
 * Everything a person would want to send is here, so that a link opens the same view in a fresh
 * browser. A word that is left out means its default.
 */

import { useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { METRICS } from "../../model/figures/metrics";
import { CONVENTIONS } from "../../model/figures/operations";
import type { LegendFilter } from "../../model/figures/overlay";
import { type Camera, cameraText } from "../../model/picture/viewport";
import { convention } from "../convention";
import { navigateQuery, query, replaceQuery, route, searchOf } from "../navigation";
import { architecturePath } from "../routes";
import {
  DEFAULT_VIEW,
  DIRECTIONS,
  DTYPES,
  NetworkView,
  PICTURES,
  SCALES,
  TABLE_ROWS,
  TABS,
  type ViewState,
} from "./network-view";

function oneOf<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}

function whole(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}

/** "12.5,-40,0.8" */
function parseCamera(text: string | null): Camera | null {
  const [x, y, k, ...rest] = (text ?? "").split(",").map(Number);
  const given = x !== undefined && y !== undefined && k !== undefined && rest.length === 0;
  return given && [x, y, k].every(Number.isFinite) && k > 0 ? { x, y, k } : null;
}

/** "3-8", or "unknown" */
function parseSteps(text: string | null): LegendFilter {
  if (text === "unknown") return text;
  const [, first, last] = /^(\d)-(\d)$/.exec(text ?? "") ?? [];
  return first !== undefined && last !== undefined && first <= last
    ? [Number(first), Number(last)]
    : null;
}

function parseOpen(open: string | null, levels: number | null): ViewState["open"] {
  if (open === null) return levels;
  return open === "all" ? open : open.split(",").filter((path) => path && path !== "none");
}

export function parseView(params: URLSearchParams): ViewState {
  const fold = oneOf(["0", "1"], params.get("fold"));
  return {
    open: parseOpen(params.get("open"), whole(params.get("levels"))),
    metric: oneOf(METRICS, params.get("metric")) ?? DEFAULT_VIEW.metric,
    scale: oneOf(SCALES, params.get("scale")) ?? DEFAULT_VIEW.scale,
    steps: parseSteps(params.get("steps")),
    picture: oneOf(PICTURES, params.get("picture")) ?? DEFAULT_VIEW.picture,
    direction: oneOf(DIRECTIONS, params.get("direction")) ?? DEFAULT_VIEW.direction,
    fused: fold === null ? null : fold === "1",
    training: params.get("training") === "1",
    layer: params.get("layer"),
    tab: oneOf(TABS, params.get("tab")) ?? DEFAULT_VIEW.tab,
    measurement: params.get("measurement"),
    find: params.get("find") ?? "",
    camera: parseCamera(params.get("at")),
    batch: whole(params.get("batch")) ?? DEFAULT_VIEW.batch,
    height: whole(params.get("height")),
    width: whole(params.get("width")),
    dtype: oneOf(DTYPES, params.get("dtype")) ?? DEFAULT_VIEW.dtype,
    count: oneOf(CONVENTIONS, params.get("count")),
    byStage: params.get("bars") === "stage",
    rows: oneOf(TABLE_ROWS, params.get("rows")) ?? DEFAULT_VIEW.rows,
  };
}

function unless<Value>(usual: Value, value: Value): string | null {
  return value === usual || value === null ? null : String(value);
}

function openText(open: ViewState["open"]): string | null {
  if (open === null || typeof open === "number") return null;
  return open === "all" ? open : open.join(",") || "none";
}

function stepsText(steps: LegendFilter): string | null {
  return typeof steps === "string" ? steps : (steps?.join("-") ?? null);
}

/** Only what differs from the default is written, and what other parts of the page put there is kept. */
export function viewQuery(view: ViewState, present = new URLSearchParams()): URLSearchParams {
  const params = new URLSearchParams(present);
  const { open } = view;
  const words: Record<string, string | null> = {
    open: openText(open),
    levels: typeof open === "number" ? String(open) : null,
    metric: unless(DEFAULT_VIEW.metric, view.metric),
    scale: unless(DEFAULT_VIEW.scale, view.scale),
    steps: stepsText(view.steps),
    picture: unless(DEFAULT_VIEW.picture, view.picture),
    direction: unless(DEFAULT_VIEW.direction, view.direction),
    fold: view.fused === null ? null : view.fused ? "1" : "0",
    training: view.training ? "1" : null,
    layer: view.layer,
    tab: unless(DEFAULT_VIEW.tab, view.tab),
    measurement: view.measurement,
    find: unless("", view.find),
    at: view.camera && cameraText(view.camera),
    batch: unless(DEFAULT_VIEW.batch, view.batch),
    height: unless(null, view.height),
    width: unless(null, view.width),
    dtype: unless(DEFAULT_VIEW.dtype, view.dtype),
    count: view.count,
    bars: view.byStage ? "stage" : null,
    rows: unless(DEFAULT_VIEW.rows, view.rows),
  };
  for (const [name, value] of Object.entries(words))
    if (value === null) params.delete(name);
    else params.set(name, value);
  return params;
}

/** A link to the network's own page that opens this view, with operations counted as they are counted here. */
export function viewLink(slug: string, view: ViewState): string {
  const count = view.count ?? (convention.peek() === "macs" ? null : convention.peek());
  const path = architecturePath(slug) + searchOf(viewQuery({ ...view, count }));
  return new URL(path, window.location.href).href;
}

/** The view that the address bar says; links and the back button change it, and its own changes are written there. */
export function useAddressView(): NetworkView {
  const { view, follow } = useMemo(addressView, []);
  useSignalEffect(follow);
  return view;
}

/** One page may have several addresses, with and without a slash at the end. */
function routeText(): string {
  return JSON.stringify(route.peek());
}

/** A view bound to the page of the present address; on other pages' addresses it neither reads nor writes. */
export function addressView(): { view: NetworkView; follow: () => void } {
  const home = routeText();
  /** The query as it was last read or written here. */
  let known = query.peek().toString();
  const view = new NetworkView(parseView(query.peek()), (state, history) => {
    if (routeText() !== home) return;
    const params = viewQuery(state, query.peek());
    known = params.toString();
    if (history === "detail") replaceQuery(params);
    else navigateQuery(params);
  });
  const follow = () => {
    const text = query.value.toString();
    if (routeText() !== home || text === known) return;
    known = text;
    view.restore(parseView(query.peek()));
  };
  return { view, follow };
}
