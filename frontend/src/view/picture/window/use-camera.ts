/** Keeps the camera in the URL, and keeps the viewed box in place when the picture changes. */

import { effect, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Network } from "../../../model/network/network";
import type { PictureIndex } from "../../../model/picture/level-of-detail";
import type { Point } from "../../../model/picture/picture";
import {
  type Camera,
  cameraOf,
  cameraText,
  following,
  middleOfBoth,
  revealing,
} from "../../../model/picture/viewport";
import type { ZoomControls } from "./use-zoom";

/** The URL follows when the camera has not moved for this long. */
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

/** What is remembered from one picture to the next. */
interface Memory {
  latest: CameraOptions;
  /** Of the picture that is placed. */
  placed: CameraOptions | null;
  /** The group that is about to open or close. */
  pinned: string | null;
  /** The selection that was brought into the window. */
  revealed: string | null;
  /** What the address said when it was last written or read here; null before that. */
  known: string | null;
}

/** Returns a function that pins a group about to open or close: it stays where it is. */
export function useCamera(options: CameraOptions): (path: string) => void {
  const { zoom, index, selected, requested, onCamera } = options;
  const start = { latest: options, placed: null, pinned: null, revealed: null, known: null };
  const memory = useRef<Memory>(start).current;
  memory.latest = options;
  const isCurrent = onCamera !== null;
  useLayoutEffect(() => place(memory), [index, urlText(requested), isCurrent, zoom]);
  useLayoutEffect(() => revealSelection(memory), [index, selected, isCurrent, zoom]);
  useInitialViewportOnResize(memory);
  useEffect(() => writeWhenStill(memory), [zoom, selected, isCurrent]);
  return (path) => {
    memory.pinned = path;
  };
}

/** Puts the camera where the address says, or lets it follow a picture that has changed. */
function place(memory: Memory): void {
  const { placed: before, latest: now, pinned, known } = memory;
  const { zoom, network, index, requested, selected, onCamera } = now;
  const text = urlText(requested);
  const isNew = before?.index !== index;
  const isRequested = onCamera !== null && text !== known;
  memory.placed = now;
  if (isNew) memory.pinned = null;
  if (isNew && before && !isRequested && (pinned !== null || before.network !== network)) {
    if (pinned === null && known === "") zoom.show(initialViewport(now));
    else follow(before, now, pinned);
  } else if (isNew || isRequested) {
    // A first visit, the back button or a link followed on this page: the address says where.
    if (requested) zoom.place(requested);
    else zoom.show(initialViewport(now));
  }
  if (!isRequested) return;
  memory.known = text;
  if (requested) memory.revealed = selected;
}

/** Once, as soon as there is a picture with it: later the reader may look elsewhere. */
function revealSelection(memory: Memory): void {
  const { zoom, index, selected, onCamera } = memory.latest;
  if (onCamera === null || memory.revealed === selected) return;
  memory.revealed = selected;
  const box = selected === null ? undefined : index.byPath.get(selected);
  if (box) zoom.reveal(box);
}

/** Where the URL has no camera, the picture is where a window of this size puts it. */
function useInitialViewportOnResize(memory: Memory): void {
  const windowSize = useRef("");
  useSignalEffect(() => {
    const { zoom } = memory.latest;
    const viewport = zoom.viewport.value;
    if (viewport === null) return;
    const sides = [viewport.width * viewport.k, viewport.height * viewport.k];
    const now = sides.map(Math.round).join(" ");
    // At first too: the page around may have settled between the first picture and this.
    const isResized = windowSize.current !== now;
    windowSize.current = now;
    if (isResized && memory.known === "") zoom.show(initialViewport(memory.latest));
  });
}

/** Writes the camera into the URL when it has stopped moving; returns a cleanup function. */
function writeWhenStill(memory: Memory): () => void {
  const { zoom } = memory.latest;
  return effect(() => {
    if (zoom.viewport.value === null) return undefined;
    const timer = setTimeout(() => write(memory), REST_MS);
    return () => clearTimeout(timer);
  });
}

function write(memory: Memory): void {
  const { zoom, onCamera } = memory.latest;
  const viewport = zoom.viewport.peek();
  if (!onCamera || !viewport) return;
  const now = cameraOf(viewport);
  const initial = cameraOf(initialViewport(memory.latest));
  const camera = urlText(now) === urlText(initial) ? null : now;
  if (urlText(camera) === memory.known) return;
  memory.known = urlText(camera);
  onCamera(camera);
}

/** The viewport that a link without a camera opens. */
function initialViewport({ zoom, index, selected }: CameraOptions) {
  const box = selected === null ? undefined : index.byPath.get(selected);
  return box ? revealing(zoom.reading(), box) : zoom.reading();
}

/** What was pinned stays where it is, or else what is in the middle of the window. */
function follow(before: CameraOptions, after: CameraOptions, pinned: string | null): void {
  const { zoom, index } = after;
  const viewport = zoom.viewport.peek();
  if (!viewport) return;
  const known = pinned !== null && before.pinOf(pinned) && after.pinOf(pinned);
  const path = known ? pinned : middleOfBoth(viewport, before.index, index);
  const from = path === null ? undefined : before.pinOf(path);
  const to = path === null ? undefined : after.pinOf(path);
  const there = from && to ? following(viewport, from, to) : initialViewport(after);
  // What an opened group shows is what it was opened for.
  const opened = pinned === null ? undefined : index.byPath.get(pinned);
  if (pinned === null) zoom.show(there);
  else
    zoom.move(opened?.frame ? revealing(there, opened) : there, index.byPath.size <= MOST_SETTLING);
}

/** As in the address: what is equal there is the same place. */
function urlText(camera: Camera | null): string {
  return camera ? cameraText(camera) : "";
}
