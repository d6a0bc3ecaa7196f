"""A link copied at any moment opens the same view in a fresh profile: a random walk over everything the page offers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.measured import Measurement, let_know, measured
from tests.browser.visits import shown
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

STEPS = 10

SEEN = """() => {
    const texts = (selector) => [...document.querySelectorAll(selector)].map((found) => found.textContent);
    const box = (found) => {
        const { x, y, width } = found.getBoundingClientRect();
        const value = found.querySelector(".box-value")?.textContent;
        return [found.dataset.path, found.getAttribute("class"), value, x, y, width];
    };
    const frame = document.querySelector(".diagram-svg").getBoundingClientRect();
    // What just touches the border may be in or out by a rounding.
    const on = ([, , , x, y, width]) =>
        x + 4 < frame.right && y + 4 < frame.bottom && x + width - 4 > frame.left && y + 12 > frame.top;
    const controls = [...document.querySelectorAll("input, select")].map((found) =>
        found.type === "radio" || found.type === "checkbox" ? found.checked : found.value);
    return {
        boxes: [...document.querySelectorAll(".diagram-svg [data-path]")].map(box).filter(on).sort(),
        totals: texts(".totals dd"),
        legend: texts(".legend"),
        found: texts(".find-count, .find-error"),
        panel: texts("[role=tabpanel]"),
        controls,
    };
}"""
"""What a reader sees of a view: boxes in the window with place and colour, figures, the panel, every control."""


def settled(page: Page) -> Any:
    """What is seen, once it no longer changes."""
    shown(page)
    # What is under the pointer lights up, which is no part of a view.
    page.mouse.move(700, 2)
    before = None
    for _ in range(40):
        # The camera is written into the address a moment after the last movement.
        page.wait_for_timeout(200)
        seen = (page.url, page.evaluate(SEEN))
        if seen == before:
            return seen[1]
        before = seen
    raise AssertionError("The page does not come to rest.")


def measurements(stack: Stack, slug: str) -> list[Measurement]:
    """Two that the API could know."""
    return [measured(stack, slug, 2, batch=8), measured(stack, slug, 1)]


def fresh(
    browser: Browser, known: list[Measurement], width: int = 1400, height: int = 900
) -> tuple[BrowserContext, Page]:
    """A profile that has never been here."""
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    let_know(page, *known)
    return context, page


class Walker:
    """A reader who tries everything at random."""

    def __init__(self, page: Page, chance: random.Random) -> None:
        self.page, self.chance = page, chance
        self.done: list[str] = []

    def step(self) -> None:
        """One of the things that can be done."""
        action = self.chance.choice(self.actions())
        self.done.append(action.__name__)
        action()

    def actions(self) -> Sequence[Callable[[], None]]:
        """All of them."""
        things = [self.toggle, self.select, self.metric, self.scale, self.filter, self.tab, self.rows]
        things += [self.pan, self.zoom, self.find, self.count, self.direction, self.levels, self.batch]
        return [*things, self.picture, self.fuse, self.dtype, self.measurement]

    def any(self, found: Locator) -> Locator:
        """One of the elements, chosen at random."""
        return found.nth(self.chance.randrange(found.count()))

    def toggle(self) -> None:
        """Opens or closes a group that can be seen."""
        groups = self.page.locator(".diagram-svg .box[aria-expanded]")
        if groups.count():
            self.any(groups).dispatch_event("click")

    def select(self) -> None:
        """A row of the table, which opens what is around its layer."""
        self.page.get_by_role("tab", name="Table").click()
        self.any(self.page.locator(".cost-table tbody tr[data-row]")).click()

    def metric(self) -> None:
        """Another overlay."""
        self.any(self.page.get_by_role("group", name="Overlay").get_by_role("radio")).check(force=True)

    def scale(self) -> None:
        """Another distribution of the colours."""
        scale = self.page.get_by_label("Scale", exact=True)
        if scale.count():
            scale.select_option(self.chance.choice(["linear", "log", "rank"]))

    def tab(self) -> None:
        """Another tab of the panel."""
        self.any(self.page.get_by_role("tab")).click()

    def rows(self) -> None:
        """Another kind of table."""
        self.page.get_by_role("tab", name="Table").click()
        self.any(self.page.get_by_role("group", name="Rows").get_by_role("radio")).check(force=True)

    def pan(self) -> None:
        """With the mouse on empty ground."""
        area = self.page.locator(".diagram-svg").bounding_box()
        assert area
        self.page.mouse.move(area["x"] + 30, area["y"] + 200)
        self.page.mouse.down()
        self.page.mouse.move(
            area["x"] + 30 + self.chance.randrange(-40, 90), area["y"] + self.chance.randrange(60, 300)
        )
        self.page.mouse.up()

    def zoom(self) -> None:
        """With the buttons."""
        self.page.get_by_role("button", name=self.chance.choice(["Zoom in", "Zoom out", "Fit everything"])).click()

    def find(self) -> None:
        """A search."""
        field = self.page.get_by_role("combobox", name="Find layers")
        field.fill(self.chance.choice(["kernel=1", "op:conv2d macs>2%", "bn", "kernel=x", ""]))
        field.press("Enter")

    def count(self) -> None:
        """Another convention."""
        counted = self.page.get_by_role("banner").get_by_role("group", name="Operations counted as")
        self.any(counted.get_by_role("radio")).check(force=True)

    def filter(self) -> None:
        """Only one colour of the legend."""
        self.any(self.page.locator(".legend-step")).click()

    def direction(self) -> None:
        """The other direction, which only the diagram has."""
        ways = self.page.get_by_role("group", name="Direction").get_by_role("radio")
        if ways.count():
            self.any(ways).check(force=True)

    def picture(self) -> None:
        """Diagram or volume."""
        self.any(self.page.get_by_role("group", name="Picture").get_by_role("radio")).check(force=True)

    def measurement(self) -> None:
        """Another measurement, where latencies are shown."""
        known = self.page.locator(".legend-bar-measurement select")
        if known.count():
            known.select_option(index=self.chance.randrange(2))

    def levels(self) -> None:
        """A level of groups more or less."""
        name = self.chance.choice(["Expand one level", "Collapse one level", "Expand all", "Collapse all"])
        button = self.page.get_by_role("button", name=name, exact=True)
        if button.is_enabled():
            button.click()

    def batch(self) -> None:
        """Figures for another batch."""
        with self.options():
            self.page.get_by_role("spinbutton", name="Batch").fill(str(self.chance.choice([1, 2, 16, 64])))
            self.page.get_by_role("spinbutton", name="Batch").press("Enter")

    def dtype(self) -> None:
        """Figures for another data type."""
        with self.options():
            self.page.get_by_label("Data type").select_option(self.chance.choice(["float32", "float16", "int8"]))

    def fuse(self) -> None:
        """Batch norm and activation in boxes of their own, or not."""
        with self.options():
            self.page.get_by_label("Fuse batch norm and activation into the convolution").click()

    @contextmanager
    def options(self) -> Iterator[None]:
        """With the options open."""
        self.page.get_by_role("button", name="Options").click()
        yield
        self.page.keyboard.press("Escape")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_link_copied_at_any_moment_opens_the_same_view(browser: Browser, stack: Stack, seed: int) -> None:
    slug = ["resnet50", "googlenet"][seed % 2]
    known = measurements(stack, slug)
    context, page = fresh(browser, known)
    page.goto(f"{stack.url}/a/{slug}")
    walker = Walker(page, random.Random(seed))
    settled(page)
    for _ in range(STEPS):
        walker.step()
        here = settled(page)
        other, copy = fresh(browser, known)
        copy.goto(page.url)
        there = settled(copy)
        said = f"{walker.done} {page.url}"
        boxes, copies = here.pop("boxes"), there.pop("boxes")
        assert [box[:3] for box in copies] == [box[:3] for box in boxes], said
        # The address has tenths of a pixel.
        for box, copied in zip(boxes, copies, strict=True):
            assert copied[3:] == pytest.approx(box[3:], abs=1), said
        for part, seen in here.items():
            assert there[part] == seen, f"{part} {said}"
        other.close()
    context.close()


MEANT = """() => {
    const texts = (selector) => [...document.querySelectorAll(selector)].map((found) => found.textContent);
    const selected = [...document.querySelectorAll(".diagram-svg [aria-pressed=true]")];
    return {
        levels: texts(".levels-count"),
        rows: document.querySelector("[role=treegrid]")?.getAttribute("aria-rowcount"),
        selected: selected.map((found) => [found.dataset.path, found.querySelector(".box-value")?.textContent]),
        figures: texts(".totals dd, .legend, .legend-bar-note, .find-count"),
        layer: texts(".layer-panel"),
    };
}"""
"""What a link says in any window: open groups, selection, overlay and figures, but no places."""


@pytest.mark.parametrize(
    "address",
    [
        "/a/resnet50?open=stage1,stage1.block1&layer=stage1.block1.conv2&metric=macs&count=flops&batch=8&rows=tree",
        "/a/resnet50?levels=2&fold=1&direction=right&dtype=float16&find=kernel%3D3&rows=tree&layer=head.fc",
        "/a/resnet50?open=all&picture=volume&metric=params&tab=layer&layer=stage4.block1.conv2",
        "/a/resnet50?open=none&metric=latency&measurement=00000000-0000-4000-8000-000000000001&rows=tree&batch=2",
    ],
)
def test_a_link_means_the_same_in_a_window_of_another_size(browser: Browser, stack: Stack, address: str) -> None:
    known = measurements(stack, "resnet50")
    meant = []
    for width, height in ((1400, 900), (1000, 640)):
        context, page = fresh(browser, known, width, height)
        page.goto(stack.url + address)
        settled(page)
        meant.append(page.evaluate(MEANT))
        context.close()
    assert meant[0] == meant[1]
    assert any(meant[0].values())
