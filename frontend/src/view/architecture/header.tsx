/** The title of an architecture's page and the line of its totals, each with unit and convention. */

import type { ComponentChildren } from "preact";
import type { ArchitectureDetail, CostTotals } from "../../api/types";
import { exact, formatBytes, formatCount, formatPercent, formatShape } from "../../model/format";
import { conventionNote, operationsPerMac, operationUnit } from "../../state/convention";

interface Total {
  name: string;
  value: string;
  note: string;
  title: string;
}

function totalsOf(detail: ArchitectureDetail, totals: CostTotals): Total[] {
  const operations = totals.macs === null ? null : totals.macs * operationsPerMac.value;
  const bound = totals.complete ? "" : "at least: some operators are unknown";
  return [
    {
      name: "Parameters",
      value: formatCount(totals.params),
      note: bound || formatBytes(totals.parameter_bytes),
      title: exact(totals.params, "parameters"),
    },
    {
      name: operationUnit.value,
      value: formatCount(operations),
      note: bound || (operationUnit.value === "MACs" ? "multiply-adds" : "2 × MACs"),
      title: `${exact(operations, operationUnit.value)}; ${conventionNote.value}`,
    },
    {
      name: "Activations",
      value: formatBytes(totals.activation_bytes),
      note: "batch 1, float32",
      title: `${exact(totals.activation_bytes, "bytes")}, outputs with storage of their own`,
    },
    {
      name: "Peak memory",
      value: formatBytes(totals.peak_activation_bytes),
      note: "activations, estimated",
      title: `${exact(totals.peak_activation_bytes, "bytes")} of activations alive at once, at inference`,
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
      note: detail.accuracy_protocol ? `${detail.accuracy_protocol}, ImageNet` : "not published",
      title: detail.accuracies.find((accuracy) => accuracy.is_default)?.source ?? "",
    },
  ];
}

export function PageHeader(props: {
  detail: ArchitectureDetail;
  totals: CostTotals;
  children: ComponentChildren;
}) {
  const { detail, totals } = props;
  return (
    <header class="explorer-header">
      <div class="explorer-title">
        <h1>{detail.name}</h1>
        <p class="explorer-paper">
          {detail.year} · input {formatShape(detail.input_shape)}
          {detail.paper && (
            <>
              {" · "}
              <cite>{detail.paper.title}</cite>
              {detail.paper.arxiv_id && (
                <>
                  {" ("}
                  <a href={`https://arxiv.org/abs/${detail.paper.arxiv_id}`} rel="noreferrer">
                    arXiv {detail.paper.arxiv_id}
                  </a>
                  )
                </>
              )}
            </>
          )}
        </p>
        <div class="explorer-actions">{props.children}</div>
      </div>
      <dl class="totals">
        {totalsOf(detail, totals).map((total) => (
          <div key={total.name} class="total" title={total.title}>
            <dt>{total.name}</dt>
            <dd>
              <strong>{total.value}</strong>
              <span>{total.note}</span>
            </dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
