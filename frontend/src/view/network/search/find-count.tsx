/** The number of layers found, and which of them is selected. */

import type { Network } from "../../../model/network/network";
import { formatNumberOf } from "../../../model/text/format";

/** "3 of 17" on a hit, else how many there are. */
export function FindCount(props: {
  hits: readonly string[];
  current: string | null;
  network: Network;
  isSearching: boolean;
}) {
  const { hits, current } = props;
  const at = current === null ? -1 : hits.indexOf(current);
  const label = current === null ? "" : (props.network.items.get(current)?.label ?? "");
  return (
    <span class="find-count numeric" role="status">
      {props.isSearching && countWords(hits.length, at)}
      {at >= 0 && <span class="visually-hidden">: {label}</span>}
    </span>
  );
}

function countWords(count: number, at: number): string {
  if (at >= 0) return `${at + 1} of ${count}`;
  if (count === 0) return "no matches";
  return formatNumberOf(count, "layer");
}
