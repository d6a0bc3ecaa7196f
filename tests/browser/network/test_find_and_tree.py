"""Finding layers in the diagram, and the tree table that shows the same groups and layers, in a real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visits import costs, opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)


def field(page: Page) -> Locator:
    """Where a search is typed."""
    return page.get_by_role("combobox", name="Find layers")


def count(page: Page) -> Locator:
    """How many layers were found, and which of them is selected."""
    return page.locator(".find-count")


def row(page: Page, path: str) -> Locator:
    """A row of the tree table."""
    return page.get_by_role("treegrid").locator(f'tr[data-row="{path}"]')


def rows(page: Page) -> list[str]:
    """The paths of the rows in order."""
    found: list[str] = page.locator(".tree-table tr[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")
    return found


def test_a_query_finds_what_the_report_says(page: Page, stack: Stack) -> None:
    report = costs(stack, "resnet50")
    whole = report["totals"]["macs"]
    expected = [
        layer["path"]
        for layer in report["layers"]
        if layer["op"] == "conv2d" and layer["macs"] > 0.02 * whole and layer["attributes"]["kernel_size"] == [3, 3]
    ]
    assert len(expected) > 3
    opened(page, stack, "/a/resnet50")
    page.keyboard.press("f")
    expect(field(page)).to_be_focused()
    page.keyboard.type("op:conv2d macs>2% kernel=3")
    expect(count(page)).to_have_text(f"{len(expected)} layers")
    expect(page).to_have_url(re.compile(r"find=op%3Aconv2d\+macs%3E2%25\+kernel%3D3"))
    found = page.locator(".cost-table tr.is-found").evaluate_all("rows => rows.map(row => row.dataset.row)")
    assert found == expected
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    expect(page.locator(".diagram :focus")).to_have_count(1)


def test_enter_goes_from_one_hit_to_the_next(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?open=all")
    field(page).fill("fc")
    page.keyboard.press("Enter")
    expect(count(page)).to_contain_text("1 of 3")
    expect(page).to_have_url(re.compile("layer=head.fc6"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("layer=head.fc7"))
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(count(page)).to_contain_text("3 of 3")
    page.get_by_role("button", name="Next match").click()
    expect(page).to_have_url(re.compile("layer=head.fc6"))


def test_a_link_opens_a_search(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?find=fc")
    expect(field(page)).to_have_value("fc")
    expect(count(page)).to_have_text("3 layers")
    page.get_by_role("button", name="Clear search").click()
    expect(page).to_have_url(stack.url + "/a/alexnet")


def test_suggestions_are_of_this_network(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet")
    field(page).press_sequentially("op:")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options).to_have_count(6)
    expect(options.first).to_have_text("relu7 layers")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("op:relu ")
    expect(count(page)).to_have_text("7 layers")


def test_what_is_wrong_is_said(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet")
    field(page).press_sequentially("kernl=3")
    expect(page.locator(".find-error")).to_have_text("kernl=3 kernl is not a field; did you mean kernel?")
    page.get_by_role("button", name="Search help").click()
    page.get_by_role("button", name="stride>1").click()
    expect(field(page)).to_have_value("stride>1")
    expect(page.locator(".find-error")).to_have_text("")
    expect(count(page)).to_have_text("4 layers")


def test_the_tree_has_the_rows_of_the_diagram(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50?open=stage1")
    page.get_by_role("group", name="Rows").get_by_role("radio", name="Tree").click()
    expect(page).to_have_url(re.compile("rows=tree"))
    expect(row(page, "stage1.block1")).to_be_visible()
    assert rows(page)[:4] == ["stem", "stage1", "stage1.block1", "stage1.block2-3"]
    page.locator('.diagram [data-path="stage2"]').first.click()
    expect(row(page, "stage2")).to_have_attribute("aria-expanded", "true")
    memory = costs(stack, "resnet50")["groups"]
    stem = next(group for group in memory if group["path"] == "stem")
    title = row(page, "stem").locator(".bar-memory").get_attribute("title") or ""
    assert int(re.sub(r"\D", "", title)) == stem["activation_bytes"]
    row(page, "stage1.block1").hover()
    expect(page.locator('.diagram .is-highlighted[data-path="stage1.block1"]')).to_have_count(1)


def test_the_tree_is_moved_through_by_keyboard(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50?rows=tree&open=none")
    tree = page.get_by_role("treegrid", name="Groups and layers")
    expect(tree).to_have_attribute("aria-rowcount", "8")
    row(page, "stem").focus()
    page.keyboard.press("ArrowDown")
    expect(row(page, "stage1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(row(page, "stage1")).to_have_attribute("aria-expanded", "true")
    expect(row(page, "stage1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(row(page, "stage1.block1")).to_be_focused()
    expect(row(page, "stage1.block1")).to_have_attribute("aria-level", "2")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"layer=stage1\.block1\.conv1"))
    expect(row(page, "stage1.block1.conv1")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    expect(row(page, "stage1.block1")).to_be_focused()
    page.keyboard.press("*")
    expect(row(page, "stage1.block2-3")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("End")
    expect(row(page, "head")).to_be_focused()
    page.keyboard.press("Home")
    expect(row(page, "stem")).to_be_focused()


def test_the_row_of_what_is_selected_comes_into_sight(page: Page, stack: Stack) -> None:
    for tree in ("", "&rows=tree"):
        opened(page, stack, f"/a/resnet50?open=all{tree}&layer=head.fc")
        chosen = page.locator('tr[data-row="head.fc"]')
        expect(chosen).to_be_in_viewport(ratio=1)
        assert page.evaluate("window.scrollY") == 0


def test_thousands_of_rows_are_not_all_drawn(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/densenet201?rows=tree&open=all")
    total = int(page.get_by_role("treegrid").get_attribute("aria-rowcount") or 0)
    assert total > 700
    assert len(rows(page)) < 120
    row(page, "stem").focus()
    page.keyboard.press("End")
    last = page.locator(".tree-table tbody tr:focus")
    expect(last).to_have_attribute("aria-rowindex", str(total - 1))
    expect(last).to_be_in_viewport(ratio=1)


def test_a_phone_shows_that_a_table_goes_on(page: Page, stack: Stack) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, stack, "/a/resnet50?rows=tree")
    page.get_by_role("tab", name="Table").click()
    frame = page.locator(".table-scroll")
    expect(frame).to_have_class(re.compile("has-more"))
    frame.evaluate("frame => frame.scrollTo(1000, 0)")
    expect(frame).not_to_have_class(re.compile("has-more"))
