/** The caption over a picture in volume: its scales at the present zoom. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Viewport } from "../../../model/picture/viewport";
import { captionOf } from "../../../model/picture/volume/caption";
import type { Scene } from "../../../model/picture/volume/scene";

export function VolumeCaption(props: { scene: Scene; viewport: ReadonlySignal<Viewport | null> }) {
  const { scene, viewport } = props;
  const zoom = useComputed(() => viewport.value?.k ?? 1).value;
  return (
    <ul class="volume-caption" aria-label="Scales">
      {captionOf(scene, zoom).map((sentence) => (
        <li key={sentence.slice(0, 8)}>{sentence}</li>
      ))}
    </ul>
  );
}
