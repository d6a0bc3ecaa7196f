/** To which scales the picture is drawn, at the zoom that it is seen at. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Sight } from "../../../model/picture/viewport";
import { captionOf } from "../../../model/picture/volume/caption";
import type { Scene } from "../../../model/picture/volume/scene";

export function VolumeCaption(props: { scene: Scene; seen: ReadonlySignal<Sight | null> }) {
  const { scene, seen } = props;
  const zoom = useComputed(() => seen.value?.k ?? 1).value;
  return (
    <ul class="volume-caption" aria-label="Scales">
      {captionOf(scene, zoom).map((sentence) => (
        <li key={sentence.slice(0, 8)}>{sentence}</li>
      ))}
    </ul>
  );
}
