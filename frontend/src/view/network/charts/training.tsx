/** The Training tab: the memory of one training step, by optimizer. */

import type { CostReport, TrainingMemory } from "../../../api/types";
import { atLeast, BYTES_PER_KB, exact, formatBytes, formatCount } from "../../../model/text/format";
import "./training.css";

type Optimizer = keyof TrainingMemory["total_bytes"];

const OPTIMIZERS: readonly { key: Optimizer; name: string; state: string }[] = [
  { key: "sgd_momentum", name: "SGD with momentum", state: "one velocity per parameter" },
  { key: "adam", name: "Adam", state: "two moments per parameter" },
];

interface MemoryItem {
  key: string;
  name: string;
  note: string;
  bytes: (optimizer: Optimizer) => number;
}

function memoryItems(training: TrainingMemory): MemoryItem[] {
  return [
    {
      key: "saved",
      name: "Saved activations",
      note: "what the backward pass needs from the forward pass; grows with the batch",
      bytes: () => training.saved_activation_bytes,
    },
    {
      key: "weights",
      name: "Parameters",
      note: formatCount(training.params),
      bytes: () => training.parameter_bytes,
    },
    {
      key: "gradients",
      name: "Gradients",
      note: "one per parameter",
      bytes: () => training.gradient_bytes,
    },
    {
      key: "optimizer",
      name: "Optimizer",
      note: OPTIMIZERS.map((one) => `${one.name}: ${one.state}`).join("; "),
      bytes: (optimizer) => training.optimizer_bytes[optimizer],
    },
  ];
}

export function Training({ report }: { report: CostReport }) {
  const { training, layers } = report;
  if (!training)
    return <p class="panel-empty">{report.dtype} networks can only be run, not trained.</p>;
  const rows = memoryItems(training);
  const largest = Math.max(...OPTIMIZERS.map(({ key }) => training.total_bytes[key]));
  // The report may have been asked for with them or without.
  const atInference = layers.filter((layer) => !layer.training_only);
  const heads = training.params - atInference.reduce((sum, { params }) => sum + (params ?? 0), 0);
  return (
    <div class="training">
      <p class="training-note">
        Memory of one training step at batch {report.input_shape[0]} in {report.dtype}; 1 KB ={" "}
        {BYTES_PER_KB} bytes. {headWords(heads)}
        {!training.complete && " Some operators are unknown, so these are lower bounds."}
      </p>
      <TrainingBars rows={rows} largest={largest} />
      <TrainingTable training={training} rows={rows} />
      <p class="training-note">
        Not counted: temporary gradients of activations during the backward pass, the loss, and
        library workspace.
      </p>
    </div>
  );
}

/** A bar for each optimizer, with a stretch for each item. */
function TrainingBars({ rows, largest }: { rows: readonly MemoryItem[]; largest: number }) {
  return (
    <div class="training-bars" aria-hidden="true">
      {OPTIMIZERS.map(({ key, name }) => (
        <div key={key} class="training-bar">
          <span>{name}</span>
          <span class="training-track">
            {rows.map((row) => (
              <span
                key={row.key}
                class={`training-fill is-${row.key}`}
                style={{ width: `${(100 * row.bytes(key)) / largest}%` }}
              />
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

function TrainingTable({
  training,
  rows,
}: {
  training: TrainingMemory;
  rows: readonly MemoryItem[];
}) {
  const bound = (text: string) => atLeast(text, training.complete);
  return (
    <table class="layer-costs">
      <caption class="visually-hidden">Memory of a training step by optimizer</caption>
      <thead>
        <tr>
          <th scope="col">Part</th>
          {OPTIMIZERS.map(({ key, name }) => (
            <th key={key} scope="col" class="numeric">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <span class={`training-swatch is-${row.key}`} aria-hidden="true" />
              {row.name}
              <small>{row.note}</small>
            </th>
            {OPTIMIZERS.map(({ key }) => (
              <td key={key} class="numeric" title={exact(row.bytes(key), "bytes")}>
                {bound(formatBytes(row.bytes(key)))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Total</th>
          {OPTIMIZERS.map(({ key }) => (
            <td key={key} class="numeric" title={exact(training.total_bytes[key], "bytes")}>
              {bound(formatBytes(training.total_bytes[key]))}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

/** Auxiliary classifiers have parameters that inference does not. */
function headWords(params: number): string {
  if (params <= 0) return "Training-only layers are included; this network has none.";
  return `Includes ${formatCount(params, "parameters")} of auxiliary classifiers, which exist only during training.`;
}
