/** The visible parts of the diagram, with as much detail as can be seen at this scale. */

import { shownChildren } from "../../../model/network/open-groups";
import { type VisibleParts, visibleParts } from "../../../model/picture/level-of-detail";
import type { Box } from "../../../model/picture/picture";
import { areaClassOf } from "../appearance";
import type { CanvasProps } from "../canvas";
import { Bands } from "./bands";
import { DiagramBox, type DiagramBoxProps } from "./box";
import { DiagramFrame, FrameHeader } from "./frame";
import { DiagramBundle, DiagramLine } from "./lines";
import { LowDetailDiagram } from "./low-detail";

export interface DiagramCanvasProps extends CanvasProps {
  open: ReadonlySet<string>;
}

export function DiagramCanvas(props: DiagramCanvasProps) {
  const { index, network, region, scale, appearanceOf, selected, tabStop } = props;
  const parts = visibleParts(index, region, scale, [tabStop]);
  return (
    <>
      {parts.lowDetail ? (
        <LowDetailDiagram
          parts={parts}
          scale={scale}
          fillOf={(box) => areaClassOf(network, appearanceOf, box)}
          labelOf={(box) => network.items.get(box.path)?.label ?? ""}
          selected={selected}
        />
      ) : (
        <FullDetail {...props} parts={parts} />
      )}
      <Bands
        network={network}
        boxes={[...parts.frames, ...parts.boxes]}
        direction={index.picture.direction}
        unit={parts.lowDetail ? 1 / scale : 1}
      />
    </>
  );
}

function FullDetail(props: DiagramCanvasProps & { parts: VisibleParts }) {
  const { network, open, hovered, parts } = props;
  const shown = (box: Box) => shownChildren(network, open, box.path)?.length ?? 0;
  return (
    <>
      {parts.frames.map((box) => {
        const given = boxProps(props, box);
        return given && <DiagramFrame key={`frame ${box.path}`} {...given} />;
      })}
      <g class="lines">
        {parts.bundles.map((bundle) => (
          <DiagramBundle
            key={`bundle ${bundle.within} ${bundle.lane}`}
            bundle={bundle}
            hovered={hovered}
          />
        ))}
        {parts.lines.map((line) => (
          <DiagramLine
            key={`${line.within} ${line.from} ${line.to}`}
            line={line}
            hovered={hovered}
          />
        ))}
      </g>
      {parts.frames.map((box) => {
        const given = boxProps(props, box);
        return given && <FrameHeader key={`header ${box.path}`} {...given} shows={shown(box)} />;
      })}
      {parts.boxes.map((box) => {
        const given = boxProps(props, box);
        return given && <DiagramBox key={box.path} {...given} />;
      })}
    </>
  );
}

function boxProps(props: DiagramCanvasProps, box: Box): DiagramBoxProps | undefined {
  const { network, appearanceOf, hovered, highlighted, selected, tabStop, handlers } = props;
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
      handlers,
    }
  );
}
