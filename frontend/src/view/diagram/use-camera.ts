/** The camera and the address: what a link says is shown, and what is shown is said. */

import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Picture } from "../../model/picture";
import type { Camera, ZoomControls } from "./use-zoom";

/** The address follows when the reader has come to rest. */
const REST_MS = 250;

export interface CameraControls {
  /** Places a picture that follows none: as the address says, or in the window's width. */
  begin: () => void;
}

export function useCamera(
  zoom: ZoomControls,
  picture: Picture,
  asked: Camera | null,
  /** Null while the picture is still that of an address before: what it shows is not what this one says. */
  onCamera: ((camera: Camera | null) => void) | null,
): CameraControls {
  const latest = useRef({ asked, onCamera });
  latest.current = { asked, onCamera };
  /** Where the window's width puts the picture: this needs no words in the address. */
  const usual = useRef<Camera | null>(null);
  /** What the address said when it was last written or read here. */
  const said = useRef<string>("");

  const controls = useMemo(
    () => ({
      begin: () => {
        zoom.fitWidth();
        usual.current = zoom.camera();
        const { asked: wanted } = latest.current;
        if (wanted) zoom.place(wanted);
        said.current = words(wanted);
      },
    }),
    [zoom, picture.direction],
  );

  // Where the address says nothing, the picture is where a window of this size puts it.
  const room = useRef("");
  useSignalEffect(() => {
    const sight = zoom.seen.value;
    if (sight === null) return;
    const now = [sight.width * sight.k, sight.height * sight.k].map(Math.round).join(" ");
    const isResized = room.current !== "" && room.current !== now;
    room.current = now;
    if (isResized && said.current === "" && usual.current !== null) controls.begin();
  });

  useSignalEffect(() => {
    if (zoom.seen.value === null) return;
    const timer = setTimeout(() => {
      const { onCamera: write } = latest.current;
      if (!write) return;
      const now = zoom.camera();
      const camera = now && usual.current && words(now) === words(usual.current) ? null : now;
      if (words(camera) === said.current) return;
      said.current = words(camera);
      write(camera);
    }, REST_MS);
    return () => clearTimeout(timer);
  });

  // The back button, or a link followed on this page, moves the reader.
  const text = words(asked);
  useEffect(() => {
    if (text === said.current) return;
    said.current = text;
    if (asked) zoom.place(asked);
    else zoom.fitWidth();
  }, [text, zoom]);

  return controls;
}

/** As in the address: what is equal there is the same place. */
function words(camera: Camera | null): string {
  if (!camera) return "";
  return `${camera.x.toFixed(1)},${camera.y.toFixed(1)},${Number(camera.k.toPrecision(4))}`;
}
