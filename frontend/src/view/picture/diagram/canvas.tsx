/** The visible parts of the diagram, with as much detail as can be seen at this scale. */

import type { ReadonlySignal } from "@preact/signals";
import type { Item, Network } from "../../../model/network/network";
import { shownChildren } from "../../../model/network/open-groups";
import {
  type PictureIndex,
  type Region,
  visibleParts,
} from "../../../model/picture/level-of-detail";
import type { Box } from "../../../model/picture/picture";
import { Bands } from "./bands";
import { areaClass, type BoxAppearance, type BoxHandlers, DiagramBox } from "./box";
import { DiagramFrame, FrameHeader } from "./frame";
import { DiagramBundle, DiagramLine } from "./lines";
import { LowDetailDiagram } from "./low-detail";

export interface DiagramCanvasProps {
  index: PictureIndex;
  network: Network;
  open: ReadonlySet<string>;
  region: Region;
  scale: number;
  appearanceOf: (item: Item) => BoxAppearance;
  hovered: ReadonlySignal<string | null>;
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  /** The box that the tab key reaches, drawn even outside the window. */
  tabStop: string | null;
  handlers: BoxHandlers;
}

export function DiagramCanvas(props: DiagramCanvasProps) {
  const {
    index,
    network,
    open,
    region,
    scale,
    appearanceOf,
    hovered,
    highlighted,
    selected,
    tabStop,
  } = props;
  const drawn = visibleParts(index, region, scale, [tabStop]);
  const { direction } = index.picture;
  if (drawn.lowDetail)
    return (
      <>
        <LowDetailDiagram
          drawn={drawn}
          scale={scale}
          groundOf={(box) => groundClassOf(network, appearanceOf, box)}
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
  const propsOf = (box: Box) => {
    const item = network.items.get(box.path);
    return (
      item && {
        box,
        item,
        appearance: appearanceOf(item),
        hovered,
        highlighted,
        selected: selected === box.path,
        focusable: box.path === tabStop,
        handlers: props.handlers,
      }
    );
  };
  return (
    <>
      {drawn.frames.map((box) => {
        const given = propsOf(box);
        return given && <DiagramFrame key={`frame ${box.path}`} {...given} />;
      })}
      <g class="lines">
        {drawn.bundles.map((bundle) => (
          <DiagramBundle
            key={`bundle ${bundle.within} ${bundle.lane}`}
            bundle={bundle}
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
        const given = propsOf(box);
        const shows = shownChildren(network, open, box.path)?.length ?? 0;
        return given && <FrameHeader key={`header ${box.path}`} {...given} shows={shows} />;
      })}
      {drawn.boxes.map((box) => {
        const given = propsOf(box);
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

export function groundClassOf(
  network: Network,
  appearanceOf: (item: Item) => BoxAppearance,
  box: Box,
): string {
  const item = network.items.get(box.path);
  return areaClass(item && appearanceOf(item));
}
