/** The Export menu: the picture, the costs, the graph, and a link to this view. */

import { useSignal } from "@preact/signals";
import "./export-menu.css";
import { fileAddress } from "../../../api/client";
import type { ArchitectureDetail, CostReport, Measurement } from "../../../api/types";
import { formatCount } from "../../../model/text/format";
import { useNetworkView } from "../../../state/network/network-view";
import { viewLink } from "../../../state/network/view-address";
import { showToast } from "../../../state/toast";
import { Popover } from "../../ui/popover";
import { reportOptions } from "../use-report";
import { ExportChoice } from "./export-choice";
import { pictureSaver } from "./save-picture";

export function ExportMenu(props: {
  detail: ArchitectureDetail;
  report: CostReport;
  measurement: Measurement | null;
  /** The picture as an SVG file; null while there is none. */
  makeSvg: () => Promise<string | null>;
}) {
  const { detail, report, measurement, makeSvg } = props;
  const isOpen = useSignal(false);
  const { slug } = detail;
  const state = useNetworkView().state.value;
  const { picture } = state;
  const options = { ...reportOptions(state), measurement: measurement?.id ?? null };
  const table = (by: string) => fileAddress(slug, "costs.csv", { ...options, by });
  const save = pictureSaver(makeSvg, `${slug}-${picture}`);

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(viewLink(slug, state));
      showToast("Link copied. It opens exactly this view.");
      isOpen.value = false;
    } catch {
      showToast("The browser blocked copying. The link is in the address bar.", "problem");
    }
  }

  return (
    <Popover label="Export" isOpen={isOpen}>
      <ul class="export">
        <ExportChoice
          icon="link"
          title="Copy link"
          note="Opens exactly this view"
          onClick={copyLink}
        />
        <ExportChoice
          icon="download"
          title="Picture as SVG"
          note="The whole picture as shown now, with title and legend"
          onClick={save.svg}
        />
        <ExportChoice
          icon="download"
          title="Picture as PNG"
          note="Double resolution, for slides"
          onClick={save.png}
        />
        <ExportChoice
          icon="download"
          title="Table as CSV"
          note={`Exact costs of all ${formatCount(report.totals.layers)} layers`}
          href={table("layer")}
        >
          or <a href={table("block")}>by block</a>, <a href={table("stage")}>by stage</a>
        </ExportChoice>
        <ExportChoice
          icon="download"
          title="Graph document"
          note="JSON that you can edit and load again"
          href={fileAddress(slug, "graph/")}
        />
        <ExportChoice
          icon="download"
          title="For Model Explorer"
          note="ZIP of the graph and its costs as node data"
          href={fileAddress(slug, "model-explorer/", options)}
        />
      </ul>
    </Popover>
  );
}
