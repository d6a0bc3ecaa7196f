import { effect } from "@preact/signals";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { address } from "../navigation";
import { addressView, viewLink } from "./view-address";

/** As much of a browser's window as navigation needs; entries are the steps that the back button undoes. */
function fakeWindow(href: string) {
  const location = new URL(href);
  const entries = [location.href];
  const go = (url: URL | string) => {
    location.href = new URL(url, location.href).href;
  };
  const history = {
    state: null,
    pushState: (_state: unknown, _title: string, url: URL | string) => {
      go(url);
      entries.push(location.href);
    },
    replaceState: (_state: unknown, _title: string, url: URL | string) => {
      go(url);
      entries[entries.length - 1] = location.href;
    },
  };
  return { location, history, entries, scrollY: 0, scrollTo: () => undefined };
}

let browser: ReturnType<typeof fakeWindow>;

/** Opens an address, as a link or the back button does. */
function open(href: string) {
  browser.location.href = new URL(href, browser.location.href).href;
  address.value = { pathname: browser.location.pathname, search: browser.location.search };
}

beforeEach(() => {
  browser = fakeWindow("http://host/a/resnet50?metric=macs");
  vi.stubGlobal("window", browser);
  open("http://host/a/resnet50?metric=macs");
});
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function followed() {
  const { view, follow } = addressView();
  ends.push(effect(follow));
  return view;
}

it("begins as the address says", () => {
  expect(followed().state.peek()).toMatchObject({ metric: "macs", find: "" });
});

it("writes a step as an entry of its own, a detail over the last", () => {
  const view = followed();
  view.change({ layer: "conv1" });
  view.change({ find: "conv" }, "detail");
  expect(browser.entries).toEqual([
    "http://host/a/resnet50?metric=macs",
    "http://host/a/resnet50?metric=macs&layer=conv1&find=conv",
  ]);
});

it("takes over what the back button and links say", () => {
  const view = followed();
  view.change({ open: ["stage1", "stage2"], layer: "conv1" });
  open("/a/resnet50?metric=macs");
  expect(view.state.peek()).toMatchObject({ open: null, layer: null, metric: "macs" });
  open("/a/resnet50?metric=params");
  expect(view.state.peek().metric).toBe("params");
});

it("does not read back what it has written", () => {
  const view = followed();
  const camera = { x: 1.23456, y: 2, k: 0.5 };
  view.change({ camera }, "detail");
  expect(browser.location.search).toBe("?metric=macs&at=1.2,2.0,0.5");
  expect(view.state.peek().camera).toBe(camera);
});

it("neither reads nor writes another page's address", () => {
  const view = followed();
  open("/a/vgg16?metric=params");
  expect(view.state.peek().metric).toBe("macs");
  view.change({ metric: "latency" });
  expect(browser.location.search).toBe("?metric=params");
});

it("stays with its page when only a slash at the end differs", () => {
  const view = followed();
  open("/a/resnet50/?metric=params");
  expect(view.state.peek().metric).toBe("params");
  view.change({ layer: "conv1" });
  expect(browser.location.search).toBe("?metric=params&layer=conv1");
});

it("links to the network's own page, wherever the view is shown", () => {
  const view = followed();
  view.change({ open: ["stage1"], batch: 8 });
  expect(viewLink("resnet50", view.state.peek())).toBe(
    "http://host/a/resnet50?open=stage1&metric=macs&batch=8",
  );
});
