/** The title of an architecture's page and the line of its totals, each with unit and convention. */

import type { ComponentChildren } from "preact";
import "./header.css";
import type { ArchitectureDetail, CostReport } from "../../api/types";
import type { Convention } from "../../model/figures/operations";
import {
  atLeast,
  exact,
  formatBytes,
  formatCount,
  formatPercent,
  formatShape,
} from "../../model/text/format";
import { protocolWords } from "../../model/text/protocol";
import { convention, conventionNote, operationsOf, operationUnit } from "../../state/convention";
import { useNetworkView } from "../../state/network/network-view";
import { isNarrow } from "../../state/screen";
import { conditions, DEFAULT_OPTIONS } from "../network/options/network-options";
import { Button } from "../ui/button";

interface Total {
  name: string;
  value: string;
  note: string;
  title: string;
}

const OPERATION_NOTES: Record<Convention, string> = {
  macs: "multiply-adds",
  flops: "2 × MACs",
  pools: "as in the lecture",
};

function totalsOf(detail: ArchitectureDetail, report: CostReport): Total[] {
  const { totals } = report;
  const operations = operationsOf(totals);
  const bound = (text: string) => atLeast(text, totals.complete);
  const why = totals.complete ? "" : "Lower bound: the costs of some operators are unknown. ";
  const conditions = `batch ${report.input_shape[0]}, ${report.dtype}`;
  return [
    {
      name: "Parameters",
      value: bound(formatCount(totals.params)),
      note: bound(formatBytes(totals.parameter_bytes)),
      title: why + exact(totals.params, "parameters"),
    },
    {
      name: operationUnit.value,
      value: bound(formatCount(operations)),
      note: OPERATION_NOTES[convention.value],
      title: `${why}${exact(operations, operationUnit.value)}; ${conventionNote.value}`,
    },
    {
      name: "Activations",
      value: bound(formatBytes(totals.activation_bytes)),
      note: conditions,
      title: `${why}${exact(totals.activation_bytes, "bytes")}, summed over outputs that have their own storage`,
    },
    {
      name: "Peak memory",
      value: bound(formatBytes(totals.peak_activation_bytes)),
      note: "activations, estimated",
      title: `${why}${exact(totals.peak_activation_bytes, "bytes")} of activations live at the same time during inference`,
    },
    {
      name: "Depth",
      value: formatCount(totals.depth),
      note: "layers with weights",
      title: "Convolutions and linear layers on the longest path",
    },
    {
      name: "Top-1 error",
      value: formatPercent(detail.top1_error_pct),
      note: detail.accuracy_protocol
        ? `${protocolWords(detail.accuracy_protocol)}, ImageNet`
        : "not published",
      title: detail.accuracies.find((accuracy) => accuracy.is_default)?.source ?? "",
    },
  ];
}

/** What the figures are for, where it is not the usual. */
function Conditions({ detail, report }: { detail: ArchitectureDetail; report: CostReport }) {
  const view = useNetworkView();
  const text = conditions(detail, report);
  if (text === null) return null;
  return (
    <p class="totals-conditions">
      <span>{text}</span>
      <Button
        size="small"
        variant="quiet"
        icon="close"
        label="Reset to default batch, size and data type"
        onClick={() => view.change(DEFAULT_OPTIONS)}
      />
    </p>
  );
}

export function PageHeader(props: {
  detail: ArchitectureDetail;
  report: CostReport;
  children: ComponentChildren;
}) {
  const { detail, report } = props;
  return (
    <header class="explorer-header">
      <div class="explorer-title">
        <h1>{detail.name}</h1>
        <p class="explorer-paper">
          {detail.year !== null && `${detail.year} · `}input {formatShape(detail.input_shape)}
          {detail.paper && (
            <>
              <span class="explorer-cited">
                {" · "}
                <cite>{detail.paper.title}</cite>
              </span>
              {detail.paper.arxiv_id && (
                <>
                  {" · "}
                  <a href={`https://arxiv.org/abs/${detail.paper.arxiv_id}`} rel="noreferrer">
                    arXiv {detail.paper.arxiv_id}
                  </a>
                </>
              )}
            </>
          )}
        </p>
        <div class="explorer-actions">{props.children}</div>
      </div>
      <div class="totals-line">
        {/* Where it is a row to swipe, the arrow keys must be able to scroll it too. */}
        <dl class="totals" tabIndex={isNarrow.value ? 0 : undefined} aria-label="Totals">
          {totalsOf(detail, report).map((total) => (
            <div key={total.name} class="total" title={total.title}>
              <dt>{total.name}</dt>
              <dd>
                <strong>{total.value}</strong>
                <span>{total.note}</span>
              </dd>
            </div>
          ))}
        </dl>
        <Conditions detail={detail} report={report} />
      </div>
    </header>
  );
}
