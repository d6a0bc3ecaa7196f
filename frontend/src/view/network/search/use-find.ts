/** The layers that the view's search finds in the network. */

import { useMemo } from "preact/hooks";
import type { Measured } from "../../../model/figures/measured";
import type { Network } from "../../../model/network/network";
import { findIn, parseQuery, type QueryError } from "../../../model/search/query";
import { type SearchedReport, searchedLayers } from "../../../model/search/searched-layer";
import { hitsInside } from "../../../model/table/tree-rows";
import { convention } from "../../../state/convention";
import type { NetworkView } from "../../../state/network/network-view";

export interface Found {
  /** Paths of the layers that were found, in execution order; none while nothing is searched for. */
  hits: readonly string[];
  hitSet: ReadonlySet<string>;
  /** By layer and by group around it, how many were found; null where nothing is searched for or found. */
  counts: ReadonlyMap<string, number> | null;
  error: QueryError | null;
}

/** The measurement is the one that the page shows; null where there is none. */
export function useFind(
  view: NetworkView,
  report: SearchedReport,
  network: Network,
  measurement: Measured | null,
): Found {
  const { find } = view.state.value;
  const counted = convention.value;
  const searching = find.trim() !== "";
  const layers = useMemo(
    () => (searching ? searchedLayers(report, network, { convention: counted, measurement }) : []),
    [searching, report, network, counted, measurement],
  );
  return useMemo(() => {
    const hits = findIn(layers, find);
    const counts = new Map([...hitsInside(network, hits), ...hits.map((hit) => [hit, 1] as const)]);
    return {
      hits,
      hitSet: new Set(hits),
      counts: counts.size > 0 ? counts : null,
      error: parseQuery(find).error ?? null,
    };
  }, [layers, network, find]);
}
