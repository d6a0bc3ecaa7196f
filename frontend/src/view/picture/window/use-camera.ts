/** Keeps the camera in the URL, and keeps the viewed box in place when the picture changes. */

import { effect, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Network } from "../../../model/network/network";
import type { PictureIndex } from "../../../model/picture/level-of-detail";
import type { Point } from "../../../model/picture/picture";
import {
  type Camera,
  cameraOf,
  following,
  middleOfBoth,
  revealing,
} from "../../../model/picture/viewport";
import type { ZoomControls } from "./use-zoom";

/** The address follows when the reader has come to rest. */
const REST_MS = 250;
/** Each box that moves is a layer of its own to the browser: of more, none moves. */
const MOST_SETTLING = 150;

export interface CameraOptions {
  zoom: ZoomControls;
  network: Network;
  index: PictureIndex;
  /** The point of a box or an open group that stays where it is when that opens or closes. */
  pinOf: (path: string) => Point | undefined;
  selected: string | null;
  /** From the address; null for the initial viewport, with what is selected visible. */
  requested: Camera | null;
  /** Null while the picture is still that of an address before: what it shows is not what this one says. */
  onCamera: ((camera: Camera | null) => void) | null;
}

/** Returns a function that pins a group about to open or close: it stays where it is. */
export function useCamera(options: CameraOptions): (path: string) => void {
  const { zoom, network, index, selected, requested, onCamera } = options;
  const latest = useRef(options);
  latest.current = options;
  /** Of the picture that is placed. */
  const placed = useRef<CameraOptions | null>(null);
  const touched = useRef<string | null>(null);
  const revealed = useRef<string | null>(null);
  /** What the address said when it was last written or read here; null before that. */
  const known = useRef<string | null>(null);
  const text = urlText(requested);
  const isCurrent = onCamera !== null;

  useLayoutEffect(() => {
    const [before, now, path] = [placed.current, latest.current, touched.current];
    const isNew = before?.index !== index;
    const isRequested = isCurrent && text !== known.current;
    placed.current = now;
    if (isNew) touched.current = null;
    if (isNew && before && !isRequested && (path !== null || before.network !== network)) {
      if (path === null && known.current === "") zoom.show(initialViewport(now));
      else follow(before, now, path);
    } else if (isNew || isRequested) {
      // A first visit, the back button or a link followed on this page: the address says where.
      if (requested) zoom.place(requested);
      else zoom.show(initialViewport(now));
    }
    if (!isRequested) return;
    known.current = text;
    if (requested) revealed.current = selected;
  }, [index, text, isCurrent, zoom]);

  // Once, as soon as there is a picture with it: later the reader may look elsewhere.
  useLayoutEffect(() => {
    if (!isCurrent || revealed.current === selected) return;
    revealed.current = selected;
    const box = selected === null ? undefined : index.byPath.get(selected);
    if (box) zoom.reveal(box);
  }, [index, selected, isCurrent, zoom]);

  // Where the address says nothing, the picture is where a window of this size puts it.
  const windowSize = useRef("");
  useSignalEffect(() => {
    const viewport = zoom.viewport.value;
    if (viewport === null) return;
    const now = [viewport.width * viewport.k, viewport.height * viewport.k]
      .map(Math.round)
      .join(" ");
    // At first too: the page around may have come to rest between the first picture and this.
    const isResized = windowSize.current !== now;
    windowSize.current = now;
    if (isResized && known.current === "") zoom.show(initialViewport(latest.current));
  });

  useEffect(() => {
    const writeUrl = () => {
      const { onCamera: write } = latest.current;
      const viewport = zoom.viewport.peek();
      if (!write || !viewport) return;
      const now = cameraOf(viewport);
      const home = cameraOf(initialViewport(latest.current));
      const camera = urlText(now) === urlText(home) ? null : now;
      if (urlText(camera) === known.current) return;
      known.current = urlText(camera);
      write(camera);
    };
    return effect(() => {
      if (zoom.viewport.value === null) return undefined;
      const timer = setTimeout(writeUrl, REST_MS);
      return () => clearTimeout(timer);
    });
  }, [zoom, selected, isCurrent]);

  return (path) => {
    touched.current = path;
  };
}

/** What a link without a place opens. */
function initialViewport({ zoom, index, selected }: CameraOptions) {
  const box = selected === null ? undefined : index.byPath.get(selected);
  return box ? revealing(zoom.reading(), box) : zoom.reading();
}

/** What was touched stays where it is, or else what is in the middle of the window. */
function follow(before: CameraOptions, after: CameraOptions, touched: string | null): void {
  const { zoom, index } = after;
  const viewport = zoom.viewport.peek();
  if (!viewport) return;
  const known = touched !== null && before.pinOf(touched) && after.pinOf(touched);
  const path = known ? touched : middleOfBoth(viewport, before.index, index);
  const from = path === null ? undefined : before.pinOf(path);
  const to = path === null ? undefined : after.pinOf(path);
  const there = from && to ? following(viewport, from, to) : initialViewport(after);
  // What an opened group shows is what it was opened for.
  const opened = touched === null ? undefined : index.byPath.get(touched);
  if (touched === null) zoom.show(there);
  else
    zoom.move(opened?.frame ? revealing(there, opened) : there, index.byPath.size <= MOST_SETTLING);
}

/** As in the address: what is equal there is the same place. */
function urlText(camera: Camera | null): string {
  if (!camera) return "";
  return `${camera.x.toFixed(1)},${camera.y.toFixed(1)},${Number(camera.k.toPrecision(4))}`;
}
