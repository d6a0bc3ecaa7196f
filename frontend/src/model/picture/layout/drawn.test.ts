/** The layout in pictures: each test draws a graph with arrows and shows the arrangement that comes of it. */

import { expect, it } from "vitest";
import { drawing, networkFrom } from "../../fixtures/arrows";
import { printPicture } from "../../fixtures/print-picture";
import type { Direction } from "../picture";
import { ArrangementCache } from "./arrangement-cache";
import { layoutPicture } from "./index";

function arranged(arrows: string, open: readonly string[] = [], direction: Direction = "down") {
  return printPicture(layoutPicture(networkFrom(arrows), new Set(open), direction));
}

it("stands layers in series on one axis, those that only follow close behind", () => {
  expect(arranged("conv1 -> relu -> conv2")).toBe(
    drawing(`
           ╷
    ┌──────▼──────┐
    │    conv1    │
    │             │
    └─────────────┘
    ┌──────▼──────┐
    │    relu     │
    └─────────────┘
    ┌──────▼──────┐
    │    conv2    │
    │             │
    └─────────────┘
  `),
  );
});

it("stands branches side by side, and a concatenation is as wide as they are", () => {
  expect(
    arranged(`
    conv -> conv1 -> concat
    conv -> conv2 -> conv3 -> concat
    conv -> pool -> concat
  `),
  ).toBe(
    drawing(`
                          ╷
                   ┌──────▼──────┐
                   │    conv     │
                   │             │
                   └─────────────┘
           ╭──────────────┼──────────────╮
           │       ┌──────▼──────┐       │
           │       │    conv2    │       │
    ┌──────▼──────┐│             │┌──────▼──────┐
    │    conv1    │└─────────────┘│    pool     │
    │             │┌──────▼──────┐│             │
    └─────────────┘│    conv3    │└─────────────┘
           │       │             │       │
           │       └─────────────┘       │
         ┌─▼──────────────▼──────────────▼─┐
         │             concat              │
         └─────────────────────────────────┘
  `),
  );
});

it("leads a shortcut in a lane beside the column and into the side of the merge", () => {
  expect(
    arranged(`
    conv -> conv1 -> conv2 -> add -> relu
    conv -> add
  `),
  ).toBe(
    drawing(`
           ╷
    ┌──────▼──────┐
    │    conv     │
    │             │
    └─────────────┘
           ├───────╮
    ┌──────▼──────┐│
    │    conv1    ││
    │             ││
    └─────────────┘│
    ┌──────▼──────┐│
    │    conv2    ││
    │             ││
    └─────────────┘│
    ┌──────▼──────┐│
    │     add     ◀╯
    └─────────────┘
    ┌──────▼──────┐
    │    relu     │
    └─────────────┘
  `),
  );
});

it("gives each of several shortcuts a lane, the short ones nearest", () => {
  expect(
    arranged(`
    conv1 -> conv2 -> conv3 -> add1 -> conv4 -> add2
    conv2 -> add1
    conv1 -> add2
  `),
  ).toBe(
    drawing(`
           ╷
    ┌──────▼──────┐
    │    conv1    │
    │             │
    └─────────────┘
           ├────────╮
    ┌──────▼──────┐ │
    │    conv2    │ │
    │             │ │
    └─────────────┘ │
           ├───────╮│
    ┌──────▼──────┐││
    │    conv3    │││
    │             │││
    └─────────────┘││
    ┌──────▼──────┐││
    │    add1     ◀╯│
    └─────────────┘ │
    ┌──────▼──────┐ │
    │    conv4    │ │
    │             │ │
    └─────────────┘ │
    ┌──────▼──────┐ │
    │    add2     ◀─╯
    └─────────────┘
  `),
  );
});

it("draws many shortcuts beside each other as one bundle, as in a dense block", () => {
  expect(
    arranged(`
    conv1 -> conv2 -> conv3 -> conv4 -> conv5 -> conv6 -> conv7
    conv1 -> conv3
    conv1 -> conv4
    conv1 -> conv5
    conv1 -> conv6
    conv1 -> conv7
    conv2 -> conv4
    conv2 -> conv5
    conv2 -> conv6
    conv2 -> conv7
    conv3 -> conv5
    conv3 -> conv6
    conv3 -> conv7
    conv4 -> conv6
    conv4 -> conv7
    conv5 -> conv7
  `),
  ).toBe(
    drawing(`
           ╷
    ┌──────▼──────┐
    │    conv1    │
    │             │
    └─────────────┘
           ┗━━━━━━━┓
    ┌──────▼──────┐┃
    │    conv2    │┃
    │             │┃
    └─────────────┘┃
           ┗━━━━━━━┫
           ┏━━━━━━━┫
    ┌──────▼──────┐┃
    │    conv3    │┃
    │             │┃
    └─────────────┘┃
           ┗━━━━━━━┫
           ┏━━━━━━━┫
    ┌──────▼──────┐┃
    │    conv4    │┃
    │             │┃
    └─────────────┘┃
           ┗━━━━━━━┫
           ┏━━━━━━━┫
    ┌──────▼──────┐┃
    │    conv5    │┃
    │             │┃
    └─────────────┘┃
           ┗━━━━━━━┫
           ┏━━━━━━━┫
    ┌──────▼──────┐┃
    │    conv6    │┃
    │             │┃
    └─────────────┘┃
           ┏━━━━━━━┛
    ┌──────▼──────┐
    │    conv7    │
    │             │
    └─────────────┘
  `),
  );
});

it("lays out in ranks what is neither series nor branches", () => {
  expect(
    arranged(`
    conv1 -> add1 -> concat
    conv2 -> add1
    conv2 -> add2 -> concat
    conv3 -> add2
  `),
  ).toBe(
    drawing(`
                           ╷
           ╭───────────────┼───────────────╮
    ┌──────▼──────┐ ┌──────▼──────┐ ┌──────▼──────┐
    │    conv1    │ │    conv2    │ │    conv3    │
    │             │ │             │ │             │
    └─────────────┘ └─────────────┘ └─────────────┘
           ╰───────╮       │       ╭───────╯
                   ├───────┴───────┤
            ┌──────▼──────┐ ┌──────▼──────┐
            │    add1     │ │    add2     │
            └─────────────┘ └─────────────┘
                   │               │
         ┌─────────▼───────────────▼─────────┐
         │              concat               │
         └───────────────────────────────────┘
  `),
  );
});

it("draws an open group as a frame, whose border edges cross", () => {
  expect(
    arranged(
      `
    conv -> unit.conv1 -> unit.add -> pool
    conv -> unit.add
  `,
      ["unit"],
    ),
  ).toBe(
    drawing(`
            ╷
     ┌──────▼──────┐
     │    conv     │
     │             │
     └─────────────┘
    ╔═ unit ▼════════╗
    ║       │        ║
    ║       │        ║
    ║       ├───────╮║
    ║┌──────▼──────┐│║
    ║│    conv1    ││║
    ║│             ││║
    ║└─────────────┘│║
    ║┌──────▼──────┐│║
    ║│     add     ◀╯║
    ║└─────────────┘ ║
    ╚═══════│════════╝
     ┌──────▼──────┐
     │    pool     │
     │             │
     └─────────────┘
  `),
  );
});

it("turns the same arrangement where the data flows right", () => {
  expect(
    arranged(
      `
    conv -> conv1 -> add
    conv -> conv2 -> add
  `,
      [],
      "right",
    ),
  ).toBe(
    drawing(`
                    ┌────────────┐
                    │            │
                   ╭▶   conv1    │╮
     ┌────────────┐││            ││
     │            │││            ││┌────────────┐
     │            ││└────────────┘││            │
    ╶▶    conv    │┤              ├▶    add     │
     │            ││┌────────────┐││            │
     │            │││            ││└────────────┘
     └────────────┘││   conv2    ││
                   ╰▶            │╯
                    │            │
                    └────────────┘
  `),
  );
});

it("puts everything into one column where a full layout took too long", () => {
  const network = networkFrom(`
    conv -> conv1 -> add
    conv -> conv2 -> add
  `);
  const picture = layoutPicture(network, new Set(), "down", new ArrangementCache(), "plain");
  expect(printPicture(picture)).toBe(
    drawing(`
           ╷
    ┌──────▼──────┐
    │    conv     │
    │             │
    └─────────────┘
           ├────────╮
    ┌──────▼──────┐ │
    │    conv1    │ │
    │             │ │
    └─────────────┘ │
           ╰───────╮│
           ╭───────┼╯
    ┌──────▼──────┐│
    │    conv2    ││
    │             ││
    └─────────────┘│
    ┌──────▼──────┐│
    │     add     ◀╯
    └─────────────┘
  `),
  );
});
