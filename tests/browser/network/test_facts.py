"""Facts on the architecture page besides the table: insights, the lecture's figures, training, unknown costs."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import costs, opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

UNKNOWN_GRAPH = {
    "format": 1,
    "name": "Sampled",
    "inputs": [{"name": "image", "shape": [3, 32, 32]}],
    "nodes": [
        {
            "path": "stage1.conv1",
            "op": "conv2d",
            "inputs": ["image"],
            "attributes": {"in_channels": 3, "out_channels": 16, "kernel_size": 3, "padding": 1},
        },
        {
            "path": "stage1.sample",
            "op": "unknown",
            "inputs": ["stage1.conv1"],
            "attributes": {"type": "GridSample", "output_shape": [16, 16, 16]},
        },
    ],
    "outputs": ["stage1.sample"],
}


def digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")


def test_an_insight_highlights_what_it_is_about(page: Page, stack: Stack) -> None:
    insights = costs(stack, "vgg16")["insights"]
    opened(page, stack, "/a/vgg16?open=head")
    section = page.get_by_role("region", name="At a glance")
    for insight in insights:
        expect(section).to_contain_text(insight["text"])
    of_params = next(insight for insight in insights if insight["code"] == "parameters")
    section.get_by_role("button", name=of_params["text"]).hover()
    for path in of_params["paths"]:
        expect(page.locator(f'.diagram [data-path="{path}"]')).to_have_class(re.compile("is-highlighted"))
    # What lies in a closed stage highlights the stage.
    of_macs = next(insight for insight in insights if insight["code"] == "macs")
    button = section.get_by_role("button", name=of_macs["text"])
    button.focus()
    expect(page.locator('.diagram [data-path="stage3"]')).to_have_class(re.compile("is-highlighted"))
    page.keyboard.press("Enter")
    first = page.locator(f'.diagram [data-path="{of_macs["paths"][0]}"]')
    expect(first).to_have_attribute("aria-pressed", "true")


def test_the_lecture_s_figures_stand_beside_ours(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/vgg16")
    page.get_by_role("button", name=re.compile("of the lecture's figures are corrected here")).click()
    panel = page.get_by_role("tabpanel")
    expect(panel.get_by_role("heading", name="What the lecture said")).to_be_visible()
    note = panel.get_by_role("listitem").filter(has_text="MACs of VGG-16").first
    for words in ("13.6 G", "15.47 G", "third convolution of stage 3", "Source:"):
        expect(note).to_contain_text(words)
    opened(page, stack, "/a/efficientnet_b0?tab=about")
    expect(panel.get_by_role("heading", name="Sources")).to_be_visible()
    expect(panel.get_by_role("heading", name="What the lecture said")).to_have_count(0)


def test_training_memory_is_the_report_s(page: Page, stack: Stack) -> None:
    training = costs(stack, "googlenet")["training"]
    opened(page, stack, "/a/googlenet?tab=training")
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("batch 1 in float32")
    expect(panel).to_contain_text("auxiliary classifiers, which exist only during training")
    said = panel.locator(".training-note").first.inner_text()
    row = panel.get_by_role("row", name=re.compile("^Saved activations"))
    assert digits(row.locator("td").first.get_attribute("title")) == str(training["saved_activation_bytes"])
    totals = panel.get_by_role("row", name=re.compile("^Total")).locator("td")
    titles = [digits(totals.nth(at).get_attribute("title")) for at in (0, 1)]
    assert titles == [str(training["total_bytes"][name]) for name in ("sgd_momentum", "adam")]
    opened(page, stack, "/a/googlenet?tab=training&training=1")
    expect(panel.locator(".training-note").first).to_have_text(said)


def test_the_lecture_s_way_to_count_changes_every_number(page: Page, stack: Stack) -> None:
    report = costs(stack, "alexnet")
    layers = {layer["path"]: layer for layer in report["layers"]}
    pool = layers["stage1.pool1"]
    opened(page, stack, "/a/alexnet?open=all&metric=macs")
    row = page.locator('.cost-table tr[data-row="stage1.pool1"] td').last
    assert digits(row.get_attribute("title")) == "0"
    page.get_by_role("banner").get_by_role("radio", name="MACs + pools").click(force=True)
    assert digits(row.get_attribute("title")) == str(pool["pooling_ops"])
    total = page.locator(".totals .total").nth(1)
    expect(total).to_contain_text("MACs + pools")
    title = (total.get_attribute("title") or "").split("MACs")[0]
    assert digits(title) == str(report["totals"]["macs"] + report["totals"]["pooling_ops"])
    expect(page.locator(".legend")).to_contain_text("MACs + pools")
    expect(page.locator('.diagram [data-path="stage1.pool1"] .box-value')).not_to_have_text("0")
    page.get_by_role("tab", name="Charts").click()
    expect(page.get_by_role("figure").nth(2).get_by_label(re.compile("^pool1: "))).to_be_visible()


def test_unknown_costs_are_called_unknown_and_totals_are_bounds(page: Page, stack: Stack) -> None:
    body = json.dumps({"graph": UNKNOWN_GRAPH}).encode()
    request = urllib.request.Request(f"{stack.url}/api/architectures/", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        slug = json.load(answer)["slug"]
    opened(page, stack, f"/a/{slug}?open=all&metric=params&tab=layer&layer=stage1.sample")
    box = page.locator('.diagram [data-path="stage1.sample"]')
    expect(box.locator(".box-hatch")).to_be_visible()
    expect(box).to_contain_text("unknown")
    expect(box).to_contain_text("GridSample")
    expect(page.locator(".totals .total").first).to_contain_text("≥")
    expect(page.get_by_role("row", name=re.compile("^Parameters"))).to_contain_text("unknown")
    part = page.get_by_role("row", name=re.compile("^Parameters")).get_by_role("cell").nth(1)
    for path, words in (("stage1.conv1", "at most 100.0\u00a0%"), ("stage1", "unknown")):
        opened(page, stack, f"/a/{slug}?tab=layer&layer={path}")
        expect(part).to_contain_text(words)
    page.get_by_role("tab", name="Training").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("lower bounds")
