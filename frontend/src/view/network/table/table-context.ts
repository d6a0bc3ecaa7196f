/** What the diagram beside the table shows. */

import type { Network } from "../../../model/network/network";

export interface Shown {
  network: Network;
  /** Paths of the open groups. */
  open: ReadonlySet<string>;
  /** Paths of the layers that the search found; empty while nothing is searched for. */
  hits: ReadonlySet<string>;
  onToggle: (path: string) => void;
}
