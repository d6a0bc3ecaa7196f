"""The diagram page in a real Chromium: links, keyboard, table and diagram linked both ways, failures."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visits import costs, opened, shown
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)


def box(page: Page, path: str) -> Locator:
    """The box or frame of a layer or group."""
    return page.locator(f'.diagram [data-path="{path}"]')


def test_a_link_opens_the_view_it_names(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50?open=stage1,stage1.block1&metric=params&layer=stage1.block1.conv2&tab=layer")
    expect(page.get_by_role("radio", name="Parameters")).to_be_checked()
    expect(box(page, "stage1.block1.conv2")).to_have_attribute("aria-pressed", "true")
    expect(box(page, "stage1.block2-3")).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("tabpanel")).to_contain_text("stage1.block1.conv2 · layer1.0.conv2")
    expect(page.get_by_role("tabpanel")).to_contain_text("64 × 56 × 56 × (64 × 3 × 3)")


def test_every_layer_of_the_report_has_a_box_when_all_is_open(page: Page, stack: Stack) -> None:
    report = costs(stack, "resnet18")
    opened(page, stack, "/a/resnet18?open=all")
    paths = page.locator(".diagram .box").evaluate_all("boxes => boxes.map(box => box.dataset.path)")
    assert sorted(paths) == sorted(layer["path"] for layer in report["layers"])


# In each frame that draws a large picture, until there are some.
BOXES_BEYOND_THE_WINDOW = """
const beyond = [];
const look = () => {
  const { left, top, right, bottom } = document.querySelector(".diagram-svg").getBoundingClientRect();
  const boxes = [...document.querySelectorAll(".diagram .box[tabindex='-1']")];
  const isBeyond = (box) => box.right < left || box.left > right || box.bottom < top || box.top > bottom;
  if (boxes.length > 20)
    beyond.push(boxes.filter((box) => isBeyond(box.getBoundingClientRect())).length);
  if (beyond.at(-1) > 0) then(beyond);
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def test_a_large_picture_first_shows_what_is_in_the_window(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/nasnet_a_mobile")
    page.evaluate(f"void (window.counted = new Promise((then) => {{{BOXES_BEYOND_THE_WINDOW}}}))")
    page.get_by_role("button", name="Expand all").click()
    first, *later = page.evaluate("counted")
    assert first == 0, "the first frame draws what nobody sees"
    assert later, "a short pan would draw something new"


def test_the_back_button_undoes_a_change_of_view(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/vgg16")
    box(page, "stage2").click()
    expect(box(page, "stage2.conv1")).to_be_visible()
    page.get_by_role("group", name="Overlay").get_by_role("radio", name="MACs").click()
    page.go_back()
    expect(box(page, "stage2.conv1")).to_be_visible()
    page.go_back()
    expect(box(page, "stage2.conv1")).to_have_count(0)
    expect(page).to_have_url(stack.url + "/a/vgg16")


def test_groups_open_and_close_by_keyboard(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50")
    box(page, "stem").focus()
    page.keyboard.press("ArrowDown")
    expect(box(page, "stage1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, "stage1.block1")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(box(page, "stage1.block1.conv1")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    expect(page).to_have_url(re.compile(r"layer=stage1\.block1\.conv1"))
    page.keyboard.press("ArrowLeft")
    expect(box(page, "stage1.block1.conv1")).to_have_count(0)


def test_table_and_diagram_are_linked_both_ways(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?open=all")
    row = page.get_by_role("row", name=re.compile("^fc6"))
    row.hover()
    expect(box(page, "head.fc6")).to_have_class(re.compile("is-highlighted"))
    row.click()
    expect(box(page, "head.fc6")).to_have_attribute("aria-pressed", "true")
    expect(box(page, "head.fc6")).to_be_in_viewport()
    page.get_by_role("button", name="Collapse all").click()
    page.get_by_role("row", name=re.compile("^conv1")).click()
    expect(box(page, "stage1.conv1")).to_have_attribute("aria-pressed", "true")


def test_the_table_is_the_lecture_s(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet")
    rows = page.locator(".cost-table tbody tr[data-row]")
    expect(rows).to_have_count(12)
    first = rows.first.locator("td, th").all_inner_texts()
    assert first == ["conv1", "64", "56", "64", "11", "4", "2", "784", "23.3", "72.9"]
    exact = rows.first.locator("td.numeric").evaluate_all("cells => cells.map(cell => cell.title)")
    digits = [re.sub(r"\D", "", title) for title in exact]
    assert digits == ["802816", "23296", "72855552"]


def test_one_switch_changes_macs_to_flops(page: Page, stack: Stack) -> None:
    totals = costs(stack, "resnet50")["totals"]
    opened(page, stack, "/a/resnet50?metric=macs")
    expect(page.locator(".totals")).to_contain_text("4.09")
    page.get_by_role("banner").get_by_role("radio", name="FLOPs").click()
    expect(page.locator(".totals")).to_contain_text(f"{2 * totals['macs'] / 1e9:.2f}")
    expect(page.locator(".legend")).to_contain_text("FLOPs = 2 × MACs")
    expect(page.locator(".cost-table thead")).to_contain_text("FLOPs")


def test_latency_says_that_nothing_was_measured(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet34?metric=latency&tab=measurements")
    expect(page.locator(".legend")).to_contain_text("not measured yet")
    expect(box(page, "stage1")).to_contain_text("unknown")
    expect(page.get_by_role("tabpanel")).to_contain_text("Not measured yet")


def test_an_unknown_architecture_is_a_page_of_its_own(page: Page, stack: Stack) -> None:
    answer = page.goto(stack.url + "/a/resnet51")
    assert answer and answer.status == 404
    expect(page.get_by_role("heading", name="Architecture not found")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="All architectures").click()
    expect(page.get_by_role("link", name="ResNet-50", exact=True)).to_be_visible()


def test_a_running_profile_can_be_cancelled(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet101")
    page.get_by_role("button", name="Profile").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alert")).to_contain_text("was cancelled")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("button", name="Profile")).to_be_enabled()


def test_the_server_being_away_is_said_and_can_be_retried(page: Page, stack: Stack) -> None:
    page.route("**/api/architectures/vgg11/costs/*", lambda route: route.abort())
    page.goto(stack.url + "/a/vgg11")
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute("**/api/architectures/vgg11/costs/*")
    page.get_by_role("button", name="Try again").click()
    shown(page)


@pytest.mark.parametrize("width", [390, 1400])
def test_nothing_is_wider_than_the_window(page: Page, stack: Stack, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for address in ("/", "/a/resnet50", "/a/alexnet?open=all&tab=layer&layer=head.fc6"):
        page.goto(stack.url + address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_lecture_s_charts_are_linked_with_the_diagram(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?tab=charts&open=all")
    figures = page.get_by_role("tabpanel").get_by_role("figure")
    expect(figures).to_have_count(4)
    expect(figures.nth(1)).to_contain_text("most in fc6: 37.8 M, 61.8 % of the network")
    bar = figures.nth(0).get_by_label(re.compile("^conv1: "))
    assert re.sub(r"\D", "", (bar.get_attribute("aria-label") or "").split(",")[1]) == "802816"
    bar.hover()
    expect(box(page, "stage1.conv1")).to_have_class(re.compile("is-highlighted"))
    bar.click()
    expect(box(page, "stage1.conv1")).to_have_attribute("aria-pressed", "true")


def test_a_failed_start_can_be_tried_again(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/vgg13?metric=latency")
    page.route("**/api/jobs/", lambda route: route.abort())
    page.get_by_role("button", name="Measure now").click()
    expect(page.get_by_role("alert")).to_contain_text("could not start")
    page.unroute("**/api/jobs/")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alert")).to_contain_text("was cancelled")


def test_the_map_shows_and_moves_the_window(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50")
    expect(page.locator(".minimap")).to_have_count(0)
    page.get_by_role("button", name="Expand all").click()
    expect(box(page, "head.fc")).not_to_be_in_viewport()
    area = page.locator(".minimap").bounding_box()
    assert area is not None
    page.mouse.click(area["x"] + area["width"] / 3, area["y"] + area["height"] - 2)
    expect(box(page, "head.fc")).to_be_in_viewport()


def test_the_panel_is_a_sheet_on_a_phone(page: Page, stack: Stack) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, stack, "/a/alexnet")
    expect(page.get_by_role("tabpanel")).not_to_be_visible()
    page.get_by_role("tab", name="Table").click()
    expect(page.get_by_role("row", name=re.compile("^conv1"))).to_be_in_viewport()
    page.get_by_role("button", name="Collapse details").click()
    expect(page.get_by_role("tabpanel")).not_to_be_visible()
