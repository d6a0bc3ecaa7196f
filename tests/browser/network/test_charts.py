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


def test_bars_are_as_high_as_their_figures(page: Page, stack: Stack) -> None:
    """The highest too: none is cut off to make room for the figures above."""
    opened(page, stack, "/a/alexnet?tab=charts")
    for name in ("Activation memory", "Parameters", "MACs"):
        bars = page.get_by_role("group", name=re.compile(f"^{name}, 8 bars")).get_by_role("button").all()
        heights = [bar.locator(".chart-fill").evaluate("fill => fill.getBoundingClientRect().height") for bar in bars]
        most = max(exact(bar) for bar in bars)
        # A pixel of rounding, and the least height that is seen.
        assert heights == pytest.approx([max(heights) * exact(bar) / most for bar in bars], abs=1.1), name


def test_bars_are_walked_by_keyboard(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?tab=charts&open=all")
    bars = page.get_by_role("group", name=re.compile("^Parameters"))
    bars.get_by_role("button").first.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(page.locator('.diagram [data-path="head.fc7"]')).to_have_class(re.compile("is-highlighted"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"layer=head\.fc7"))


def test_the_timeline_says_what_is_alive(page: Page, stack: Stack) -> None:
    report = costs(stack, "resnet50")
    opened(page, stack, "/a/resnet50?tab=charts&open=stage1,stage1.block1")
    timeline = page.get_by_role("slider", name="Layer in the forward pass")
    peak = max(report["layers"], key=lambda layer: layer["live_bytes"])
    assert peak["live_bytes"] == report["totals"]["peak_activation_bytes"]
    expect(page.get_by_text(f"peak in {peak['path']}: 9.19 MB")).to_be_visible()
    timeline.focus()
    page.keyboard.press("Home")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    layer = report["layers"][10]
    expect(timeline).to_have_attribute("aria-valuetext", re.compile(rf"^{re.escape(layer['path'])}: "))
    boxes = page.locator(".diagram .box.is-highlighted")
    highlighted = boxes.evaluate_all("boxes => boxes.map((box) => box.dataset.path)")
    places = {one["path"]: at for at, one in enumerate(report["layers"])}
    alive = [
        one
        for at, one in enumerate(report["layers"])
        if one["stored_in"] == one["path"] and at <= 10 <= places.get(one["freed_after"], len(places))
    ]
    assert sum(one["activation_bytes"] for one in alive) == layer["live_bytes"]
    assert {path for path in highlighted if path in places} == {one["path"] for one in alive} & {
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
    formula = page.locator(".layer-formula span")
    for count, name in (("macs", "Other operations"), ("pools", "MACs + pools")):
        opened(page, stack, f"/a/alexnet?tab=layer&layer=stage1.pool1&count={count}")
        expect(formula).to_have_text(name)


def test_a_fused_layer_has_one_figure_everywhere(page: Page, stack: Stack) -> None:
    """Box, table, tree, chart, panel and search say what the convolution and all that is fused into it take."""
    layers = costs(stack, "resnet18")["layers"]
    parts = layers[:3]
    assert [layer["path"] for layer in parts] == ["stem.conv1", "stem.bn1", "stem.relu"]
    params, memory = (sum(layer[cost] for layer in parts) for cost in ("params", "stored_bytes"))
    measured(page, {layer["path"]: time for layer, time in zip(parts, (3.0, 2.0, 1.0), strict=True)}, layers_sum_ms=12)
    opened(page, stack, "/a/resnet18?fold=1&open=stem&metric=latency&tab=layer&layer=stem.conv1")
    expect(page.locator('.diagram .box[data-path="stem.conv1"] .box-value')).to_have_text("6.00\u00a0ms")
    panel = page.get_by_role("tabpanel")
    for name, figure in (("Activation memory", memory), ("Parameters", params)):
        row = panel.get_by_role("row", name=re.compile(f"^{name}"))
        assert digits(row.get_attribute("title")) == str(figure)
    row = panel.get_by_role("row", name="Latency, unknown device")
    expect(row).to_contain_text("6.00\u00a0ms")
    expect(row).to_contain_text("50.0\u00a0% of the sum over layers")
    expect(panel).to_contain_text("Includes stem.bn1stem.relu, fused into this layer")
    page.get_by_role("tab", name="Measurements").click()
    expect(panel.get_by_role("heading", name="unknown device")).to_be_visible()
    expect(panel).to_contain_text("differs from the median by unknown")

    search = f"fold=1&open=stem&find=latency%3D50%25+params%3D{params}+memory%3D{memory}"
    opened(page, stack, f"/a/resnet18?{search}")
    row = page.locator('.cost-table tr[data-row="stem.conv1"]')
    expect(row).to_have_class(re.compile("is-found"))
    titles = row.locator("td[title]").evaluate_all("cells => cells.slice(-4).map((cell) => cell.title)")
    assert [digits(titles[at]) for at in (0, 1, 3)] == [str(memory), str(params), "6"]
    opened(page, stack, f"/a/resnet18?{search}&rows=tree")
    expect(page.locator('.tree-table tr[data-row="stem.conv1"] td').nth(2)).to_have_attribute(
        "title", re.compile(r"^6\W422\W528")
    )
    opened(page, stack, f"/a/resnet18?{search}&tab=charts")
    bar = page.get_by_role("group", name=re.compile("^Parameters")).get_by_role("button").first
    assert exact(bar) == params


def measured(page: Page, times: dict[str, float], **conditions: float) -> None:
    """Answers with one measurement, of a device that nobody noted."""
    latency = {"median": 10, "p05": 9, "p95": 11, "iqr": 1, "min": 9, "samples": 10, "grade": "A"}
    measurement = {
        "id": "1",
        "latency_ms": latency,
        "layers": [{"path": path, "latency_ms": time} for path, time in times.items()],
        "conditions": conditions,
        "taken_at": "2025-01-01T00:00:00Z",
        **dict.fromkeys(("device_name", "dtype", "batch", "throughput_per_s", "peak_memory_bytes", "memory_method")),
        "quality_grade": "A",
    }
    answer = {"count": 1, "next": None, "previous": None, "results": [measurement]}
    page.route("**/api/measurements/*", lambda route: route.fulfill(json=answer))


def digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")


def test_the_panel_of_a_group(page: Page, stack: Stack) -> None:
    """What comes in and goes out, what one value sees, and how long it takes."""
    measured(page, {layer["path"]: 1.0 for layer in costs(stack, "resnet18")["layers"]}, layers_sum_ms=120)
    opened(page, stack, "/a/resnet18?tab=layer&layer=stage2")
    panel = page.get_by_role("tabpanel")
    facts = {
        row.locator("dt").inner_text(): " ".join(row.locator("dd").inner_text().split())
        for row in panel.locator(".fact").all()
    }
    assert facts["Input"] == "1 × 64 × 56 × 56 from stage1.block2.relu"
    assert facts["Output"].startswith("1 × 128 × 28 × 28 to stage3.block1.conv1")
    layer = next(one for one in costs(stack, "resnet18")["layers"] if one["path"] == "stage2.block2.relu")
    assert facts["Receptive field"].startswith(str(layer["receptive_field"]["size"]))
    expect(panel.get_by_role("row", name=re.compile("^Latency"))).to_contain_text("ms")
