/** Where the reader looks: what a link says is shown, what is shown is said, and a new picture moves nobody away. */

import { effect, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Network } from "../../model/network/network";
import type { PictureIndex } from "../../model/picture/level-of-detail";
import type { Point } from "../../model/picture/picture";
import {
  type Camera,
  cameraOf,
  following,
  middleOfBoth,
  revealing,
} from "../../model/picture/viewport";
import type { ZoomControls } from "./use-zoom";

/** The address follows when the reader has come to rest. */
const REST_MS = 250;
/** Each box that moves is a layer of its own to the browser: of more, none moves. */
const MOST_SETTLING = 150;

export interface Looking {
  zoom: ZoomControls;
  network: Network;
  index: PictureIndex;
  /** The point of a box or an open group that stays where it is when that opens or closes. */
  pinOf: (path: string) => Point | undefined;
  selected: string | null;
  /** Where the address says the reader looks; null for the usual place, with what is selected in sight. */
  asked: Camera | null;
  /** Null while the picture is still that of an address before: what it shows is not what this one says. */
  onCamera: ((camera: Camera | null) => void) | null;
}

/** Gives back how to say that a group is about to open or close: it stays where it is. */
export function useCamera(looking: Looking): (path: string) => void {
  const { zoom, network, index, selected, asked, onCamera } = looking;
  const latest = useRef(looking);
  latest.current = looking;
  /** Of the picture that is placed. */
  const placed = useRef<Looking | null>(null);
  const touched = useRef<string | null>(null);
  const revealed = useRef<string | null>(null);
  /** What the address said when it was last written or read here; null before that. */
  const said = useRef<string | null>(null);
  const text = words(asked);
  const isCurrent = onCamera !== null;

  useLayoutEffect(() => {
    const [before, now, path] = [placed.current, latest.current, touched.current];
    const isNew = before?.index !== index;
    const isSaid = isCurrent && text !== said.current;
    placed.current = now;
    if (isNew) touched.current = null;
    if (isNew && before && !isSaid && (path !== null || before.network !== network)) {
      if (path === null && said.current === "") zoom.show(homeOf(now));
      else follow(before, now, path);
    } else if (isNew || isSaid) {
      // A first visit, the back button or a link followed on this page: the address says where.
      if (asked) zoom.place(asked);
      else zoom.show(homeOf(now));
    }
    if (!isSaid) return;
    said.current = text;
    if (asked) revealed.current = selected;
  }, [index, text, isCurrent, zoom]);

  // Once, as soon as there is a picture with it: later the reader may look elsewhere.
  useLayoutEffect(() => {
    if (!isCurrent || revealed.current === selected) return;
    revealed.current = selected;
    const box = selected === null ? undefined : index.byPath.get(selected);
    if (box) zoom.reveal(box);
  }, [index, selected, isCurrent, zoom]);

  // Where the address says nothing, the picture is where a window of this size puts it.
  const room = useRef("");
  useSignalEffect(() => {
    const sight = zoom.seen.value;
    if (sight === null) return;
    const now = [sight.width * sight.k, sight.height * sight.k].map(Math.round).join(" ");
    // At first too: the page around may have come to rest between the first picture and this.
    const isResized = room.current !== now;
    room.current = now;
    if (isResized && said.current === "") zoom.show(homeOf(latest.current));
  });

  useEffect(() => {
    const say = () => {
      const { onCamera: write } = latest.current;
      const sight = zoom.seen.peek();
      if (!write || !sight) return;
      const now = cameraOf(sight);
      const home = cameraOf(homeOf(latest.current));
      const camera = words(now) === words(home) ? null : now;
      if (words(camera) === said.current) return;
      said.current = words(camera);
      write(camera);
    };
    return effect(() => {
      if (zoom.seen.value === null) return undefined;
      const timer = setTimeout(say, REST_MS);
      return () => clearTimeout(timer);
    });
  }, [zoom, selected, isCurrent]);

  return (path) => {
    touched.current = path;
  };
}

/** What a link without a place opens. */
function homeOf({ zoom, index, selected }: Looking) {
  const box = selected === null ? undefined : index.byPath.get(selected);
  return box ? revealing(zoom.usual(), box) : zoom.usual();
}

/** What was touched stays where it is, or else what is in the middle of the window. */
function follow(before: Looking, after: Looking, touched: string | null): void {
  const { zoom, index } = after;
  const sight = zoom.seen.peek();
  if (!sight) return;
  const known = touched !== null && before.pinOf(touched) && after.pinOf(touched);
  const path = known ? touched : middleOfBoth(sight, before.index, index);
  const from = path === null ? undefined : before.pinOf(path);
  const to = path === null ? undefined : after.pinOf(path);
  const there = from && to ? following(sight, from, to) : homeOf(after);
  // What an opened group shows is what it was opened for.
  const opened = touched === null ? undefined : index.byPath.get(touched);
  if (touched === null) zoom.show(there);
  else
    zoom.move(opened?.frame ? revealing(there, opened) : there, index.byPath.size <= MOST_SETTLING);
}

/** As in the address: what is equal there is the same place. */
function words(camera: Camera | null): string {
  if (!camera) return "";
  return `${camera.x.toFixed(1)},${camera.y.toFixed(1)},${Number(camera.k.toPrecision(4))}`;
}
