/** The diagram as a table: an ARIA treegrid of groups, stacks and layers with their costs, for keyboards and screen readers too. */

import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import "./tree-table.css";
import { ROOT } from "../../../model/network/network";
import { toggled, withOneOrAll } from "../../../model/network/open-groups";
import type { SearchedReport } from "../../../model/search/searched-layer";
import {
  drawnIndices,
  drawnStretch,
  hitsInside,
  SCROLL_STEP,
  type Stretch,
  treeMove,
  treeRows,
  windowText,
} from "../../../model/table/tree-rows";
import { useNetworkView } from "../../../state/network/network-view";
import { CostHeading, costColumns } from "./cost-columns";
import type { Shown } from "./table-context";
import { isInUse, reveal, TableScroll, useOpened, useWhenSeen } from "./table-scroll";
import { Gap, ROW_HEIGHT, Row, Totals } from "./tree-row";

export interface TreeTableProps extends Shown {
  report: SearchedReport;
  hovered: Signal<string | null>;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  onSelect: (path: string) => void;
}

export function TreeTable(props: TreeTableProps) {
  const { network, report, open, hits, selected } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const current = useSignal<string | null>(null);
  const focusAfter = useRef<string | null>(null);
  const rows = useMemo(() => treeRows(network, open), [network, open]);
  const view = useNetworkView();
  const places = useMemo(() => new Map(rows.map(({ path }, index) => [path, index])), [rows]);
  const windows = useMemo(
    () => new Map(report.layers.map((layer) => [layer.path, windowText(layer)])),
    [report],
  );
  const inside = useMemo(() => hitsInside(network, hits), [network, hits]);
  const columns = costColumns();
  const totals = columns.map((column) => column.value(network.totals));
  const stop = places.get(current.value ?? "") ?? places.get(selected ?? "") ?? 0;
  const drawn = drawnIndices(useStretch(scroller, rows.length), stop);

  function revealRows(first: number | undefined, last = first) {
    const frame = scroller.current;
    if (frame && first !== undefined && last !== undefined)
      reveal(frame, first * ROW_HEIGHT, (last + 1) * ROW_HEIGHT);
  }

  const revealSelected = () => revealRows(places.get(selected ?? ""));
  // Only a new selection moves the table, not everything else that changes its rows.
  useEffect(revealSelected, [selected]);
  useWhenSeen(scroller, revealSelected);

  const opened = useOpened(open);
  useEffect(() => {
    if (opened === null || !scroller.current || isInUse(scroller.current)) return;
    const first = places.get(opened);
    const level = rows[first ?? -1]?.level ?? 0;
    const next = rows.findIndex((row, index) => index > (first ?? 0) && row.level <= level);
    revealRows(first, next < 0 ? rows.length - 1 : next - 1);
  }, [opened]);

  useLayoutEffect(() => {
    if (focusAfter.current === null) return;
    const name = CSS.escape(focusAfter.current);
    focusAfter.current = null;
    scroller.current
      ?.querySelector<HTMLElement>(`tr[data-path="${name}"]`)
      ?.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const path = pathOf(event.target);
    const move = treeMove(rows, places.get(path ?? "") ?? -1, event.key);
    if (!move) return;
    event.preventDefault();
    if ("to" in move) {
      focusAfter.current = rows[move.to]?.path ?? null;
      current.value = focusAfter.current;
      revealRows(move.to);
    } else if ("toggle" in move) props.onToggle(move.toggle);
    else if ("open" in move) openAll(move.open);
    else if ("oneOrAll" in move) toggleStack(move.oneOrAll);
    else props.onSelect(move.select);
  }

  function openAll(paths: readonly string[]) {
    const all = paths.reduce<ReadonlySet<string>>((set, path) => toggled(network, set, path), open);
    view.change({ open: [...all] });
  }

  function toggleStack(path: string) {
    view.change({ open: [...withOneOrAll(network, open, path)] });
  }

  function onClick(event: MouseEvent) {
    const path = pathOf(event.target);
    if (path === null) return;
    current.value = path;
    const on = (part: string) => event.target instanceof Element && event.target.closest(part);
    if (on(".tree-toggle")) props.onToggle(path);
    else if (on(".tree-switch")) toggleStack(path);
    else props.onSelect(path);
  }

  return (
    <>
      <p id={id} class="visually-hidden">
        Up and Down move, Right opens a group, Left closes it or moves to its parent, Enter selects,
        * opens all groups at the same level, O shows one or all members of a stack.
      </p>
      <TableScroll scroller={scroller}>
        <table
          class="tree-table"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a treegrid is a table whose rows open
          role="treegrid"
          aria-label="Groups and layers"
          aria-describedby={id}
          aria-rowcount={rows.length + 2}
        >
          <colgroup>
            <col class="tree-name-column" />
            <col class="tree-output-column" />
            <col class="tree-window-column" />
            {columns.map((column) => (
              <col key={column.key} class="tree-cost-column" />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">Group or layer</th>
              <th scope="col">Output</th>
              <th scope="col" title="Kernel, stride and padding">
                kernel <small>/ stride / pad</small>
              </th>
              {columns.map((column) => (
                <CostHeading key={column.key} column={column} />
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={onKeyDown} onClick={onClick}>
            {drawn.flatMap((index, at) => {
              const row = rows[index];
              const gap = index - (drawn[at - 1] ?? -1) - 1;
              return [
                gap > 0 && <Gap key={`before ${index}`} rows={gap} />,
                row && (
                  <Row
                    key={row.path}
                    row={row}
                    index={index}
                    window={windows.get(row.path) ?? ""}
                    columns={columns}
                    totals={totals}
                    hovered={props.hovered}
                    pointed={props.pointed}
                    selected={row.path === selected}
                    focusable={index === stop}
                    isHit={hits.has(row.path)}
                    found={hits.size === 0 ? null : (inside.get(row.path) ?? 0)}
                  />
                ),
              ];
            })}
            <Gap rows={rows.length - 1 - (drawn.at(-1) ?? -1)} />
          </tbody>
          <tfoot>
            <Totals item={network.items.get(ROOT)} columns={columns} index={rows.length + 2} />
          </tfoot>
        </table>
      </TableScroll>
    </>
  );
}

function pathOf(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-path]") : null;
  return row?.dataset.path ?? null;
}

/** Which rows are drawn, after what is seen of them. */
function useStretch(scroller: { current: HTMLElement | null }, count: number): Stretch {
  const seen = useSignal({ top: 0, height: 800 });
  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    const note = () => {
      const step = SCROLL_STEP * ROW_HEIGHT;
      const top = Math.floor(frame.scrollTop / step) * step;
      const height = frame.clientHeight;
      if (top !== seen.peek().top || height !== seen.peek().height) seen.value = { top, height };
    };
    note();
    const observer = new ResizeObserver(note);
    observer.observe(frame);
    frame.addEventListener("scroll", note, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener("scroll", note);
    };
  }, [scroller, seen]);
  return drawnStretch(count, ROW_HEIGHT, seen.value.top, seen.value.height);
}
