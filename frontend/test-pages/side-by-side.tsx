/**
 * Several networks side by side: `?networks=resnet50,densenet121`, and `&selection=shared` to select in all at once.
 *
 * Each network has a view of its own that no address knows; the parts are those of the architecture's own page.
 */

import { effect } from "@preact/signals";
import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import "../src/style/base.css";
import "./side-by-side.css";
import { fetchArchitecture } from "../src/api/client";
import type { ArchitectureDetail, CostReport } from "../src/api/types";
import { NetworkView, NetworkViewContext, useNetworkView } from "../src/state/network/network-view";
import { useResource } from "../src/state/resource";
import { NetworkPanel } from "../src/view/network/network-panel";
import { NetworkPicture } from "../src/view/network/network-picture";
import { useExplorer, useOpenedNetwork } from "../src/view/network/use-explorer";
import { type ReportView, useReport } from "../src/view/network/use-report";
import { Button } from "../src/view/ui/button";

/** A selection in one network is made in the others too. */
function shareSelection(views: readonly NetworkView[]): () => void {
  const ends = views.map((view) =>
    effect(() => {
      const { layer } = view.state.value;
      for (const other of views) other.change({ layer });
    }),
  );
  return () => {
    for (const end of ends) end();
  };
}

function SideBySide({ slugs, isShared }: { slugs: readonly string[]; isShared: boolean }) {
  const [open, setOpen] = useState(slugs);
  const views = useMemo(() => new Map(slugs.map((slug) => [slug, new NetworkView()])), [slugs]);
  useEffect(() => (isShared ? shareSelection([...views.values()]) : undefined), [views, isShared]);
  return (
    <main class="side-by-side">
      {open.map((slug) => (
        <NetworkViewContext.Provider key={slug} value={views.get(slug) ?? null}>
          <Loaded slug={slug} onClose={() => setOpen(open.filter((other) => other !== slug))} />
        </NetworkViewContext.Provider>
      ))}
    </main>
  );
}

function Loaded({ slug, onClose }: { slug: string; onClose: () => void }) {
  const detail = useResource(slug, (abort) => fetchArchitecture(slug, abort)).resource.value.data;
  const costs = useReport(slug, useNetworkView());
  if (!detail || !costs.report) return <p>Loading {slug}</p>;
  return <Network detail={detail} report={costs.report} costs={costs} onClose={onClose} />;
}

function Network(props: {
  detail: ArchitectureDetail;
  report: CostReport;
  costs: ReportView;
  onClose: () => void;
}) {
  const view = useNetworkView();
  const explorer = useExplorer(view, useOpenedNetwork(view, props.report), props);
  const { name, slug } = props.detail;
  return (
    <section
      class="side-by-side-network"
      aria-label={name}
      ref={explorer.root}
      data-network={slug}
      data-diagram-state={explorer.isDrawn ? "ready" : "loading"}
    >
      <h1>
        {name} <Button size="small" icon="close" label={`Close ${name}`} onClick={props.onClose} />
      </h1>
      <NetworkPicture explorer={explorer} isMeasuring={false} onMeasure={null} />
      <div class="side-by-side-panel">
        {explorer.isSettled && <NetworkPanel explorer={explorer} />}
      </div>
    </section>
  );
}

const query = new URLSearchParams(window.location.search);
const slugs = (query.get("networks") ?? "resnet50,densenet121").split(",");
const root = document.getElementById("app");
if (root) render(<SideBySide slugs={slugs} isShared={query.get("selection") === "shared"} />, root);
