"""Makes the pictures of docs/figures: `make figures`. They are what the page's own Export gives; look at them.

A figure of one block is cut out of its network's picture.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from playwright.sync_api import Page, expect, sync_playwright

from tests.services import chromium
from tests.services.stack import running_stack

FOLDER = Path(__file__).parents[2] / "docs/figures"
SVG = "http://www.w3.org/2000/svg"
MARGIN = 8
"""Around a group that is cut out: less than the way to the frame around it, so that nothing of that shows."""


class Figure(NamedTuple):
    """A file, the view it shows, and the group that it is cut down to."""

    name: str
    address: str
    group: str | None = None


NORMAL = ",".join(["stage1", "stage1.block1", *(f"stage1.block1.branch{number}" for number in range(1, 6))])
REDUCTION = ",".join(["stem", "stem.reduction2", *(f"stem.reduction2.branch{number}" for number in range(1, 6))])
"""The cells as the paper draws them: pairs of operations that are added."""

FIGURES = (
    Figure("alexnet", "/a/alexnet?open=all&fold=1&metric=params"),
    Figure("alexnet-volume", "/a/alexnet?open=all&fold=1&picture=volume"),
    Figure("alexnet-2012-volume", "/a/alexnet_2012?open=all&fold=1&picture=volume"),
    Figure("alexnet-2012", "/a/alexnet_2012?open=all&fold=1&metric=params"),
    Figure("inception-module", "/a/googlenet?levels=3&fold=1&metric=macs", "stage3.block3a"),
    Figure("resnet-stage", "/a/resnet50?open=stage3,stage3.block1,stage3.block2&fold=1&metric=macs", "stage3"),
    Figure("dense-block", "/a/densenet121?open=block1&fold=1&metric=memory", "block1"),
    Figure("shufflenet-unit", "/a/shufflenet_v1_x1_0_g3?levels=3&metric=macs", "stage2.block1"),
    Figure("nasnet-normal-cell", f"/a/nasnet_a_mobile?open={NORMAL}&fold=1&metric=macs", "stage1.block1"),
    Figure("nasnet-reduction-cell", f"/a/nasnet_a_mobile?open={REDUCTION}&fold=1&metric=macs", "stem.reduction2"),
)


def export(page: Page, address: str, folder: Path) -> ElementTree.ElementTree[ElementTree.Element]:
    """The picture that a reader would download."""
    page.goto(address)
    expect(page.locator("[data-diagram-state=ready]")).to_be_visible()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_text("Picture as SVG").click()
    download.value.save_as(folder / "picture.svg")
    return ElementTree.parse(folder / "picture.svg")


def cut(root: ElementTree.Element, group: str) -> None:
    """Shows only the frame of one group."""
    parents = {child: parent for parent in root.iter() for child in parent}
    (frame,) = (element for element in root.iter() if element.get("id") == group)
    rect = next(frame.iter(f"{{{SVG}}}rect"))
    x = y = 0.0
    at: ElementTree.Element | None = frame
    while at is not None:
        if transform := at.get("transform"):
            *_, dx, dy = transform.removeprefix("matrix(").removesuffix(")").split(",")
            x, y = x + float(dx), y + float(dy)
        at = parents.get(at)
    width, height = (float(rect.get(side, 0)) + 2 * MARGIN for side in ("width", "height"))
    root.set("viewBox", f"{x - MARGIN:g} {y - MARGIN:g} {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")


def main() -> None:
    """Writes every figure, or those that are named."""
    wanted = set(sys.argv[1:])
    ElementTree.register_namespace("", SVG)
    FOLDER.mkdir(exist_ok=True)
    path = chromium.chromium_path()
    with (
        tempfile.TemporaryDirectory() as name,
        running_stack("figures", Path(name) / "data", {}) as stack,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        page = browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
        for figure in FIGURES:
            if wanted and figure.name not in wanted:
                continue
            tree = export(page, stack.url + figure.address, Path(name))
            root = tree.getroot()
            if figure.group:
                cut(root, figure.group)
            tree.write(FOLDER / f"{figure.name}.svg", encoding="utf-8", xml_declaration=True)
            print(f"docs/figures/{figure.name}.svg")
        browser.close()


if __name__ == "__main__":
    main()
