/** The Export menu: the picture, the costs, the graph, and a link to this view. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import "./export-menu.css";
import { fileAddress } from "../../../api/client";
import { toApiError } from "../../../api/errors";
import type { ArchitectureDetail, CostReport, Measurement } from "../../../api/types";
import { formatCount, formatRatio, withoutTrailingZeros } from "../../../model/text/format";
import { useNetworkView } from "../../../state/network/network-view";
import { showToast } from "../../../state/toast";
import { savePng, saveText } from "../../picture/export/save";
import { Icon, type IconName } from "../../ui/icon";
import { Popover } from "../../ui/popover";
import { reportOptions } from "../use-report";

/** Pixels of a PNG for each of the picture's: sharp in print and on dense screens. */
const PNG_SCALE = 2;

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
  const file = (ending: string) => `${slug}-${picture}.${ending}`;

  /** Never throws: an error is shown to the reader. */
  async function drawn(): Promise<string | null> {
    try {
      return await makeSvg();
    } catch (cause) {
      showToast(`The picture could not be created: ${toApiError(cause).message}`, "problem");
      return null;
    }
  }

  async function saveSvg() {
    const svg = await drawn();
    if (svg) saveText(svg, "image/svg+xml", file("svg"));
  }

  async function savePicture() {
    const svg = await drawn();
    if (!svg) return;
    try {
      const scale = await savePng(svg, file("png"), PNG_SCALE);
      if (scale < PNG_SCALE)
        showToast(
          `The picture is very large: saved at ${formatScale(scale)} instead of ${formatScale(PNG_SCALE)}.`,
        );
    } catch {
      showToast(
        "This browser cannot draw a picture this large. Export it as SVG instead.",
        "problem",
      );
    }
  }

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(window.location.href);
      showToast("Link copied. It opens exactly this view.");
      isOpen.value = false;
    } catch {
      showToast("The browser blocked copying. The link is in the address bar.", "problem");
    }
  }

  return (
    <Popover label="Export" isOpen={isOpen}>
      <ul class="export">
        <Choice icon="link" title="Copy link" note="Opens exactly this view" onClick={copyLink} />
        <Choice
          icon="download"
          title="Picture as SVG"
          note="The whole picture as shown now, with title and legend"
          onClick={saveSvg}
        />
        <Choice
          icon="download"
          title="Picture as PNG"
          note="Double resolution, for slides"
          onClick={savePicture}
        />
        <Choice
          icon="download"
          title="Table as CSV"
          note={`Exact costs of all ${formatCount(report.totals.layers)} layers`}
          href={table("layer")}
        >
          or <a href={table("block")}>by block</a>, <a href={table("stage")}>by stage</a>
        </Choice>
        <Choice
          icon="download"
          title="Graph document"
          note="JSON that you can edit and load again"
          href={fileAddress(slug, "graph/")}
        />
        <Choice
          icon="download"
          title="For Model Explorer"
          note="ZIP of the graph and its costs as node data"
          href={fileAddress(slug, "model-explorer/", options)}
        />
      </ul>
    </Popover>
  );
}

function formatScale(scale: number): string {
  return withoutTrailingZeros(formatRatio(scale));
}

/** A link where the server has the file, a button where this page makes it. */
function Choice(props: {
  icon: IconName;
  title: string;
  note: string;
  href?: string;
  onClick?: () => void;
  children?: ComponentChildren;
}) {
  const { icon, title, note, href, onClick } = props;
  const words = (
    <>
      <Icon name={icon} />
      <span>
        <strong>{title}</strong>
        <small>{note}</small>
      </span>
    </>
  );
  return (
    <li>
      {href === undefined ? (
        <button type="button" class="export-choice" onClick={onClick}>
          {words}
        </button>
      ) : (
        <a class="export-choice" href={href} download="">
          {words}
        </a>
      )}
      {props.children && <p class="export-more">{props.children}</p>}
    </li>
  );
}
