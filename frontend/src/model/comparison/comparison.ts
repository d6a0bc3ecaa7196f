/** Architectures side by side: what is compared, how it is looked at, and what lies where. */

export interface AccuracyFact {
  top1_error_pct: number | null;
  protocol: string;
  source: string | null;
}

export interface LatencyFact {
  device_name: string | null;
  dtype: string | null;
  batch: number | null;
  latency_ms: { median: number };
}

export interface Entrant {
  slug: string;
  name: string;
  family: string;
  year: number | null;
  params: number | null;
  macs: number | null;
  activation_bytes: number | null;
  peak_activation_bytes: number | null;
  depth: number | null;
  /** The preferred one of each protocol comes first. */
  accuracies: readonly AccuracyFact[];
  /** Newest first. */
  measurements: readonly LatencyFact[];
}

const X_AXES = ["macs", "params", "activation_bytes"] as const;
const SCALES = ["log", "linear"] as const;
const Y_AXES = ["accuracy", "error"] as const;

export type XAxis = (typeof X_AXES)[number];
export type PlotScale = (typeof SCALES)[number];
export type YAxis = (typeof Y_AXES)[number];

export interface CompareView {
  x: XAxis;
  scale: PlotScale;
  y: YAxis;
  /** Empty: the protocol that most of them have. */
  protocol: string;
  /** The slug that ratios refer to; empty: the first. */
  baseline: string;
  /** The conditions latencies are shown for; empty: those that most of them have. */
  latency: string;
}

function oneOf<Value extends string>(known: readonly Value[], given: unknown): Value {
  return known.find((value) => value === given) ?? (known[0] as Value);
}

function text(given: unknown): string {
  return typeof given === "string" ? given : "";
}

/** Reads a view from an address or a shared answer; what it does not know becomes the default. */
export function readCompareView(given: Record<string, unknown>): CompareView {
  return {
    x: oneOf(X_AXES, given.x),
    scale: oneOf(SCALES, given.scale),
    y: oneOf(Y_AXES, given.y),
    protocol: text(given.protocol),
    baseline: text(given.baseline),
    latency: text(given.latency),
  };
}

/** The parts that differ from the default, under the names that readCompareView reads. */
export function writeCompareView(view: CompareView): Record<string, string> {
  const plain = readCompareView({});
  const names = Object.keys(plain) as (keyof CompareView)[];
  return Object.fromEntries(
    names.filter((name) => view[name] !== plain[name]).map((name) => [name, view[name]]),
  );
}

function mostCommon(groups: Iterable<readonly string[]>): string[] {
  const counts = new Map<string, number>();
  for (const group of groups)
    for (const key of new Set(group)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
}

/** Protocols that give a top-1 error to any of them, the most widely shared first. */
export function protocols(entrants: readonly Entrant[]): string[] {
  return mostCommon(
    entrants.map((entrant) =>
      entrant.accuracies.filter((row) => row.top1_error_pct !== null).map((row) => row.protocol),
    ),
  );
}

export function latencyConditions(fact: LatencyFact): string {
  const parts = [fact.device_name, fact.dtype, fact.batch === null ? null : `batch ${fact.batch}`];
  return parts.filter(Boolean).join(", ");
}

/** Conditions under which any of them was measured, the most widely shared first. */
export function allLatencyConditions(entrants: readonly Entrant[]): string[] {
  return mostCommon(entrants.map((entrant) => entrant.measurements.map(latencyConditions)));
}

/** The view with every open choice made, so that it can be frozen. */
export function resolveView(view: CompareView, entrants: readonly Entrant[]): CompareView {
  const choose = (wanted: string, known: readonly string[]) =>
    known.includes(wanted) ? wanted : (known[0] ?? "");
  return {
    ...view,
    protocol: choose(view.protocol, protocols(entrants)),
    baseline: choose(
      view.baseline,
      entrants.map((entrant) => entrant.slug),
    ),
    latency: choose(view.latency, allLatencyConditions(entrants)),
  };
}

/** The result under exactly this protocol; null where none was published. */
export function accuracyUnder(entrant: Entrant, protocol: string): AccuracyFact | null {
  return (
    entrant.accuracies.find((row) => row.protocol === protocol && row.top1_error_pct !== null) ??
    null
  );
}

export function latencyUnder(entrant: Entrant, conditions: string): number | null {
  const fact = entrant.measurements.find((one) => latencyConditions(one) === conditions);
  return fact?.latency_ms.median ?? null;
}

/** How many times the baseline's value; null when either is unknown or there is nothing to divide by. */
export function ratio(value: number | null, base: number | null): number | null {
  return value === null || base === null || base === 0 ? null : value / base;
}

export interface PlotPoint {
  entrant: Entrant;
  x: number;
  y: number;
  source: string | null;
}

export interface Unplotted {
  entrant: Entrant;
  reason: string;
}

/** Points of a resolved view, and those that cannot be placed with the reason. */
export function plotPoints(
  entrants: readonly Entrant[],
  view: CompareView,
): { points: PlotPoint[]; missing: Unplotted[] } {
  const points: PlotPoint[] = [];
  const missing: Unplotted[] = [];
  for (const entrant of entrants) {
    const result = accuracyUnder(entrant, view.protocol);
    const x = entrant[view.x];
    const error = result?.top1_error_pct ?? null;
    if (error === null)
      missing.push({ entrant, reason: "no top-1 result published under this protocol" });
    else if (x === null || (view.scale === "log" && x <= 0))
      missing.push({ entrant, reason: "its cost is unknown" });
    else
      points.push({
        entrant,
        x,
        y: view.y === "error" ? error : 100 - error,
        source: result?.source ?? null,
      });
  }
  return { points, missing };
}
