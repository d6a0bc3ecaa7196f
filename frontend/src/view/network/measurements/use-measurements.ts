/** The measurements of an architecture, and the one that the page shows. */

import { useEffect, useMemo } from "preact/hooks";
import { fetchMeasurements } from "../../../api/client";
import type { Measurement } from "../../../api/types";
import type { NetworkView } from "../../../state/network/network-view";
import { type Resource, useResource } from "../../../state/resource";

export interface MeasurementsView {
  resource: Resource<Measurement[]>;
  /** The newest first; null until they are known. */
  known: readonly Measurement[] | null;
  /** The one that the view asks for, else the newest. */
  chosen: Measurement | null;
  /** Does the view ask for one that is not there? */
  isMissing: boolean;
  reload: () => void;
}

/** Asks only once the page has settled. */
export function useMeasurements(
  slug: string,
  view: NetworkView,
  isSettled: boolean,
): MeasurementsView {
  const { resource, reload } = useResource(isSettled ? `measurements ${slug}` : null, (abort) =>
    fetchMeasurements(slug, abort),
  );
  const known = resource.value.data;
  const { measurement: wanted, metric, tab } = view.state.value;
  const isShown = metric === "latency" || tab === "measurements";
  const found = known?.find((one) => one.id === wanted);
  const chosen = found ?? known?.[0] ?? null;
  const id = chosen?.id ?? null;

  // A link to a measurement must show the same one when there is a newer.
  useEffect(() => {
    // Not the newest of an old list, while one with a new measurement is on its way.
    const isNew = resource.peek().status === "ready";
    if (isShown && wanted === null && id !== null && isNew)
      view.change({ measurement: id }, "detail");
  }, [isShown, wanted, id, resource.value.status]);

  const isMissing = known !== null && wanted !== null && !found;
  const state = resource.value;
  // The same until something of it changes, as the panel is.
  return useMemo(
    () => ({ resource: state, known, chosen, isMissing, reload }),
    [state, known, chosen, isMissing, reload],
  );
}
