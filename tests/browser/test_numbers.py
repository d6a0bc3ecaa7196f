"""Every number on the page equals the cost report, in each way of counting operations."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import costs, opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

Costs = dict[str, Any]
Count = Callable[[Costs], int]

COUNTS: dict[str, tuple[str, Count]] = {
    "macs": ("MACs", lambda of: of["macs"]),
    "flops": ("FLOPs", lambda of: 2 * of["macs"]),
    "pools": ("MACs + pools", lambda of: of["macs"] + of["pooling_ops"]),
}

DECIMAL = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
BINARY = {"B": 1, "KB": 2**10, "MB": 2**20, "GB": 2**30}
SPACES = str.maketrans("", "", "\u202f\u00a0 ")


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 1400, "height": 1200})
    return page


def assert_said(text: str, value: float, where: str) -> None:
    """The text is the value with three digits and a unit, as "4.09 G", "5 x 218 M" or "784 KB"."""
    times, _, last = text.rpartition("\u00a0×\u00a0" if "\u00a0×\u00a0" in text else " × ")
    factor = int(times) if times else 1
    found = re.fullmatch(r"([\d.]+)([kMGT]?|[KMG]?B)(px)?", last.translate(SPACES))
    assert found, f"{where}: {text!r}"
    digits, unit = found[1], found[2]
    scale = (BINARY if unit.endswith("B") else DECIMAL)[unit]
    decimals = len(digits.partition(".")[2])
    shown, exact = float(digits) * scale, value / factor
    # Half of the last digit; a unit changes at 999.5, and integers are whole.
    assert abs(shown - exact) <= 0.5001 * scale * 10**-decimals, f"{where}: {text!r} for {value}"


def exactly(text: str | None) -> int:
    """All digits of "25 557 032 parameters"; what follows a semicolon explains it."""
    return int(re.sub(r"\D", "", (text or "").partition(";")[0].partition(",")[0]))


def by_path(report: Any) -> dict[str, Costs]:
    """Layers as the diagram has them, which take memory only where they do not work in place, and groups."""
    own = {
        layer["path"]: layer | ({} if layer["memory"] == "own" else {"activation_bytes": 0})
        for layer in report["layers"]
    }
    return own | {group["path"]: group for group in report["groups"]}


def costs_of(path: str, known: dict[str, Costs]) -> tuple[Costs, int]:
    """What is at a path, and how often: "stage1.block2-3" is the stack of two equal blocks."""
    if path in known:
        return known[path], 1
    found = re.fullmatch(r"(.*?)(\d+)-(\d+)", path)
    assert found, path
    return known[found[1] + found[2]], int(found[3]) - int(found[2]) + 1


@pytest.mark.parametrize("counted", COUNTS)
@pytest.mark.parametrize("slug", ["resnet50", "googlenet"])
def test_totals_boxes_and_legend(page: Page, stack: Stack, slug: str, counted: str) -> None:
    unit, count = COUNTS[counted]
    report = costs(stack, slug)
    totals, known = report["totals"], by_path(report)
    overlays: dict[str, Count] = {
        "memory": lambda of: of["activation_bytes"],
        "params": lambda of: of["params"],
        "macs": count,
        "other_ops": lambda of: of["other_ops"] - (of["pooling_ops"] if counted == "pools" else 0),
        "bytes_moved": lambda of: of["bytes_moved"],
    }
    for levels in (1, 3):
        opened(page, stack, f"/a/{slug}?count={counted}&levels={levels}")
        total = {row.locator("dt").inner_text(): row for row in page.locator(".total").all()}
        for name, value in (
            ("Parameters", totals["params"]),
            (unit, count(totals)),
            ("Activations", totals["activation_bytes"]),
            ("Peak memory", totals["peak_activation_bytes"]),
        ):
            assert_said(total[name].locator("strong").inner_text(), value, name)
            assert exactly(total[name].get_attribute("title")) == value
        for metric, cost in overlays.items():
            opened(page, stack, f"/a/{slug}?count={counted}&levels={levels}&metric={metric}")
            shown = page.locator(".diagram-svg .box").evaluate_all(
                "boxes => boxes.map((box) => [box.dataset.path, box.querySelector('.box-value').textContent])"
            )
            assert len(shown) > 10
            values = []
            for path, text in shown:
                mine, times = costs_of(path, known)
                values.append(times * cost(mine))
                assert_said(text, values[-1], f"{metric} of {path}")
            marks = page.locator(".legend-marks span").all_inner_texts()
            assert_said(marks[-1], max(values), f"the legend of {metric}")


@pytest.mark.parametrize("counted", COUNTS)
def test_tables_charts_and_panel(page: Page, stack: Stack, counted: str) -> None:
    unit, count = COUNTS[counted]
    report = costs(stack, "resnet18")
    layers = {layer["path"]: layer for layer in report["layers"]}
    opened(page, stack, f"/a/resnet18?count={counted}&rows=operations")
    expect(page.locator(".cost-table tbody tr[data-row]")).to_have_count(len(layers))
    rows = page.locator(".cost-table tbody tr[data-row]").evaluate_all(
        """rows => rows.map((row) => {
            const cells = [...row.querySelectorAll("td[title]")].slice(-3);
            return [row.dataset.row, ...cells.map((cell) => cell.title)];
        })"""
    )
    for path, *titles in rows:
        layer = layers[path]
        assert [exactly(title) for title in titles] == [layer["activation_bytes"], layer["params"], count(layer)], path
    foot = page.locator(".cost-table tfoot td[title]").evaluate_all("cells => cells.map((cell) => cell.title)")
    totals = report["totals"]
    assert [exactly(title) for title in foot] == [totals["activation_bytes"], totals["params"], count(totals)]

    opened(page, stack, f"/a/resnet18?count={counted}&tab=charts")
    for name, cost in (("Activation memory", lambda of: of["activation_bytes"]), (unit, count)):
        group = page.get_by_role("group", name=re.compile(f"^{re.escape(name)}, "))
        for bar in group.get_by_role("button").all():
            path = (bar.get_attribute("title") or "").partition(":")[0]
            assert exactly((bar.get_attribute("title") or "").partition(":")[2]) == cost(layers[path]), path

    opened(page, stack, f"/a/resnet18?count={counted}&tab=layer&layer=stage2.block1.conv1")
    layer = layers["stage2.block1.conv1"]
    row = page.get_by_role("tabpanel").get_by_role("row", name=re.compile(f"^{re.escape(unit)}"))
    assert exactly(row.get_attribute("title")) == count(layer)
    part = row.get_by_role("cell").nth(1).inner_text()
    assert float(part.split("%")[0]) == pytest.approx(100 * count(layer) / count(totals), abs=0.051)
    formula = page.locator(".layer-formula code").inner_text()
    product, _, result = formula.partition("=")
    assert exactly(result) == count(layer)
    assert eval(product.replace("×", "*")) == count(layer)


def test_switching_changes_every_count_of_operations(page: Page, stack: Stack) -> None:
    """Whatever says MACs says FLOPs after the switch, and no figure of operations is as before."""
    report = costs(stack, "vgg16")
    for address in ("/a/vgg16?metric=macs&levels=2", "/a/vgg16?tab=charts", "/a/vgg16?tab=layer&layer=stage2.conv1"):
        opened(page, stack, address)
        assert "MACs" in page.locator("main").inner_text()
        before = page.locator(".diagram-svg .box .box-value").all_text_contents()
        page.get_by_role("banner").get_by_role("radio", name="FLOPs").check(force=True)
        expect(page.locator(".total dt").nth(1)).to_have_text("FLOPs")
        words = page.locator("main").inner_text().replace("FLOPs = 2 × MACs", "").replace("2 × MACs", "")
        assert "MACs" not in words, address
        if "metric=macs" in address:
            after = page.locator(".diagram-svg .box .box-value").all_text_contents()
            counted = [text for text in before if text != "0"]
            assert len(counted) == sum(layer["macs"] > 0 for layer in report["layers"])
            assert all(old != new for old, new in zip(before, after, strict=True) if old != "0")
        page.get_by_role("banner").get_by_role("radio", name="MACs", exact=True).check(force=True)
