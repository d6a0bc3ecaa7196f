/**
 * One network as it is explored: its graph, layout and figures, joined by what is open, searched for and highlighted.
 *
 * The picture and the panel of a network share one of these; a page with several networks has several.
 */

import type { RefObject } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ArchitectureDetail, CostReport } from "../../api/types";
import { buildNetwork, type Network } from "../../model/network/network";
import type { LayoutResult } from "../../state/network/layout-queue";
import { isFused, type NetworkView } from "../../state/network/network-view";
import { useLayout } from "../../state/network/use-layout";
import { type MeasurementsView, useMeasurements } from "./measurements/use-measurements";
import { type OverlayView, useOverlay } from "./picture/use-overlay";
import { type Found, useFind } from "./search/use-find";
import { useClearKey } from "./use-clear-key";
import { type Highlight, useHighlight } from "./use-highlight";
import { type OpenGroups, useOpenGroups } from "./use-open-groups";
import type { ReportView } from "./use-report";

/** The graph of a report, and the layout of what is open of it. */
export interface OpenedNetwork {
  network: Network;
  groups: OpenGroups;
  /** Null before the first. */
  layout: LayoutResult | null;
}

export function useOpenedNetwork(view: NetworkView, report: CostReport): OpenedNetwork {
  const state = view.state.value;
  const fuse = isFused(state);
  const network = useMemo(() => buildNetwork(report, { fuse }), [report, fuse]);
  const groups = useOpenGroups(view, network);
  return { network, groups, layout: useLayout(network, groups.open, state.direction) };
}

export interface Explorer extends OpenedNetwork {
  detail: ArchitectureDetail;
  /** What is shown; the last one while costs are asked for something else. */
  report: CostReport;
  costs: ReportView;
  measurements: MeasurementsView;
  found: Found;
  overlay: OverlayView;
  highlight: Highlight;
  /** The element around all that is shown of the network. */
  root: RefObject<HTMLDivElement | null>;
  /** Is there a picture to see? */
  isDrawn: boolean;
  /** Is it on the screen, so that the rest can follow? */
  isSettled: boolean;
  onVolume: () => void;
}

export function useExplorer(
  view: NetworkView,
  opened: OpenedNetwork,
  given: { detail: ArchitectureDetail; report: CostReport; costs: ReportView },
): Explorer {
  const { network, groups, layout } = opened;
  const { picture, layer } = view.state.value;
  const { detail, report } = given;
  // The diagram is drawn with the page; the volume only once its code is here.
  const [hasVolume, setVolume] = useState(false);
  const isDrawn = picture === "volume" ? hasVolume : layout !== null;
  const isSettled = useSettled(isDrawn);
  const measurements = useMeasurements(detail.slug, view, isSettled);
  const found = useFind(view, report, network, measurements.chosen);
  const overlay = useOverlay(view, network, groups.open, measurements.chosen, found.counts);
  const highlight = useHighlight(view, network, groups.open);
  const root = useRef<HTMLDivElement>(null);
  const clear = useCallback(() => groups.select(null), [groups.select]);
  useClearKey(root, layer === null ? null : clear);
  const onVolume = useCallback(() => setVolume(true), []);
  return {
    ...opened,
    ...given,
    measurements,
    found,
    overlay,
    highlight,
    root,
    isDrawn,
    isSettled,
    onVolume,
  };
}

/** From the frame after the first picture on: what is not in it, such as the panel's table, can wait until then. */
function useSettled(isDrawn: boolean): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    if (!isDrawn) return;
    const timer = setTimeout(() => setSettled(true));
    return () => clearTimeout(timer);
  }, [isDrawn]);
  return isSettled;
}
