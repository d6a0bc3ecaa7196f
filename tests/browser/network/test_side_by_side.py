"""Several networks on one page, each with a view of its own: frontend/test-pages/side-by-side.tsx in Chromium."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.services.stack import ROOT, Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

ADDRESS = "/side-by-side"
MIME = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the built page, which no bundle of the product contains."""
    folder = tmp_path_factory.mktemp("test-pages")
    command = ["node_modules/.bin/vite", "build", "--logLevel", "warn", "--config", "test-pages/vite.config.ts"]
    subprocess.run([*command, "--outDir", str(folder)], cwd=ROOT / "frontend", check=True)
    return folder


@pytest.fixture
def page(page: Page, stack: Stack, built: Path) -> Page:
    """A page whose browser finds the test page at the address of a running Layerscope."""
    manifest = json.loads((built / ".vite" / "manifest.json").read_text())
    script = manifest["test-pages/side-by-side.tsx"]["file"]
    document = f"""<!doctype html><html lang="en"><title>Side by side</title><div id="app"></div>
        <link rel="stylesheet" href="/test-pages/{manifest["style.css"]["file"]}">
        <script type="module" src="/test-pages/{script}"></script></html>"""

    def serve(route: Route) -> None:
        path = built / route.request.url.split("/test-pages/")[1]
        route.fulfill(body=path.read_bytes(), content_type=MIME[path.suffix])

    page.route(f"**{ADDRESS}*", lambda route: route.fulfill(body=document, content_type="text/html"))
    page.route("**/test-pages/**", serve)
    return page


def networks(page: Page, stack: Stack, *slugs: str, selection: str = "own") -> list[Locator]:
    """The parts of the page that belong to each network, once all of them are drawn."""
    page.goto(f"{stack.url}{ADDRESS}?networks={','.join(slugs)}&selection={selection}")
    parts = [page.locator(f"[data-network={slug}]") for slug in slugs]
    for part in parts:
        expect(part.and_(page.locator("[data-diagram-state=ready]"))).to_be_visible()
        expect(part.get_by_role("tablist", name="Details")).to_be_visible()
    return parts


def box(network: Locator, path: str) -> Locator:
    return network.locator(f'.diagram [data-path="{path}"]')


def metric(network: Locator, name: str) -> Locator:
    return network.get_by_role("group", name="Overlay").get_by_role("radio", name=name)


def row(network: Locator, path: str) -> Locator:
    return network.locator(f'.cost-table tr[data-row="{path}"]')


def selected(network: Locator) -> Locator:
    return network.locator(".cost-table tr[aria-current]")


def find(network: Locator) -> Locator:
    return network.get_by_role("combobox", name="Find layers")


def test_each_network_has_a_view_of_its_own(page: Page, stack: Stack) -> None:
    resnet, densenet = networks(page, stack, "resnet50", "densenet121")

    box(resnet, "stage3").click()
    metric(resnet, "MACs").check(force=True)
    find(resnet).fill("op:conv2d kernel=3")
    metric(densenet, "Parameters").check(force=True)
    find(densenet).fill("op:max_pool2d")

    expect(box(resnet, "stage3.block1")).to_be_visible()
    expect(box(resnet, "stage1.block1")).to_have_count(0)
    expect(metric(resnet, "MACs")).to_be_checked()
    expect(resnet.locator(".find-count")).to_have_text("16 layers")
    expect(metric(densenet, "Parameters")).to_be_checked()
    expect(densenet.locator(".find-count")).to_have_text("1 layer")

    for network, path in (resnet, "stage3.block1.conv2"), (densenet, "stem.conv"):
        row(network, path).click()
        network.get_by_role("tab", name="Layer").click()
        expect(network.get_by_role("tabpanel")).to_contain_text(path)
    expect(resnet.get_by_role("tabpanel")).not_to_contain_text("stem.conv")


def test_closing_one_leaves_the_other_alone(page: Page, stack: Stack) -> None:
    resnet, densenet = networks(page, stack, "resnet50", "densenet121")
    metric(densenet, "Parameters").check(force=True)
    row(densenet, "stem.conv").click()
    densenet.get_by_role("button", name="Expand all").click()
    expect(densenet.get_by_role("button", name="Expand all")).to_be_disabled()

    page.get_by_role("button", name="Close ResNet-50").click()

    expect(resnet).to_have_count(0)
    expect(metric(densenet, "Parameters")).to_be_checked()
    expect(selected(densenet)).to_have_attribute("data-row", "stem.conv")
    expect(densenet.get_by_role("button", name="Expand all")).to_be_disabled()
    densenet.get_by_role("button", name="Collapse all").click()
    expect(densenet.get_by_role("button", name="Collapse all")).to_be_disabled()
    expect(box(densenet, "stem.conv")).to_have_count(0)


# Both buttons are pressed before the browser draws again; the worker's answers are then measured.
OPEN_BOTH = """
(networks) => {
  for (const network of networks)
    for (const button of network.querySelectorAll(".levels button"))
      if (button.textContent.trim() === "Expand all") button.click();
  return performance.getEntriesByName("layout").length;
}
"""


def test_the_layout_worker_answers_both_when_asked_in_the_same_frame(page: Page, stack: Stack) -> None:
    resnet, densenet = networks(page, stack, "resnet50", "densenet121")
    before = page.locator("[data-network]").evaluate_all(OPEN_BOTH)
    # The pictures are large: each is drawn only when its answer from the worker is there.
    page.wait_for_function("before => performance.getEntriesByName('layout').length >= before + 2", arg=before)
    for network, path in (resnet, "stem.conv1"), (densenet, "stem.conv"):
        expect(box(network, path)).to_be_visible()


def test_keys_go_to_the_network_they_are_pressed_in(page: Page, stack: Stack) -> None:
    resnet, densenet = networks(page, stack, "resnet50", "densenet121")
    box(densenet, "stem").focus()
    page.keyboard.press("f")
    expect(find(densenet)).to_be_focused()
    page.keyboard.press("Escape")
    expect(densenet.locator(".diagram :focus")).to_have_count(1)

    for network, path in (resnet, "stem.conv1"), (densenet, "stem.conv"):
        row(network, path).click()
        expect(selected(network)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(selected(densenet)).to_have_count(0)
    expect(selected(resnet)).to_have_count(1)


def test_four_networks_can_share_their_selection(page: Page, stack: Stack) -> None:
    four = networks(page, stack, "resnet18", "resnet34", "resnet50", "vgg16", selection="shared")
    row(four[1], "stage2.block1.conv1").click()
    for network in four[:3]:
        expect(selected(network)).to_have_attribute("data-row", "stage2.block1.conv1")
    # VGG-16 has no such layer, and goes on as it was.
    expect(selected(four[3])).to_have_count(0)
    box(four[3], "stage2").click()
    expect(box(four[3], "stage2.conv1")).to_be_visible()


def test_no_picture_borrows_the_arrowheads_of_another(page: Page, stack: Stack) -> None:
    pictures = networks(page, stack, "resnet50", "densenet121")
    ids: list[str] = page.locator("[id]").evaluate_all("elements => elements.map((element) => element.id)")
    assert len(set(ids)) == len(ids)
    for picture in pictures:
        own: list[str] = picture.locator(".diagram-svg marker").evaluate_all("markers => markers.map(({ id }) => id)")
        drawn: list[str] = picture.locator(".diagram-svg .line.has-arrow").evaluate_all(
            "lines => lines.map((line) => getComputedStyle(line).markerEnd)"
        )
        assert drawn
        assert set(drawn) == {f'url("#{name}")' for name in own}
