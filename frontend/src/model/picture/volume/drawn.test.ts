/** Pictures in volume: each test draws a graph with arrows and shows the scene that comes of it. */

import { expect, it } from "vitest";
import { drawing, reportFrom } from "../../fixtures/arrows";
import { printScene } from "../../fixtures/print-scene";
import { buildNetwork, type ReportLayer } from "../../network/network";
import { sceneOf } from "./scene";

type Layers = Readonly<Record<string, Partial<ReportLayer>>>;

function scene(arrows: string, layers: Layers, open: readonly string[] = []): string {
  const report = { ...reportFrom(arrows, layers), input_shape: [1, 3, 16, 16] };
  return drawing(printScene(sceneOf(buildNetwork(report), report, new Set(open))));
}

function output(...shape: number[]) {
  return { output_shape: [1, ...shape] };
}

it("draws maps in proportion, in cabinet projection, and vectors upright", () => {
  const layers = {
    conv1: output(8, 16, 16),
    pool: output(8, 8, 8),
    conv2: output(32, 8, 8),
    linear: output(100),
  };
  expect(scene("conv1 -> pool -> conv2 -> linear", layers)).toBe(
    drawing(`
             ╱╮         ╱─╮
           ╱╱ │       ╱ ╱ │                               ┌┐╮
         ┌┐   │    ┌──┐   │      ╱──╮     ╱───────────╮   │││
         ││   │    │  │   │    ┌─┐  │   ┌──────────┐  │   │││
         ││   │────│  │   │────│ │  │───│          │  │───│││
         ││   │    │  │   │  8 │ │ 8╱  8│          │ 8╱   │││
      16 ││   ╱  16│  │   ╱    └8┘      └────32────┘      │││
         ││ ╱16    │  │ ╱16    pool          conv2        100
         3┘        └─8┘                                 linear
          image      conv1
  `),
  );
});

it("stands branches in rows between fork and join", () => {
  const layers = {
    conv: output(8, 8, 8),
    conv1: output(8, 8, 8),
    conv2: output(16, 8, 8),
    conv3: output(8, 8, 8),
    add: output(8, 8, 8),
  };
  const arrows = `
    conv -> conv1 -> add
    conv -> conv2 -> conv3 -> add
  `;
  expect(scene(arrows, layers)).toBe(
    drawing(`
                                ╱──╮
                              ┌──┐ │
                         ╭────│  │ │────────────╮
             ╱╮          │  8 │  │8╱            │
           ╱╱ │          │    └8─┘              │
         ┌┐   │      ╱──╮│    conv1             │    ╱──╮
         ││   │    ┌──┐ ││                      │  ┌──┐ │
         ││   │────│  │ │┤                      ├──│  │ │
         ││   │  8 │  │8╱│    ╱─────╮      ╱──╮ │8 │  │8╱
      16 ││   ╱    └8─┘  │  ┌─────┐ │    ┌──┐ │ │  └8─┘
         ││ ╱16    conv  ╰──│     │ │────│  │ │─╯   add
         3┘                8│     │ 8  8 │  │ 8
          image             └─16──┘      └8─┘
                              conv2      conv3
  `),
  );
});

it("leads a shortcut over what it skips, and names an open group by a bracket below", () => {
  const layers = {
    conv: output(8, 8, 8),
    "unit.conv1": output(8, 8, 8),
    "unit.conv2": output(16, 8, 8),
    add: output(8, 8, 8),
  };
  const arrows = `
    conv -> unit.conv1 -> unit.conv2 -> add
    conv -> add
  `;
  expect(scene(arrows, layers, ["unit"])).toBe(
    drawing(`
             ╱╮          ╭──────────────────────╮
           ╱╱ │          │                      │
         ┌┐   │      ╱──╮│    ╱──╮      ╱─────╮ │    ╱──╮
         ││   │    ┌──┐ ││  ┌──┐ │    ┌─────┐ │ │  ┌──┐ │
         ││   │────│  │ │┴──│  │ │────│     │ │─┴──│  │ │
         ││   │  8 │  │8╱  8│  │ 8  8 │     │ 8  8 │  │8╱
      16 ││   ╱    └8─┘     └─8┘      └─16──┘      └8─┘
         ││ ╱16    conv      conv1      conv2       add
         3┘
          image            ╰────── unit ─────╯
  `),
  );
});

it("draws channels that grouped convolutions keep apart as lanes, which cross where a layer reads all", () => {
  const grouped = { ...output(16, 8, 8), attributes: { groups: 2, in_channels: 16 } };
  const layers = {
    conv1: output(16, 8, 8),
    conv2: grouped,
    conv3: output(16, 8, 8),
    conv4: grouped,
    linear: output(100),
  };
  expect(scene("conv1 -> conv2 -> conv3 -> conv4 -> linear", layers)).toBe(
    drawing(`
                     ╱──╮     ╱──╮       ╱──╮      ╱──╮
             ╱╮    ┌──┐ │   ┌──┐ │     ┌──┐ │    ┌──┐ │     ╱╮
           ╱╱ │    │  │ │───│  │ │─────│  │ │────│  │ │    ┌─┐
         ┌┐   │  8 │  │8╱  8│  │ 8╲  8╱│  │ 8  8 │  │8╱ ╲  │ │
         ││   │ ╱  └8─┘     └─8┘   ╲ ╱ └8─┘      └8─┘    ╲ │ │
         ││   │      ╱──╮     ╱──╮ ╱ ╲   ╱──╮      ╱──╮    │ │
         ││   │  ╲ ┌──┐ │   ┌──┐ │╱   ╲┌──┐ │    ┌──┐ │  ╱ │ │
      16 ││   ╱    │  │ │───│  │ │─────│  │ │────│  │ │    │ │
         ││ ╱16  8 │  │ ╱  8│  │ ╱   8 │  │ ╱  8 │  │ ╱    100
         3┘        └──┘8    └──┘ 8     └──┘ 8    └──┘8   linear
          image     8         8         8         8
                   conv1     conv2     conv3     conv4
  `),
  );
});
