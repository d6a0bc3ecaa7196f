/** The controls below the picture: diagram or volume, its direction, and how many levels are open. */

import type { Network } from "../../../model/network/network";
import { deepest, openLevels } from "../../../model/network/open-groups";
import { useNetworkView } from "../../../state/network/network-view";
import { Button } from "../../ui/button";
import { Segmented } from "../../ui/fields/segmented";
import "./picture-bar.css";

export function PictureBar(props: { network: Network; open: ReadonlySet<string> }) {
  const view = useNetworkView();
  const { picture, direction } = view.state.value;
  return (
    <div class="picture-bar">
      <Segmented
        label="Picture"
        choices={[
          { value: "diagram", label: "Diagram", title: "Boxes and edges" },
          { value: "volume", label: "Volume", title: "Tensors drawn to scale" },
        ]}
        value={picture}
        onChange={(next) => view.change({ picture: next, camera: null })}
      />
      {picture === "diagram" && (
        <Segmented
          label="Direction"
          choices={[
            { value: "down", label: "↓", ...named("Top to bottom") },
            { value: "right", label: "→", ...named("Left to right") },
          ]}
          value={direction}
          onChange={(next) => view.change({ direction: next, camera: null })}
        />
      )}
      <Levels {...props} />
    </div>
  );
}

/** An arrow is no name. */
function named(words: string) {
  return { name: words, title: words };
}

/** One level of groups more or less, from stages only to every layer. */
function Levels({ network, open }: { network: Network; open: ReadonlySet<string> }) {
  const view = useNetworkView();
  const most = deepest(network);
  if (most === 0) return null;
  const now = openLevels(network, open);
  const go = (levels: number) => view.change({ open: levels > 0 ? levels : [], camera: null });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen
    <div class="levels" role="group" aria-label="Levels">
      <Button
        size="small"
        variant="quiet"
        disabled={open.size === 0}
        onClick={() => view.change({ open: [], camera: null })}
      >
        Collapse all
      </Button>
      <Button
        size="small"
        label="Collapse one level"
        disabled={open.size === 0}
        onClick={() => go(now - 1)}
      >
        −
      </Button>
      <span class="levels-count" title="Expanded levels of groups">
        {now} of {most} levels
      </span>
      <Button
        size="small"
        label="Expand one level"
        disabled={now === most}
        onClick={() => go(now + 1)}
      >
        +
      </Button>
      <Button
        size="small"
        variant="quiet"
        disabled={now === most}
        onClick={() => view.change({ open: "all", camera: null })}
      >
        Expand all
      </Button>
    </div>
  );
}
