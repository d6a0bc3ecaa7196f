/** Everything about what is selected: a layer with its shapes and arithmetic, or a group with its sums. */

import type { CostReport, LayerCosts, Measurement } from "../../../api/types";
import {
  ancestors,
  type Item,
  layerItem,
  type Network,
  ROOT,
} from "../../../model/network/network";
import { formatNumberOf } from "../../../model/text/format";
import { Button } from "../../ui/button";
import { Formula, ItemCosts } from "./layer-costs";
import { GroupFacts, LayerFacts, PathLinks } from "./layer-facts";
import "./layer-panel.css";
import { ReceptiveFieldPlane } from "./receptive-field";

export interface LayerPanelProps {
  report: CostReport;
  network: Network;
  path: string | null;
  measurement: Measurement | null;
  onSelect: (path: string | null) => void;
}

export function LayerPanel(props: LayerPanelProps) {
  const { report, network, path } = props;
  const layer = report.layers.find((one) => one.path === path);
  if (layer) return <LayerDetails {...props} layer={layer} />;
  const item = path === null || path === ROOT ? undefined : network.items.get(path);
  if (item) return <GroupDetails {...props} item={item} />;
  return (
    <p class="panel-empty">
      Select a layer in the diagram or the table to see its shapes, weights and the arithmetic
      behind its costs.
    </p>
  );
}

function LayerDetails(props: LayerPanelProps & { layer: LayerCosts }) {
  const { layer, report, network, measurement, onSelect } = props;
  const fusedInto = network.fusedInto.get(layer.path);
  const item = network.items.get(layer.path) ?? layerItem(layer);
  return (
    <div class="layer-panel">
      <Crumbs network={network} path={layer.path} onSelect={onSelect} />
      <h2>
        {layer.label}{" "}
        <span class="layer-op">
          {layer.op_name}
          {layer.kind === "unknown" && ", unknown operator, costs not counted"}
          {layer.training_only && ", training only"}
        </span>
      </h2>
      <p class="layer-path">
        {layer.path}
        {layer.source_name && ` · ${layer.source_name} in the reference implementation`}
      </p>
      {item.fused.length > 0 && (
        <p>
          Includes <PathLinks paths={item.fused} onSelect={onSelect} />, fused into this layer.
        </p>
      )}
      {fusedInto !== undefined && (
        <p>
          These are this layer's own costs; everywhere else they are counted in{" "}
          <PathLinks paths={[fusedInto]} onSelect={onSelect} />, which it is fused into.
        </p>
      )}
      <ItemCosts item={item} network={network} measurement={measurement} />
      <Formula layer={layer} />
      <ReceptiveFieldPlane layer={layer} report={report} />
      <LayerFacts layer={layer} item={item} report={report} onSelect={onSelect} />
      <Neighbours report={report} path={layer.path} onSelect={onSelect} />
    </div>
  );
}

function GroupDetails(props: LayerPanelProps & { item: Item }) {
  const { item, report, network, measurement, onSelect } = props;
  const words = formatNumberOf(item.layers, "operation");
  return (
    <div class="layer-panel">
      <Crumbs network={network} path={item.path} onSelect={onSelect} />
      <h2>
        {item.label}{" "}
        <span class="layer-op">
          {item.kind}, {item.count > 1 ? `${item.count} identical, ` : ""}
          {words}
        </span>
      </h2>
      <p class="layer-path">
        {item.path}
        {item.sourceName && ` · ${item.sourceName} in the reference implementation`}
      </p>
      <ItemCosts item={item} network={network} measurement={measurement} />
      <GroupFacts item={item} report={report} onSelect={onSelect} />
    </div>
  );
}

/** The groups around it, outermost first. */
function Crumbs(props: {
  network: Network;
  path: string;
  onSelect: (path: string | null) => void;
}) {
  const { network, path, onSelect } = props;
  const around = ancestors(network, network.fusedInto.get(path) ?? path).reverse();
  if (around.length === 0) return null;
  return (
    <nav class="layer-crumbs" aria-label="Enclosing groups">
      {around.map((group) => (
        <button key={group} type="button" onClick={() => onSelect(group)}>
          {network.items.get(group)?.label}
        </button>
      ))}
    </nav>
  );
}

/** The layers before and after in execution order. */
function Neighbours(props: {
  report: CostReport;
  path: string;
  onSelect: (path: string | null) => void;
}) {
  const { layers } = props.report;
  const at = layers.findIndex(({ path }) => path === props.path);
  const [before, after] = [layers[at - 1], layers[at + 1]];
  return (
    <p class="layer-neighbours">
      {before && (
        <Button size="small" onClick={() => props.onSelect(before.path)}>
          ← {before.label}
        </Button>
      )}
      <span class="numeric">
        {at + 1} of {layers.length}
      </span>
      {after && (
        <Button size="small" onClick={() => props.onSelect(after.path)}>
          {after.label} →
        </Button>
      )}
    </p>
  );
}
