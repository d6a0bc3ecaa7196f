"""axe-core on every page and panel in both themes: no violation that it calls serious or critical."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import shown
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

AXE = Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"

DIAGRAM = "[data-diagram-state=ready]"
OPEN = ".popover-panel, .combobox-list:not([hidden]), .find-help"
PLOT = "[data-plot-state=ready]"

PAGES = {
    "gallery": ("/", "main :is(h1, h2)"),
    "gallery, nothing found": ("/?search=nothing-is-called-so", "main :text('the words')"),
    "diagram": ("/a/resnet50", DIAGRAM),
    "diagram, all open": ("/a/alexnet?open=all&metric=macs&layer=head.fc6&tab=layer", DIAGRAM),
    "diagram, searched": ("/a/resnet50?find=kernel%3D3&open=stage1", DIAGRAM),
    "diagram, search in error": ("/a/resnet50?find=kernel%3Dx", DIAGRAM),
    "diagram, far away": ("/a/densenet121?open=all&at=400,4000,0.1", DIAGRAM),
    "diagram, to the right": ("/a/googlenet?direction=right", DIAGRAM),
    "diagram, tree": ("/a/resnet50?rows=tree", DIAGRAM),
    "diagram, charts": ("/a/alexnet?tab=charts", DIAGRAM),
    "diagram, unmeasured": ("/a/alexnet?metric=latency&tab=measurements", DIAGRAM),
    "diagram, training": ("/a/alexnet?tab=training", DIAGRAM),
    "diagram, about": ("/a/alexnet?tab=about", DIAGRAM),
    "volume": ("/a/alexnet?picture=volume", DIAGRAM),
    "comparison": ("/compare?a=alexnet&a=vgg16", PLOT),
    "no such architecture": ("/a/resnet51", "main :is(h1, h2)"),
    "no such page": ("/nowhere/at/all", "main :is(h1, h2)"),
}

OPENED: dict[str, tuple[str, Callable[[Page], None]]] = {
    "options": ("/a/googlenet?batch=2", lambda page: page.get_by_role("button", name="Options").click()),
    "rejected options": ("/a/alexnet?height=13", lambda page: page.get_by_role("button", name="Options").click()),
    "export": ("/a/resnet50", lambda page: page.get_by_role("button", name="Export").click()),
    "suggestions": ("/a/resnet50", lambda page: page.get_by_label("Find layers").press_sequentially("op:")),
    "help": ("/a/resnet50", lambda page: page.get_by_role("button", name="Search help").click()),
    "export of a volume": ("/a/alexnet?picture=volume", lambda page: page.get_by_role("button", name="Export").click()),
}
"""What is open only once somebody opens it."""

Theme = Literal["light", "dark"]


def violations(page: Page) -> list[str]:
    """What axe finds, one line each with the first places."""
    # Through the debugger, as the pages' own policy lets no foreign script in.
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: " + "; ".join(node["html"][:160] for node in one["nodes"][:3])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_nothing_serious(browser: Browser, stack: Stack, theme: Theme, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce", has_touch=width < 760
    )
    page = context.new_page()
    found: list[str] = []
    for name, (address, ready) in PAGES.items():
        page.goto(stack.url + address)
        expect(page.locator(ready).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        found += [f"{name}: {problem}" for problem in violations(page)]
    for name, (address, open_it) in OPENED.items():
        page.goto(stack.url + address)
        shown(page)
        open_it(page)
        expect(page.locator(OPEN).first).to_be_visible()
        found += [f"{name}: {problem}" for problem in violations(page)]
    context.close()
    assert not found, "\n".join(found)
