/** The shapes, attributes and learned tensors of a layer, and which layers it reads and feeds. */

import type { CostReport, LayerCosts } from "../../../api/types";
import { groupBorder } from "../../../model/network/boundary";
import type { Item } from "../../../model/network/network";
import { formatCount, formatShape } from "../../../model/text/format";

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

/** The square that one output value sees, or why there is none. */
function fieldText({ receptiveField, outputShape }: Item, report: CostReport): string {
  if (receptiveField) return `${formatShape([receptiveField.size, receptiveField.size])} pixels`;
  if (outputShape.length < 3) return "the whole input";
  return report.totals.complete ? "the whole input, or not a square" : "unknown";
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

interface FactsProps {
  item: Item;
  report: CostReport;
  onSelect: (path: string | null) => void;
}

/** What comes in, and from where. */
function Inputs(props: FactsProps & { paths: readonly string[] }) {
  const { paths, report, onSelect } = props;
  const shapeOf = (path: string) =>
    report.layers.find((one) => one.path === path)?.output_shape ?? report.input_shape;
  const shown = paths.slice(0, LISTED);
  return (
    <>
      {shown.map((path) => (
        <div key={`input ${path}`} class="fact">
          <dt>Input</dt>
          <dd>
            {formatShape(shapeOf(path))} from{" "}
            <PathLinks paths={[path]} report={report} onSelect={onSelect} />
          </dd>
        </div>
      ))}
      {paths.length > shown.length && (
        <Fact name="Input" value={`and ${paths.length - shown.length} more`} />
      )}
    </>
  );
}

/** What a layer makes, and who reads it. */
function Output(props: FactsProps & { layer: LayerCosts; readers: readonly string[] }) {
  const { layer, readers, report, onSelect } = props;
  return (
    <div class="fact">
      <dt>Output</dt>
      <dd>
        {formatShape(layer.output_shape)}
        {readers.length > 0 ? " to " : ", the network's output"}
        <PathLinks paths={readers} report={report} onSelect={onSelect} />
      </dd>
    </div>
  );
}

export function GroupFacts(props: FactsProps) {
  const { item, report, onSelect } = props;
  const { inputs, outputs } = groupBorder(
    report.layers,
    item.type === "stack" ? item.children : [item.path],
  );
  return (
    <dl class="facts">
      <Inputs {...props} paths={inputs} />
      {outputs.map(({ layer, readers }) => (
        <Output key={`output ${layer.path}`} {...props} layer={layer} readers={readers} />
      ))}
      <Fact name="Receptive field" value={fieldText(item, report)} />
      <div class="fact">
        <dt>Contains</dt>
        <dd>
          <PathLinks paths={item.children} onSelect={onSelect} />
        </dd>
      </div>
    </dl>
  );
}

export function LayerFacts(props: FactsProps & { layer: LayerCosts }) {
  const { layer, item, report } = props;
  const readers = report.layers.filter(({ inputs }) => inputs.includes(layer.path));
  return (
    <dl class="facts">
      <Inputs {...props} paths={layer.inputs} />
      <Output {...props} readers={readers.map(({ path }) => path)} />
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
      <Fact name="Receptive field" value={fieldText(item, report)} />
      {layer.stored_in !== layer.path && <Fact name="Stored in" value={layer.stored_in} />}
      <Fact
        name="Memory freed after"
        value={layer.freed_after ?? "kept until the end"}
        title="The last layer that reads this output's storage"
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
