/** A card of the gallery: one architecture with its silhouette, costs and error. */

import type { ArchitectureSummary } from "../../api/types";
import { type LogRange, logShare } from "../../model/figures/log-range";
import {
  exact,
  formatBytes,
  formatCount,
  formatPercent,
  formatShape,
} from "../../model/text/format";
import { protocolWords } from "../../model/text/protocol";
import { operationsPerMac, summaryUnit } from "../../state/convention";
import { architecturePath } from "../../state/routes";
import { TrayButton } from "../catalogue/tray-button";
import { Silhouette } from "./silhouette";

export interface CardScales {
  memory: LogRange | null;
  params: LogRange | null;
  macs: LogRange | null;
}

interface Row {
  kind: "memory" | "params" | "macs";
  label: string;
  share: number | null;
  text: string;
  exact: string;
}

function rows(item: ArchitectureSummary, scales: CardScales): Row[] {
  const unit = summaryUnit.value;
  const operations = item.macs === null ? null : item.macs * operationsPerMac.value;
  return [
    {
      kind: "memory",
      label: "Memory",
      share: logShare(item.activation_bytes, scales.memory),
      text: formatBytes(item.activation_bytes),
      exact: `Activations of one image in float32: ${exact(item.activation_bytes, "bytes")}`,
    },
    {
      kind: "params",
      label: "Parameters",
      share: logShare(item.params, scales.params),
      text: formatCount(item.params),
      exact: exact(item.params, "parameters"),
    },
    {
      kind: "macs",
      label: unit,
      share: logShare(item.macs, scales.macs),
      text: formatCount(operations),
      exact: `${exact(operations, unit)} for one image`,
    },
  ];
}

function ErrorRate(props: { item: ArchitectureSummary }) {
  const { top1_error_pct: error, accuracy_protocol: protocol } = props.item;
  if (error === null) return <p class="card-error muted">top-1 error unknown</p>;
  return (
    <p class="card-error">
      <span class="numeric">{formatPercent(error)}</span> top-1 error
      {protocol && <span class="muted">, {protocolWords(protocol)}</span>}
    </p>
  );
}

export function Card(props: {
  item: ArchitectureSummary;
  scales: CardScales;
  /** Not where a heading above names it. */
  showFamily: boolean;
}) {
  const { item, showFamily } = props;
  return (
    <article class="card">
      <header class="card-head">
        <h3 class="card-name">
          <a href={architecturePath(item.slug)}>{item.name}</a>
        </h3>
        <p class="card-origin numeric">
          {[showFamily ? item.family : "", item.year ?? ""].filter(Boolean).join(" · ")}
        </p>
      </header>
      <figure class="card-figure">
        <Silhouette steps={item.silhouette} />
        <figcaption class="numeric">
          <span>{item.depth} layers deep</span>
          <span>input {formatShape(item.input_shape)}</span>
        </figcaption>
      </figure>
      <dl class="card-bars">
        {rows(item, props.scales).map((row) => (
          <div key={row.kind} class="card-bar" title={row.exact}>
            <dt>{row.label}</dt>
            <dd>
              <span class="card-track" aria-hidden="true">
                <span
                  class={`card-fill card-fill-${row.kind}`}
                  style={{ width: `${(row.share ?? 0) * 100}%` }}
                />
              </span>
              <span class="card-number numeric">{row.text}</span>
            </dd>
          </div>
        ))}
      </dl>
      <footer class="card-foot">
        <ErrorRate item={item} />
        <TrayButton slug={item.slug} name={item.name} />
      </footer>
    </article>
  );
}
