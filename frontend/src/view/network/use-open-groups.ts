/** The open groups of a network, and the functions that open, close and select. */

import { useCallback, useMemo, useRef } from "preact/hooks";
import { groupPaths, type Network } from "../../model/network/network";
import {
  defaultOpen,
  levelsOpen,
  revealing,
  toggled,
  withOneOrAll,
} from "../../model/network/open-groups";
import type { NetworkView, PictureKind } from "../../state/network/network-view";

/** The height of a window that a box and the gap below it take, with all that is above the diagram. */
const PIXELS_PER_BOX = 100;

/** In volume boxes are closer together, and a picture of the whole network is worth a smaller scale. */
const BOXES_IN_VOLUME = 24;

/** Boxes that this window can show at a readable size. */
function boxBudget(picture: PictureKind): number {
  if (picture === "volume") return BOXES_IN_VOLUME;
  return Math.min(24, Math.max(6, Math.floor(window.innerHeight / PIXELS_PER_BOX)));
}

export interface OpenGroups {
  /** The same set until a group opens or closes. */
  open: ReadonlySet<string>;
  toggle: (path: string) => void;
  /** A stack of equal groups between all its members and one of them. */
  toggleStack: (path: string) => void;
  /** Opens what is around it, so that it can be seen; what a link's selection has opened stays open. */
  select: (path: string | null) => void;
}

export function useOpenGroups(view: NetworkView, network: Network): OpenGroups {
  const { open: choice, layer, picture } = view.state.value;
  const given = useMemo((): ReadonlySet<string> => {
    if (choice === null) return defaultOpen(network, boxBudget(picture));
    if (choice === "all") return new Set(groupPaths(network));
    return typeof choice === "number" ? levelsOpen(network, choice) : new Set(choice);
  }, [network, choice, choice === null && picture]);
  // A link that leaves open to the page shows what it selects.
  const current = useMemo(
    () => (choice === null && layer !== null ? revealing(network, given, layer) : given),
    [network, given, choice === null && layer],
  );
  // The same groups can be named otherwise, as when a link names those that were open at first.
  const last = useRef<ReadonlySet<string>>(current);
  if (!areEqual(last.current, current)) last.current = current;
  const open = last.current;

  const toggle = useCallback(
    (path: string) => view.change({ open: [...toggled(network, open, path)] }),
    [view, network, open],
  );
  const toggleStack = useCallback(
    (path: string) => view.change({ open: [...withOneOrAll(network, open, path)] }),
    [view, network, open],
  );
  const select = useCallback(
    (path: string | null) => {
      const opened = path === null ? open : revealing(network, open, path);
      view.change({ layer: path, ...(areEqual(opened, given) ? {} : { open: [...opened] }) });
    },
    [view, network, open, given],
  );
  return { open, toggle, toggleStack, select };
}

function areEqual(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((path) => other.has(path));
}
