"""Gestures of a reader on a diagram: drag, wheel, zoom, expand all, search.

Finding a button by its role reads the style of every element, for longer than a frame may take. So a gesture first
finds what it needs, and gives back what remains to be done: hand and keys, whose frames are then recorded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Locator, Page

from tests.benchmarks.browser.visits import HEIGHT, OURS_TIMEOUT_S, WIDTH, NotMeasured

Act = Callable[[], None]


@dataclass(frozen=True)
class Diagram:
    """Selectors of a program's diagram."""

    area: str
    """What hand and wheel act on."""
    canvas: str
    """What they move."""


OURS = Diagram(".diagram svg", ".diagram .canvas")
NETRONS = Diagram("#target", "#canvas")

# About one event a frame, as a hand sends them.
PACE_MS = 14
DRAG_STEPS, WHEEL_STEPS, ZOOM_STEPS = 60, 40, 24
KEY_MS = 80
WORD = "conv"


def _in_window(page: Page, target: Locator) -> tuple[float, float]:
    """The middle of what of it is in the window."""
    area = target.bounding_box()
    if area is None:
        raise NotMeasured(f"{target} is not on the page")
    left, top = max(0, area["x"]), max(0, area["y"])
    right, bottom = min(WIDTH, area["x"] + area["width"]), min(HEIGHT, area["y"] + area["height"])
    return (left + right) / 2, (top + bottom) / 2


def _place(page: Page, diagram: Diagram | None) -> list[float]:
    """Where the canvas is, and how large; an empty page has none."""
    if diagram is None:
        return []
    place: list[float] = page.evaluate("selector => probe.place(selector)", diagram.canvas)
    return place


def _check_moved(before: list[float], after: list[float], what: str) -> None:
    if before and before == after:
        raise NotMeasured(f"{what} moved nothing")


def pan(page: Page, diagram: Diagram | None = OURS) -> Act:
    """Drags up and down and across, then turns the wheel a long way down and some of it back."""
    x, y = _in_window(page, page.locator(diagram.area if diagram else "body").first)
    before = _place(page, diagram)

    def act() -> None:
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, DRAG_STEPS + 1):
            turn = 2 * math.pi * step / DRAG_STEPS
            page.mouse.move(x + 150 * math.sin(turn), y - 250 * math.sin(2 * turn))
            page.wait_for_timeout(PACE_MS)
        page.mouse.up()
        for step in range(WHEEL_STEPS):
            page.mouse.wheel(0, 180 if step < 0.75 * WHEEL_STEPS else -180)
            page.wait_for_timeout(PACE_MS)
        _check_moved(before, _place(page, diagram), "panning")

    return act


def zoom(page: Page, diagram: Diagram | None = OURS) -> Act:
    """Out until everything is in the window or nothing smaller is allowed, and in again."""
    x, y = _in_window(page, page.locator(diagram.area if diagram else "body").first)
    before = _place(page, diagram)

    def act() -> None:
        page.mouse.move(x, y)
        page.keyboard.down("Control")
        for direction in (1, -1):
            for _ in range(ZOOM_STEPS):
                page.mouse.wheel(0, 25 * direction)
                page.wait_for_timeout(PACE_MS)
            if direction == 1:
                _check_moved(before, _place(page, diagram), "zooming")
        page.keyboard.up("Control")

    return act


def open_everything(page: Page) -> Act:
    """Expands the diagram to its leaves, by its button if there is one, and waits for the new picture."""
    button = page.get_by_role("button", name=re.compile(r"^(open|expand) (all|everything)", re.IGNORECASE))
    place = _in_window(page, button.first) if button.count() else None

    def act() -> None:
        page.evaluate("probe.awaitChange()")
        if place:
            page.mouse.click(*place)
        else:
            go_to(page, open="all")
        if page.evaluate("within => probe.changed(within)", OURS_TIMEOUT_S * 1000) is None:
            raise NotMeasured("the expanded diagram did not come")

    return act


def search(page: Page) -> Act:
    """Types a word letter by letter, goes to two of the hits and clears the field."""
    # Within the page: the top bar searches for other architectures.
    name = re.compile("find|search", re.IGNORECASE)
    page_itself = page.locator(".explorer")
    field = page_itself.get_by_role("searchbox", name=name).or_(page_itself.get_by_role("combobox", name=name))
    if not field.count():
        raise NotMeasured("the page has no field to search in")
    place = _in_window(page, field.first)

    def act() -> None:
        page.mouse.click(*place)
        page.keyboard.type(WORD, delay=KEY_MS)
        page.wait_for_timeout(2 * KEY_MS)
        sought = dict(parse_qsl(urlsplit(page.url).query)).get("find")
        for key in ("Enter", "Enter", "Escape", "Escape"):
            page.keyboard.press(key)
            page.wait_for_timeout(2 * KEY_MS)
        if sought != WORD:
            raise NotMeasured(f"the page looked for {sought}")

    return act


def choose_overlay(page: Page, label: str) -> Act:
    """Colours the diagram by another metric."""
    radio = page.locator(".explorer").get_by_role("radio", name=label, exact=True)
    if not radio.count():
        raise NotMeasured(f"no metric {label} to choose")
    place = _in_window(page, radio.first)
    return lambda: page.mouse.click(*place)


def go_to(page: Page, **changes: str) -> None:
    """Changes words of the page's address; an empty one is taken away."""
    words = dict(parse_qsl(urlsplit(page.url).query)) | changes
    query = urlencode({name: word for name, word in words.items() if word})
    page.evaluate("search => probe.goTo(search)", f"?{query}" if query else "")
