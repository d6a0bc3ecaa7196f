/** What of the picture is in sight, as it looks from this far. */

import type { ReadonlySignal } from "@preact/signals";
import type { Item, Network } from "../../../model/network/network";
import { shownChildren } from "../../../model/network/open-groups";
import { drawnIn, type PictureIndex, type Region } from "../../../model/picture/level-of-detail";
import type { Box } from "../../../model/picture/picture";
import { Bands } from "./bands";
import { areaClass, type BoxHandlers, type BoxLook, DiagramBox } from "./box";
import { DiagramFrame, FrameHeader } from "./frame";
import { DiagramLine, DiagramTrunk } from "./lines";
import { FarView } from "./low-detail";

export interface PlaneProps {
  index: PictureIndex;
  network: Network;
  open: ReadonlySet<string>;
  region: Region;
  scale: number;
  lookOf: (item: Item) => BoxLook;
  hovered: ReadonlySignal<string | null>;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  /** The box that the tab key reaches, drawn even where it is out of sight. */
  stop: string | null;
  handlers: BoxHandlers;
}

export function PlaneContent(props: PlaneProps) {
  const { index, network, open, region, scale, lookOf, hovered, pointed, selected, stop } = props;
  const drawn = drawnIn(index, region, scale, [stop]);
  const { direction } = index.picture;
  if (drawn.far)
    return (
      <>
        <FarView
          drawn={drawn}
          scale={scale}
          groundOf={(box) => groundOf(network, lookOf, box)}
          labelOf={(box) => network.items.get(box.path)?.label ?? ""}
          selected={selected}
        />
        <Bands
          network={network}
          boxes={[...drawn.frames, ...drawn.boxes]}
          direction={direction}
          unit={1 / scale}
        />
      </>
    );
  const parts = (box: Box) => {
    const item = network.items.get(box.path);
    return (
      item && {
        box,
        item,
        look: lookOf(item),
        hovered,
        pointed,
        selected: selected === box.path,
        focusable: box.path === stop,
        handlers: props.handlers,
      }
    );
  };
  return (
    <>
      {drawn.frames.map((box) => {
        const given = parts(box);
        return given && <DiagramFrame key={`frame ${box.path}`} {...given} />;
      })}
      <g class="lines">
        {drawn.trunks.map((trunk) => (
          <DiagramTrunk
            key={`trunk ${trunk.within} ${trunk.lane}`}
            trunk={trunk}
            hovered={hovered}
          />
        ))}
        {drawn.lines.map((line) => (
          <DiagramLine
            key={`${line.within} ${line.from} ${line.to}`}
            line={line}
            hovered={hovered}
          />
        ))}
      </g>
      {drawn.frames.map((box) => {
        const given = parts(box);
        const shows = shownChildren(network, open, box.path)?.length ?? 0;
        return given && <FrameHeader key={`header ${box.path}`} {...given} shows={shows} />;
      })}
      {drawn.boxes.map((box) => {
        const given = parts(box);
        return given && <DiagramBox key={box.path} {...given} />;
      })}
      <Bands
        network={network}
        boxes={[...drawn.frames, ...drawn.boxes]}
        direction={direction}
        unit={1}
      />
    </>
  );
}

export function groundOf(network: Network, lookOf: (item: Item) => BoxLook, box: Box): string {
  const item = network.items.get(box.path);
  return areaClass(item && lookOf(item));
}
