/** Activation memory over the course of a forward pass: what is alive at each layer, and where most is. */

export interface TimelineLayer {
  path: string;
  label: string;
  activation_bytes: number | null;
  /** Bytes of all activations alive while the layer runs; null where unknown. */
  live_bytes: number | null;
  /** Whose storage holds the output: the layer's own path, or another's. */
  stored_in: string;
  /** The last layer that reads it; null where it lives to the end. */
  freed_after: string | null;
}

/** The layer at which most is alive, the first of equals; null where nothing is known. */
export function peakStep(layers: readonly TimelineLayer[]): number | null {
  let peak: number | null = null;
  for (const [step, { live_bytes }] of layers.entries()) {
    if (live_bytes === null) continue;
    if (peak === null || live_bytes > (layers[peak]?.live_bytes ?? 0)) peak = step;
  }
  return peak;
}

/** The outputs alive while a layer runs, its own included; the largest first. */
export function aliveAt<Layer extends TimelineLayer>(
  layers: readonly Layer[],
  step: number,
): Layer[] {
  const places = new Map(layers.map(({ path }, at) => [path, at]));
  const isAlive = ({ path, stored_in, freed_after }: Layer, at: number) =>
    stored_in === path &&
    at <= step &&
    step <= (freed_after === null ? layers.length : (places.get(freed_after) ?? at));
  return layers
    .filter(isAlive)
    .sort((one, other) => (other.activation_bytes ?? 0) - (one.activation_bytes ?? 0));
}

/** An SVG path over steps 1 wide and heights 0 to 1: a stair, because nothing changes within a step. */
export function stairPath(layers: readonly TimelineLayer[], most: number): string {
  const heights = layers.map(({ live_bytes }) => 1 - (live_bytes ?? 0) / (most || 1));
  const steps = heights.map((height, step) => `L${step} ${height}L${step + 1} ${height}`);
  return `M0 1${steps.join("")}L${layers.length} 1Z`;
}
