/** What was measured of an architecture, and which measurement the page shows. */

import { useEffect } from "preact/hooks";
import { fetchMeasurements } from "../../api/client";
import type { Measurement } from "../../api/types";
import { changeView, diagramView } from "../../state/diagram-view";
import { type Resource, useResource } from "../../state/resource";

export interface MeasurementsView {
  resource: Resource<Measurement[]>;
  /** The newest first; null until they are known. */
  known: readonly Measurement[] | null;
  /** The one that the address asks for, else the newest. */
  chosen: Measurement | null;
  /** Does the address ask for one that is not there? */
  isMissing: boolean;
  reload: () => void;
}

export function useMeasurements(slug: string): MeasurementsView {
  const { resource, reload } = useResource(`measurements ${slug}`, (abort) =>
    fetchMeasurements(slug, abort),
  );
  const known = resource.value.data;
  const { measurement: asked, metric } = diagramView.value;
  const found = known?.find((one) => one.id === asked);
  const chosen = found ?? known?.[0] ?? null;
  const id = chosen?.id ?? null;

  // A link to latencies must show the same ones when newer have been measured.
  useEffect(() => {
    // Not the newest of an old list, while one with a new measurement is on its way.
    const isNew = resource.peek().status === "ready";
    if (metric === "latency" && asked === null && id !== null && isNew)
      changeView({ measurement: id }, "detail");
  }, [metric, asked, id, resource.value.status]);

  const isMissing = known !== null && asked !== null && !found;
  return { resource: resource.value, known, chosen, isMissing, reload };
}
