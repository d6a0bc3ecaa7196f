"""A page on its way: what it asks for, and what it says while the answers are late."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from tests.browser.visits import opened, shown
from tests.services.stack import Stack


def test_a_page_asks_once_for_what_it_shows(page: Page, stack: Stack) -> None:
    asked: Counter[str] = Counter()
    page.on("request", lambda request: asked.update([urlsplit(request.url).path]))
    opened(page, stack, "/a/resnet18")
    expect(page.locator(".cost-table tbody tr").first).to_be_visible()
    page.get_by_role("link", name="Layerscope, all architectures").click()
    page.locator('a[href="/a/alexnet"]').first.click()
    shown(page)
    expect(page).to_have_title("AlexNet · Layerscope")
    page.wait_for_load_state("networkidle")
    for slug in ("resnet18", "alexnet"):
        for address in (f"/api/architectures/{slug}/", f"/api/architectures/{slug}/costs/"):
            assert asked[address] == 1, address


def test_a_late_answer_is_waited_for_in_grey(page: Page, stack: Stack) -> None:
    late: list[Route] = []
    page.route("**/costs/", lambda route: late.append(route))
    page.goto(f"{stack.url}/a/resnet18", wait_until="commit")
    waiting = page.locator(".explorer[data-diagram-state=loading]")
    expect(waiting).to_have_attribute("aria-busy", "true")
    expect(waiting.locator(".explorer-waiting")).to_be_visible()
    assert len(late) == 1, "the page that waits does not ask again"
    for route in late:
        route.continue_()
    shown(page)
    expect(page.locator(".explorer-waiting")).to_have_count(0)
