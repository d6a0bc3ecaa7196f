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
Figure = Callable[[Costs], float | None]

COUNTS: dict[str, tuple[str, Count]] = {
    "macs": ("MACs", lambda of: of["macs"]),
    "flops": ("FLOPs", lambda of: 2 * of["macs"]),
    "pools": ("MACs + pools", lambda of: of["macs"] + of["pooling_ops"]),
}

DECIMAL = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
BINARY = {"B": 1, "KB": 2**10, "MB": 2**20, "GB": 2**30}
ABSENT = ("unknown", "whole image", "not a square")
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


def assert_part(text: str, value: float, where: str) -> None:
    """The text is the part as "23.9 %", and never 0 or 100 % of what is not nothing or all."""
    found = re.match(r"(less than|more than)?\s*([\d.]+)\s%", text)
    assert found, f"{where}: {text!r}"
    bound, shown = found[1], float(found[2])
    if bound:
        assert 0 < 100 * value < shown if bound == "less than" else shown < 100 * value < 100, f"{where}: {text!r}"
    else:
        assert shown == pytest.approx(100 * value, abs=0.051), f"{where}: {text!r} for {value}"


def exactly(text: str | None) -> int:
    """All digits of "25 557 032 parameters"; what follows a semicolon explains it."""
    return int(re.sub(r"\D", "", (text or "").partition(";")[0].partition(",")[0]))


def by_path(report: Any) -> dict[str, Costs]:
    """Layers with the memory that they add, as the diagram has them, and groups, which see what their last does."""
    known = {layer["path"]: layer | {"activation_bytes": layer["stored_bytes"]} for layer in report["layers"]}
    for group in report["groups"]:
        inside = [layer for layer in report["layers"] if layer["path"].startswith(group["path"] + ".")]
        known[group["path"]] = group | {"receptive_field": inside[-1]["receptive_field"]}
    return known


def costs_of(path: str, known: dict[str, Costs]) -> tuple[Costs, int]:
    """What is at a path, and how often: "stage1.block2-3" is the stack of two equal blocks."""
    if path in known:
        return known[path], 1
    found = re.fullmatch(r"(.*?)(\d+)-(\d+)", path)
    assert found, path
    first, last = (known[found[1] + number] for number in found.groups()[1:])
    return first | {"receptive_field": last["receptive_field"]}, int(found[3]) - int(found[2]) + 1


def others(of: Costs, counted: str) -> int:
    """What the convention leaves out."""
    return int(of["other_ops"]) - (of["pooling_ops"] if counted == "pools" else 0)


@pytest.mark.parametrize("counted", COUNTS)
@pytest.mark.parametrize("slug", ["resnet50", "googlenet"])
def test_totals_boxes_and_legend(page: Page, stack: Stack, slug: str, counted: str) -> None:
    unit, count = COUNTS[counted]
    report = costs(stack, slug)
    totals, known = report["totals"], by_path(report)
    sums: dict[str, Count] = {
        "memory": lambda of: of["activation_bytes"],
        "params": lambda of: of["params"],
        "macs": count,
        "other_ops": lambda of: others(of, counted),
        "bytes_moved": lambda of: of["bytes_moved"],
    }
    overlays: dict[str, Figure] = sums | {
        "intensity": lambda of: of["arithmetic_intensity"],
        "receptive_field": lambda of: of["receptive_field"] and of["receptive_field"]["size"],
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
            opened(page, stack, f"/a/{slug}?count={counted}&levels={levels}&metric={metric}&scale=linear")
            shown = page.locator(".diagram-svg .box").evaluate_all(
                "boxes => boxes.map((box) => [box.dataset.path, box.querySelector('.box-value').textContent])"
            )
            assert len(shown) > 10
            values = []
            for path, text in shown:
                mine, times = costs_of(path, known)
                value = cost(mine)
                if value is None:
                    assert text in ABSENT, f"{metric} of {path}"
                    continue
                values.append(value * (times if metric in sums else 1))
                assert_said(text, values[-1], f"{metric} of {path}")
            marks = page.locator(".legend-marks span").all_inner_texts()
            for mark, value in zip(marks, (0, max(values) / 2, max(values)), strict=True):
                assert_said(mark, value, f"the legend of {metric}")


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

    opened(page, stack, f"/a/resnet18?count={counted}&rows=tree&open=all")
    known, seen = by_path(report), set()
    for end in (0, 1):
        page.locator(".table-scroll").evaluate("(frame, end) => { frame.scrollTop = end * frame.scrollHeight; }", end)
        expect(page.locator(".tree-table tbody tr[data-row]").nth(-1 if end else 0)).to_be_in_viewport()
        for path, *titles in page.locator(".tree-table tbody tr[data-row]").evaluate_all(
            """rows => rows.map((row) => {
                const cells = [...row.querySelectorAll("td.numeric")];
                return [row.dataset.row, ...cells.map((cell) => cell.title)];
            })"""
        ):
            mine, times = costs_of(path, known)
            expected = [times * cost for cost in (mine["activation_bytes"], mine["params"], count(mine))]
            assert [exactly(title) for title in titles] == expected, path
            seen.add(path)
    assert seen >= set(known)

    opened(page, stack, f"/a/resnet18?count={counted}&tab=charts")
    charts: dict[str, Count] = {
        "Activation memory": lambda of: of["activation_bytes"],
        "Parameters": lambda of: of["params"],
        unit: count,
    }
    for name, cost in charts.items():
        group = page.get_by_role("group", name=re.compile(f"^{re.escape(name)}, "))
        titles = group.get_by_role("button").evaluate_all("bars => bars.map((bar) => bar.title)")
        assert len(titles) == 21 + (2 if counted == "pools" else 0)
        for title in titles:
            path, _, said = title.partition(":")
            assert exactly(said) == cost(layers[path]), path

    opened(page, stack, f"/a/resnet18?count={counted}&tab=training")
    training = report["training"]
    parts = {
        "Saved activations": lambda name: training["saved_activation_bytes"],
        "Parameters": lambda name: training["parameter_bytes"],
        "Gradients": lambda name: training["gradient_bytes"],
        "Optimizer": lambda name: training["optimizer_bytes"][name],
        "Total": lambda name: training["total_bytes"][name],
    }
    for part, bytes_of in parts.items():
        cells = page.get_by_role("tabpanel").get_by_role("row", name=re.compile(f"^{part}")).locator("td")
        titles = cells.evaluate_all("cells => cells.map((cell) => cell.title)")
        assert [exactly(title) for title in titles] == [bytes_of(name) for name in ("sgd_momentum", "adam")], part

    for path in ("stage2.block1.conv1", "stage2", "stage2.block1.bn1", "stem.maxpool"):
        opened(page, stack, f"/a/resnet18?count={counted}&tab=layer&layer={path}")
        mine = known[path]
        sums = charts | {
            "Other operations": lambda of: others(of, counted),
            "Bytes moved": lambda of: of["bytes_moved"],
        }
        for name, cost in sums.items():
            row = page.get_by_role("tabpanel").get_by_role("row", name=re.compile(f"^{re.escape(name)}"))
            assert exactly(row.get_attribute("title")) == cost(mine), (path, name)
            part = row.get_by_role("cell").nth(1).inner_text()
            assert_part(part, cost(mine) / cost(totals), f"{path} {name}")
        row = page.get_by_role("tabpanel").get_by_role("row", name=re.compile("^Arithmetic intensity"))
        intensity = (row.get_attribute("title") or "").split("\u00a0")[0].translate(SPACES)
        assert float(intensity) == pytest.approx(mine["arithmetic_intensity"], rel=1e-5), path

    opened(page, stack, f"/a/resnet18?count={counted}&tab=layer&layer=stage2.block1.conv1")
    layer = layers["stage2.block1.conv1"]
    formula = page.locator(".layer-formula code").inner_text()
    product, _, result = formula.partition("=")
    assert exactly(result) == count(layer)
    assert eval(product.replace("×", "*")) == count(layer)


READ = """() => {
    const found = {};
    const note = (what, of, texts) => texts.forEach((text, at) => { found[`${what} ${of} ${at}`] = text; });
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const texts = (selector, within) => all(selector, within).map((one) => one.textContent);
    const titles = (selector, within) => all(selector, within).map((one) => one.title);
    const kind = (isCount) => isCount ? "operations" : "other";
    const isMacs = location.search.includes("metric=macs");
    all(".total").forEach((total, at) => note(kind(at === 1), `total ${at}`, texts("strong", total)));
    note(kind(isMacs), "boxes", texts(".diagram-svg .box-value"));
    note(kind(isMacs), "legend", texts(".legend-marks span"));
    for (const name of ["memory", "params", "macs"]) {
        const what = kind(name === "macs");
        note(what, `cells ${name}`, titles(`td.bar-${name}`));
        note(what, `bars ${name}`, titles(`button.bar-${name}`).map((title) => title.split(": ")[1]));
    }
    all(".layer-panel .layer-costs tbody tr").forEach((row, at) => {
        note(kind(at === 2), `panel ${at}`, texts("td", row).slice(0, 1));
        note("other", `panel's part ${at}`, texts("td", row).slice(1));
    });
    note("operations", "formula", texts(".layer-formula code"));
    note("other", "facts", texts(".layer-panel .fact"));
    note("other", "training", titles(".training td"));
    return found;
}"""


@pytest.mark.parametrize(
    "address",
    [
        "metric=macs&levels=2&rows=operations",
        "metric=memory&levels=2&rows=tree",
        "metric=intensity&tab=charts",
        "metric=params&tab=layer&layer=stage2.conv1",
        "metric=receptive_field&tab=layer&layer=stage2",
        "metric=other_ops&tab=training",
    ],
)
def test_switching_changes_counts_of_operations_and_nothing_else(page: Page, stack: Stack, address: str) -> None:
    """Totals, boxes, legend, tables, charts, panel: each count of operations changes unless it is 0, all else stays."""
    opened(page, stack, f"/a/vgg16?{address}")
    before: dict[str, str] = page.evaluate(READ)
    page.get_by_role("banner").get_by_role("radio", name="FLOPs").check(force=True)
    expect(page.locator(".total dt").nth(1)).to_have_text("FLOPs")
    after: dict[str, str] = page.evaluate(READ)
    assert before.keys() == after.keys()
    assert len(before) > 20
    for name, text in before.items():
        if name.startswith("operations") and re.sub("[^1-9]", "", text):
            assert text != after[name], name
        elif name.startswith("other"):
            assert text == after[name], name


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
