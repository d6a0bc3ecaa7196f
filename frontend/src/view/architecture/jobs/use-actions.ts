/** Starts the jobs of an architecture: from its buttons, and again after one has failed. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { createJob, fetchDevices, onnxAddress, requestOnnx } from "../../../api/client";
import type { Device, JobKind } from "../../../api/types";
import type { JobTracker } from "../../../state/network/jobs";
import type { NetworkView } from "../../../state/network/network-view";
import type { Download } from "./use-download";

export interface JobActions {
  /** What live workers offer; empty until they have been asked. */
  devices: Signal<readonly Device[]>;
  /** The chosen device's id, or "cpu" while nothing is chosen. */
  device: Signal<string>;
  start: Record<JobKind, () => void>;
  isActive: (kind: JobKind) => boolean;
}

/** Asks for devices only once the page has settled. */
export function useActions(
  slug: string,
  view: NetworkView,
  isSettled: boolean,
  tracker: JobTracker,
  download: Download,
): JobActions {
  const devices = useSignal<readonly Device[]>([]);
  const device = useSignal("cpu");
  useEffect(() => {
    if (!isSettled) return undefined;
    const abort = new AbortController();
    fetchDevices(abort.signal).then(
      (found) => {
        devices.value = found;
        if (found[0]) device.value = found[0].id;
      },
      () => undefined,
    );
    return () => abort.abort();
  }, [devices, device, isSettled]);

  return useMemo(() => {
    const profile = () => {
      // What the page's figures are for; a data type that cannot be measured is rejected with the reason.
      const { batch, height, width, dtype } = view.state.peek();
      const options = { device: device.peek(), dtype, batch, height, width };
      void tracker.start("profile", () =>
        createJob({ kind: "profile", architecture: slug, ...options }),
      );
    };
    const exportOnnx = async () => {
      download.request();
      const job = await tracker.start("onnx_export", () => requestOnnx(slug));
      if (!job && !tracker.rejections.peek().onnx_export) download.ready(onnxAddress(slug));
    };
    return {
      devices,
      device,
      start: { profile, onnx_export: () => void exportOnnx() },
      isActive: (kind) => {
        const state = tracker.jobs.value[kind]?.state;
        return state === "queued" || state === "running";
      },
    };
  }, [slug, view, tracker, download, devices, device]);
}
