"""The charts, the timeline and the layer's panel: linked with the diagram, usable by keyboard, equal to the report."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visits import costs, opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 1400, "height": 1200})
    return page


def exact(bar: Locator) -> int:
    """The figure with all digits at the end of a bar's name."""
    return int(re.sub(r"\D", "", (bar.get_attribute("aria-label") or "").rsplit(",", 1)[1]))


def test_bars_by_stage_add_up_to_the_network(page: Page, stack: Stack) -> None:
    totals = costs(stack, "resnet50")["totals"]
    opened(page, stack, "/a/resnet50?tab=charts")
    page.get_by_role("radio", name="By stage").check(force=True)
    for name, total in (
        ("Activation memory", totals["activation_bytes"]),
        ("Parameters", totals["params"]),
        ("MACs", totals["macs"]),
    ):
        bars = page.get_by_role("group", name=re.compile(f"^{name}, 6 bars")).get_by_role("button")
        assert sum(exact(bar) for bar in bars.all()) == total
    page.get_by_role("banner").get_by_role("radio", name="FLOPs").check(force=True)
    bars = page.get_by_role("group", name=re.compile("^FLOPs, 6 bars")).get_by_role("button")
    assert sum(exact(bar) for bar in bars.all()) == 2 * totals["macs"]


def test_bars_are_walked_by_keyboard(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?tab=charts&open=all")
    bars = page.get_by_role("group", name=re.compile("^Parameters"))
    bars.get_by_role("button").first.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(page.locator('.diagram [data-path="head.fc7"]')).to_have_class(re.compile("is-lit"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"layer=head\.fc7"))


def test_the_timeline_says_what_is_alive(page: Page, stack: Stack) -> None:
    report = costs(stack, "resnet50")
    opened(page, stack, "/a/resnet50?tab=charts&open=stage1,stage1.block1")
    timeline = page.get_by_role("slider", name="Layer of the forward pass")
    peak = max(report["layers"], key=lambda layer: layer["live_bytes"])
    assert peak["live_bytes"] == report["totals"]["peak_activation_bytes"]
    expect(page.get_by_text(f"peak in {peak['path']}: 9.19 MB")).to_be_visible()
    timeline.focus()
    page.keyboard.press("Home")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    layer = report["layers"][10]
    expect(timeline).to_have_attribute("aria-valuetext", re.compile(rf"^{re.escape(layer['path'])}: "))
    lit = page.locator(".diagram .box.is-lit").evaluate_all("boxes => boxes.map((box) => box.dataset.path)")
    places = {one["path"]: at for at, one in enumerate(report["layers"])}
    alive = [
        one
        for at, one in enumerate(report["layers"])
        if one["stored_in"] == one["path"] and at <= 10 <= places.get(one["freed_after"], len(places))
    ]
    assert sum(one["activation_bytes"] for one in alive) == layer["live_bytes"]
    assert {path for path in lit if path in places} == {one["path"] for one in alive} & {
        path for path in places if path.startswith("stage1.block1.") and "shortcut." not in path
    }


def test_the_panel_of_a_layer(page: Page, stack: Stack) -> None:
    report = costs(stack, "vgg16")
    opened(page, stack, "/a/vgg16?tab=layer&layer=stage5.pool")
    panel = page.get_by_role("tabpanel")
    field = next(layer for layer in report["layers"] if layer["path"] == "stage5.pool")["receptive_field"]
    assert (field["size"], field["stride"]) == (212, 32)
    expect(panel).to_contain_text("sees 212 × 212 pixels of the 224 × 224 image")
    expect(panel.get_by_role("img", name=re.compile("Receptive field"))).to_be_visible()
    panel.get_by_role("button", name="stage5.relu3").click()
    expect(page).to_have_url(re.compile(r"layer=stage5\.relu3"))
    expect(panel).to_contain_text("reuses its input's memory")
    panel.get_by_role("button", name="Stage 5").click()
    expect(panel.get_by_role("heading", level=2)).to_contain_text("Stage 5")
    group = next(group for group in report["groups"] if group["path"] == "stage5")
    row = panel.get_by_role("row", name=re.compile("^Parameters"))
    assert re.sub(r"\D", "", row.get_attribute("title") or "") == str(group["params"])


def test_the_formula_follows_the_convention(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?tab=layer&layer=stage1.conv1&count=flops")
    expect(page.get_by_role("tabpanel")).to_contain_text(re.compile(r"2 × \(.*\) = 145\W711\W104"))
