/** The comparison of architectures: the data compared, the view of it in an address, and the points of the plot. */

interface AccuracyFact {
  top1_error_pct: number | null;
  protocol: string;
  source: string | null;
}

interface LatencyFact {
  device_name: string | null;
  dtype: string | null;
  batch: number | null;
  latency_ms: { median: number };
}

export interface ComparedArchitecture {
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

/** Reads a view from an address or a shared comparison; what it does not know becomes the default. */
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

/** The fields that differ from the default, under the names that readCompareView reads. */
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
export function protocols(architectures: readonly ComparedArchitecture[]): string[] {
  return mostCommon(
    architectures.map((architecture) =>
      architecture.accuracies
        .filter((row) => row.top1_error_pct !== null)
        .map((row) => row.protocol),
    ),
  );
}

function latencyConditions(fact: LatencyFact): string {
  const parts = [fact.device_name, fact.dtype, fact.batch === null ? null : `batch ${fact.batch}`];
  return parts.filter(Boolean).join(", ");
}

/** Conditions under which any of them was measured, the most widely shared first. */
export function allLatencyConditions(architectures: readonly ComparedArchitecture[]): string[] {
  return mostCommon(
    architectures.map((architecture) => architecture.measurements.map(latencyConditions)),
  );
}

/** The view with every open choice made, so that it can be frozen. */
export function resolveView(
  view: CompareView,
  architectures: readonly ComparedArchitecture[],
): CompareView {
  const choose = (wanted: string, known: readonly string[]) =>
    known.includes(wanted) ? wanted : (known[0] ?? "");
  return {
    ...view,
    protocol: choose(view.protocol, protocols(architectures)),
    baseline: choose(
      view.baseline,
      architectures.map((architecture) => architecture.slug),
    ),
    latency: choose(view.latency, allLatencyConditions(architectures)),
  };
}

/** The result under exactly this protocol; null where none was published. */
export function accuracyUnder(
  architecture: ComparedArchitecture,
  protocol: string,
): AccuracyFact | null {
  return (
    architecture.accuracies.find(
      (row) => row.protocol === protocol && row.top1_error_pct !== null,
    ) ?? null
  );
}

export function latencyUnder(
  architecture: ComparedArchitecture,
  conditions: string,
): number | null {
  const fact = architecture.measurements.find((one) => latencyConditions(one) === conditions);
  return fact?.latency_ms.median ?? null;
}

/** How many times the baseline's value; null when either is unknown or there is nothing to divide by. */
export function ratio(value: number | null, base: number | null): number | null {
  return value === null || base === null || base === 0 ? null : value / base;
}

export interface PlotPoint {
  architecture: ComparedArchitecture;
  x: number;
  y: number;
  source: string | null;
}

export interface Unplotted {
  architecture: ComparedArchitecture;
  reason: string;
}

/** Points of a resolved view, and those that cannot be placed with the reason. */
export function plotPoints(
  architectures: readonly ComparedArchitecture[],
  view: CompareView,
): { points: PlotPoint[]; missing: Unplotted[] } {
  const points: PlotPoint[] = [];
  const missing: Unplotted[] = [];
  for (const architecture of architectures) {
    const result = accuracyUnder(architecture, view.protocol);
    const x = architecture[view.x];
    const error = result?.top1_error_pct ?? null;
    if (error === null)
      missing.push({
        architecture,
        reason: "no top-1 result published under this protocol",
      });
    else if (x === null || (view.scale === "log" && x <= 0))
      missing.push({ architecture, reason: "its cost is unknown" });
    else
      points.push({
        architecture,
        x,
        y: view.y === "error" ? error : 100 - error,
        source: result?.source ?? null,
      });
  }
  return { points, missing };
}
