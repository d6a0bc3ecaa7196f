/** The shapes, attributes and learned tensors of a layer, and which layers it reads and feeds. */

import type { CostReport, LayerCosts } from "../../api/types";
import { formatCount, formatShape } from "../../model/format";

/** More are counted. */
const LISTED = 8;

/** "kernel_size" is "kernel size". */
function attributeName(name: string): string {
  return name.replaceAll("_", " ");
}

function attributeText(value: unknown): string {
  if (Array.isArray(value)) return value.join(" × ");
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

function Fact(props: { name: string; value: string; title?: string }) {
  return (
    <div class="fact" title={props.title}>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

/** Why there is no square that one output value sees. */
function fieldless(layer: LayerCosts, report: CostReport): string {
  if (layer.output_shape.length < 4) return "the whole input";
  return report.totals.complete ? "the whole input, or not one square" : "unknown";
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

export function LayerFacts(props: {
  layer: LayerCosts;
  report: CostReport;
  onSelect: (path: string | null) => void;
}) {
  const { layer, report, onSelect } = props;
  const readers = report.layers.filter(({ inputs }) => inputs.includes(layer.path));
  const shapeOf = (path: string) =>
    report.layers.find((one) => one.path === path)?.output_shape ?? report.input_shape;
  return (
    <dl class="facts">
      {layer.inputs.map((path) => (
        <div key={`input ${path}`} class="fact">
          <dt>Input</dt>
          <dd>
            {formatShape(shapeOf(path))} from{" "}
            <PathLinks paths={[path]} report={report} onSelect={onSelect} />
          </dd>
        </div>
      ))}
      <div class="fact">
        <dt>Output</dt>
        <dd>
          {formatShape(layer.output_shape)}
          {readers.length > 0 ? " to " : ", the network's output"}
          <PathLinks paths={readers.map(({ path }) => path)} report={report} onSelect={onSelect} />
        </dd>
      </div>
      {Object.entries(layer.parameter_shapes).map(([name, shape]) => (
        <Fact
          key={`learned ${name}`}
          name={`${name}, learned`}
          value={`${formatShape(shape)} = ${formatCount(elements(shape))}`}
        />
      ))}
      {Object.entries(layer.attributes).map(([name, value]) => (
        <Fact key={name} name={attributeName(name)} value={attributeText(value)} />
      ))}
      {layer.receptive_field === null && (
        <Fact name="Receptive field" value={fieldless(layer, report)} />
      )}
      {layer.memory !== "own" && <Fact name="Stored in" value={layer.stored_in} />}
      <Fact
        name="Memory free after"
        value={layer.freed_after ?? "kept to the end"}
        title="The last layer that reads the storage this output lies in"
      />
    </dl>
  );
}

/** Paths that select what they name; without a report they are groups or layers of the network. */
export function PathLinks(props: {
  paths: readonly string[];
  report?: CostReport;
  onSelect: (path: string | null) => void;
}) {
  const { paths, report, onSelect } = props;
  const isKnown = (path: string) => !report || report.layers.some((one) => one.path === path);
  const shown = paths.slice(0, LISTED);
  return (
    <span class="path-links">
      {shown.map((path) =>
        isKnown(path) ? (
          <button key={path} type="button" onClick={() => onSelect(path)}>
            {path}
          </button>
        ) : (
          <span key={path}>{path}</span>
        ),
      )}
      {paths.length > shown.length && <span>and {paths.length - shown.length} more</span>}
    </span>
  );
}
