"""The pictures under a finger in a real Chromium: one moves them, two zoom, a tap opens what is under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.visits import opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

PICTURES = ["/a/resnet50", "/a/resnet50?picture=volume"]

Point = tuple[float, float]


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page that knows fingers only."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


class Fingers:
    """Fingers on the glass."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session

    def draw(self, *ways: tuple[Point, Point]) -> None:
        """Each finger from one point to another, all at once."""
        for step in range(6):
            at = [
                {"x": x + (to_x - x) * step / 5, "y": y + (to_y - y) * step / 5, "id": finger}
                for finger, ((x, y), (to_x, to_y)) in enumerate(ways)
            ]
            self.send("touchMove" if step else "touchStart", at)
        self.send("touchEnd", [])

    def send(self, kind: str, points: Sequence[dict[str, float]]) -> None:
        """One event."""
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})


def place(page: Page) -> tuple[float, float, float]:
    """Where the canvas stands in its window, and its scale."""
    x, y, k = page.locator(".diagram-svg .canvas").evaluate(
        """canvas => { const { e, f, a } = canvas.transform.baseVal.consolidate().matrix; return [e, f, a]; }"""
    )
    return x, y, k


def middle(page: Page) -> Point:
    """A point of the picture that neither the panel nor a bar covers."""
    area = page.locator(".diagram-svg").bounding_box()
    assert area is not None
    return area["x"] + area["width"] / 2, area["y"] + 120


@pytest.mark.parametrize("address", PICTURES)
def test_one_finger_moves_the_picture(phone: Page, stack: Stack, address: str) -> None:
    opened(phone, stack, address)
    x, y, k = place(phone)
    left, top = middle(phone)
    Fingers(phone.context.new_cdp_session(phone)).draw(((left, top), (left + 60, top + 40)))
    assert place(phone) == pytest.approx((x + 60, y + 40, k), abs=1)


@pytest.mark.parametrize("address", PICTURES)
def test_two_fingers_zoom_the_picture(phone: Page, stack: Stack, address: str) -> None:
    opened(phone, stack, address)
    x, _, k = place(phone)
    left, top = middle(phone)
    Fingers(phone.context.new_cdp_session(phone)).draw(
        ((left - 40, top), (left - 80, top)), ((left + 40, top), (left + 80, top))
    )
    # Twice as far apart; what was between them stays there.
    offset = left - phone.locator(".diagram-svg").evaluate("svg => svg.getBoundingClientRect().left")
    assert place(phone)[2] == pytest.approx(2 * k, rel=0.02)
    assert place(phone)[0] == pytest.approx(offset - 2 * (offset - x), abs=2)


@pytest.mark.parametrize("address", PICTURES)
def test_a_tap_opens_what_is_under_it(phone: Page, stack: Stack, address: str) -> None:
    opened(phone, stack, f"{address}{'&' if '?' in address else '?'}open=none")
    group = phone.locator('.diagram-svg [data-path="stage1"]')
    group.tap()
    expect(phone.locator('.diagram-svg [data-path="stage1.block1"]')).to_be_attached()
