/** The page of one architecture: totals, diagram, and the panel with table, layer and measurements. */

import { useComputed, useSignal } from "@preact/signals";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import "./page.css";
import { fetchArchitecture, fetchCosts, fetchMeasurements, onnxAddress } from "../../api/client";
import type { ArchitectureDetail, CostReport, Job } from "../../api/types";
import { defaultOpen, visibleFor } from "../../model/fold";
import { ancestors, buildNetwork, groupPaths } from "../../model/network";
import { overlayScale } from "../../model/overlay";
import { conventionNote, operationUnit } from "../../state/convention";
import { changeView, diagramView, type Metric } from "../../state/diagram-view";
import { useJobs } from "../../state/jobs";
import { useResource } from "../../state/resource";
import { pageTitle } from "../../state/title";
import { Diagram } from "../diagram/diagram";
import { Legend } from "../diagram/legend";
import { Button } from "../ui/button";
import { ErrorNotice } from "../ui/notice";
import { type Choice, Segmented } from "../ui/segmented";
import { Actions } from "./actions";
import { Glance } from "./glance";
import { PageHeader } from "./header";
import { JobCards } from "./job-cards";
import { lookOf, makeOverlay } from "./overlay";
import { Panel } from "./panel";
import { SplitView } from "./split";
import { NotFound, PageSkeleton } from "./states";
import { useActions } from "./use-actions";
import { useDownload } from "./use-download";

const NOTHING: readonly string[] = [];

/** Boxes that a window can show at a readable size. */
const BOX_BUDGET = 9;

function metricChoices(): readonly Choice<Metric>[] {
  const operations = operationUnit.value;
  return [
    { value: "memory", label: "Memory", title: "Activation memory: the output of each layer" },
    { value: "params", label: "Parameters", title: "Learned values" },
    { value: "macs", label: operations, title: conventionNote.value },
    { value: "latency", label: "Latency", title: "Measured time of each layer" },
  ];
}

export default function ArchitecturePage({ slug }: { slug: string }) {
  const detail = useResource(`detail ${slug}`, (abort) => fetchArchitecture(slug, abort));
  const costs = useResource(`costs ${slug}`, (abort) => fetchCosts(slug, {}, abort));
  const { resource: about } = detail;
  const { resource: report } = costs;
  const error = about.value.error ?? report.value.error;
  if (error?.isMissing) return <NotFound slug={slug} />;
  if (error)
    return (
      <div class="page" data-diagram-state="error">
        <ErrorNotice
          error={error}
          what="This architecture"
          onRetry={() => {
            detail.reload();
            costs.reload();
          }}
        />
      </div>
    );
  if (!about.value.data || !report.value.data) return <PageSkeleton />;
  return <Explorer detail={about.value.data} report={report.value.data} />;
}

function Explorer({ detail, report }: { detail: ArchitectureDetail; report: CostReport }) {
  const { slug, name } = detail;
  const view = diagramView.value;
  const network = useMemo(() => buildNetwork(report), [report]);
  const hovered = useSignal<string | null>(null);
  /** The layers and groups that a sentence under the pointer speaks of. */
  const spoken = useSignal<readonly string[]>(NOTHING);
  const painted = useSignal(false);
  const measurements = useResource(`measurements ${slug}`, (abort) =>
    fetchMeasurements(slug, abort),
  );
  const download = useDownload(slug, name);

  const desk = useJobs(slug, (job: Job) => {
    if (job.state !== "succeeded") return;
    if (job.kind === "onnx_export") download.ready(onnxAddress(slug));
    else {
      measurements.reload();
      changeView({ metric: "latency", tab: "measurements", measurement: null });
    }
  });

  const actions = useActions(slug, desk, download);

  useEffect(() => {
    pageTitle.value = name;
  }, [name]);

  const openKey = typeof view.open === "string" ? view.open : (view.open?.join(",") ?? null);
  const open = useMemo(() => {
    if (openKey === "all") return new Set(groupPaths(network));
    if (openKey !== null) return new Set(openKey.split(","));
    return defaultOpen(network, BOX_BUDGET);
  }, [network, openKey]);

  const known = measurements.resource.value.data;
  const chosen = known?.find((one) => String(one.id) === view.measurement) ?? known?.[0] ?? null;
  const latencies = useMemo(
    () => chosen && { layers: chosen.layers, device: chosen.device_name ?? "unknown device" },
    [chosen],
  );
  const folds = useSignal(open);
  folds.value = open;
  const pointed = useComputed(
    () => new Set(spoken.value.flatMap((path) => [path, visibleFor(network, folds.value, path)])),
  );
  const overlay = makeOverlay(network, view.metric, latencies);
  const visible = useMemo(() => {
    const shown = (path: string) => ancestors(network, path).every((group) => open.has(group));
    return [...network.items.values()]
      .filter((item) => item.path !== "" && shown(item.path) && !open.has(item.path))
      .map((item) => item.path);
  }, [network, open]);
  const scale = overlayScale(network, overlay.values, visible);

  const toggle = useCallback(
    (path: string) => {
      const next = new Set(open);
      if (!next.delete(path)) next.add(path);
      changeView({ open: [...next] });
    },
    [open],
  );
  const select = useCallback(
    (path: string | null) => {
      const around = path === null ? [] : ancestors(network, path);
      const hidden = around.filter((group) => !open.has(group));
      changeView({
        layer: path,
        ...(hidden.length > 0 ? { open: [...open, ...hidden] } : {}),
      });
    },
    [network, open],
  );
  const onHover = useCallback((path: string | null) => {
    hovered.value = path;
  }, []);
  useEffect(() => {
    // After the frame that shows the diagram, not before it.
    const frame = requestAnimationFrame(() => {
      painted.value = true;
    });
    return () => cancelAnimationFrame(frame);
  }, [painted]);
  const state = useComputed(() => (painted.value ? "ready" : "loading"));

  return (
    <div class="explorer" data-diagram-state={state.value}>
      <PageHeader detail={detail} report={report}>
        <Actions slug={slug} name={name} actions={actions} />
      </PageHeader>
      <Glance
        insights={report.insights}
        onPoint={(paths) => {
          spoken.value = paths;
        }}
        onSelect={select}
        lectureNotes={detail.lecture_notes.length}
        onLecture={() => changeView({ tab: "about" })}
      />
      <JobCards desk={desk} download={download} actions={actions} />
      <SplitView
        main={
          <section class="explorer-diagram" aria-label="Diagram">
            <div class="explorer-tools">
              <Segmented
                label="Overlay"
                choices={metricChoices()}
                value={view.metric}
                onChange={(metric) => changeView({ metric })}
              />
              <Legend title={overlay.title} scale={scale} write={overlay.write} />
              {view.metric === "latency" && known?.length === 0 && (
                <Button
                  size="small"
                  disabled={actions.isActive("profile")}
                  onClick={actions.start.profile}
                >
                  Measure now
                </Button>
              )}
              <span class="explorer-fold">
                <Button size="small" variant="quiet" onClick={() => changeView({ open: "all" })}>
                  Open all
                </Button>
                <Button size="small" variant="quiet" onClick={() => changeView({ open: [] })}>
                  Close all
                </Button>
              </span>
            </div>
            <Diagram
              network={network}
              open={open}
              lookOf={(item) => lookOf(item, network, overlay, scale)}
              hovered={hovered}
              pointed={pointed}
              selected={view.layer}
              label={`Diagram of ${name}`}
              onHover={onHover}
              onToggle={toggle}
              onSelect={select}
            />
          </section>
        }
        side={
          <Panel
            detail={detail}
            report={report}
            measurements={measurements.resource.value}
            chosen={chosen}
            hovered={hovered}
            pointed={pointed}
            onSelect={select}
          />
        }
      />
    </div>
  );
}
