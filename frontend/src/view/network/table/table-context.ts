/** The state that tables share with the page around them: the network, its open groups, what is selected, found and highlighted. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import type { CostReport } from "../../../api/types";
import type { Network } from "../../../model/network/network";

export interface TableContext {
  report: CostReport;
  network: Network;
  /** Paths of the open groups. */
  open: ReadonlySet<string>;
  /** Paths of the layers that the search found; empty while nothing is searched for. */
  hits: ReadonlySet<string>;
  selected: string | null;
  /** Path of what is under the pointer. */
  hovered: Signal<string | null>;
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  onSelect: (path: string | null) => void;
  onToggle: (path: string) => void;
}
