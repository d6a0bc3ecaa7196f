/** The panel of a network; its code comes after the first picture. */

import { useMemo } from "preact/hooks";
import { lazily } from "../ui/lazily";
import type { Explorer } from "./use-explorer";

const PanelTabs = lazily("The panel", async () => (await import("./panel-tabs")).PanelTabs);

export function NetworkPanel({ explorer }: { explorer: Explorer }) {
  const { detail, report, network, groups, measurements, found, highlight } = explorer;
  const { open, toggle, select } = groups;
  // Drawn again only for what it shows, not for every picture.
  return useMemo(
    () => (
      <PanelTabs
        detail={detail}
        report={report}
        measurements={measurements}
        hovered={highlight.hovered}
        highlighted={highlight.highlighted}
        context={{ network, open, hits: found.hitSet, onToggle: toggle }}
        onHighlight={highlight.onHighlight}
        onSelect={select}
      />
    ),
    [detail, report, measurements, network, open, found.hitSet, toggle, select],
  );
}
