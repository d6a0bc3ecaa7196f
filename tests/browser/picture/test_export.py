"""Exports: the picture in another renderer, with the same boxes and words, and the files beside it."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import opened
from tests.services.counting import lacking
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

SVG = "{http://www.w3.org/2000/svg}"

ON_PAGE = """() => {
    const drawn = [...document.querySelectorAll(".diagram-svg .box")].map((box) => ({
        path: box.dataset.path,
        fill: getComputedStyle(box.querySelector(".box-fill")).fill,
        texts: [...box.querySelectorAll("text")].map((text) => text.textContent.trim().replace(/\\s+/g, " ")),
    }));
    const frames = [...document.querySelectorAll(".diagram-svg .frame")].map((frame) => frame.dataset.path);
    const legend = document.querySelector(".legend-title").textContent;
    return { drawn, frames, legend };
}"""


def saved(page: Page, choice: str, folder: Path) -> Path:
    """The file that a choice of the menu gives."""
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as given:
        page.get_by_role("region", name="Export").get_by_text(choice, exact=True).click()
    page.keyboard.press("Escape")
    path = folder / given.value.suggested_filename
    given.value.save_as(path)
    return path


def moved(transform: str | None) -> tuple[float, float]:
    """The shift of an element; the export writes them all as matrices."""
    found = re.fullmatch(r"matrix\(1, 0, 0, 1, ([-\d.e]+), ([-\d.e]+)\)", transform or "matrix(1, 0, 0, 1, 0, 0)")
    assert found, transform
    return float(found[1]), float(found[2])


def places(root: ElementTree.Element) -> dict[str, tuple[float, float, ElementTree.Element]]:
    """Where each box and frame stands in the picture, by path."""
    found = {}

    def walk(element: ElementTree.Element, x: float, y: float) -> None:
        dx, dy = moved(element.get("transform")) if element.tag == f"{SVG}g" else (0.0, 0.0)
        if element.tag == f"{SVG}g" and element.get("id"):
            found[element.get("id", "")] = (x + dx, y + dy, element)
        for child in element:
            walk(child, x + dx, y + dy)

    walk(root, 0, 0)
    return found


def numbers(colour: str) -> tuple[int, ...]:
    """Red, green and blue of "rgb(1, 2, 3)" or "#010203"."""
    if colour.startswith("#"):
        return tuple(bytes.fromhex(colour[1:]))
    return tuple(int(part) for part in re.findall(r"\d+", colour)[:3])


VIEWS = {
    "resnet50, a block open": "/a/resnet50?open=stage1,stage1.block1&metric=macs",
    "googlenet to the right, logarithmic": "/a/googlenet?open=stage3,stage3.block3a&direction=right&scale=log",
    "densenet block with its lanes": "/a/densenet121?open=block1&metric=params&count=flops",
    "alexnet, all of it": "/a/alexnet?open=all",
}


@pytest.mark.parametrize("address", VIEWS.values(), ids=VIEWS.keys())
def test_another_renderer_draws_the_same_boxes_and_words(
    page: Page, stack: Stack, tmp_path: Path, address: str
) -> None:
    renderer = shutil.which("rsvg-convert") or lacking("no rsvg-convert on this machine")
    opened(page, stack, address)
    path = saved(page, "Picture as SVG", tmp_path)
    here: dict[str, Any] = page.evaluate(ON_PAGE)
    root = ElementTree.parse(path).getroot()
    there = places(root)
    assert there.keys() == {box["path"] for box in here["drawn"]} | set(here["frames"])
    picture = tmp_path / "picture.png"
    subprocess.run([renderer, path, "--output", picture], check=True)
    with Image.open(picture) as image:
        assert image.size == (int(float(root.get("width", 0))), int(float(root.get("height", 0))))
        pixels = image.convert("RGB")
        for box in here["drawn"]:
            x, y, element = there[box["path"]]
            assert [text for text in words(element) if text] == [text for text in box["texts"] if text]
            fill = next(element.iter(f"{SVG}rect"))
            middle = int(y + float(fill.get("height", 0)) / 2)
            # Right of the stripe, left of the words.
            assert pixels.getpixel((int(x) + 10, middle)) == numbers(box["fill"]), box["path"]
    said = words(root)
    assert here["legend"] in said
    assert page.get_by_role("heading", level=1).inner_text() in said


def words(element: ElementTree.Element) -> list[str]:
    """The texts in it."""
    return [" ".join("".join(text.itertext()).split()) for text in element.iter(f"{SVG}text")]


def test_nothing_in_the_file_needs_the_page(page: Page, stack: Stack, tmp_path: Path) -> None:
    opened(page, stack, "/a/resnet50?open=stage1")
    text = saved(page, "Picture as SVG", tmp_path).read_text()
    for word in ("var(", "class=", "oklab", "color(", "context-stroke", "foreignObject", "href", "onclick", "role="):
        assert word not in text, word
    assert "sans-serif" in text


def test_the_png_has_twice_the_pixels(page: Page, stack: Stack, tmp_path: Path) -> None:
    opened(page, stack, "/a/alexnet")
    svg = ElementTree.parse(saved(page, "Picture as SVG", tmp_path)).getroot()
    with Image.open(saved(page, "Picture as PNG", tmp_path)) as image:
        assert image.size == (2 * int(float(svg.get("width", 0))), 2 * int(float(svg.get("height", 0))))
        assert len(image.convert("RGB").getcolors(1 << 24) or []) > 50


def test_the_dark_picture_is_dark(browser: Browser, stack: Stack, tmp_path: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = opened(context.new_page(), stack, "/a/alexnet")
    with Image.open(saved(page, "Picture as PNG", tmp_path)) as image:
        assert image.convert("L").getpixel((3, 3)) == pytest.approx(20, abs=20)
    context.close()


def test_figures_are_for_what_the_page_shows(page: Page, stack: Stack, tmp_path: Path) -> None:
    opened(page, stack, "/a/alexnet?batch=8&dtype=float16")
    rows = list(csv.DictReader(io.StringIO(saved(page, "Table as CSV", tmp_path).read_text())))
    assert {(row["batch"], row["dtype"]) for row in rows} == {("8", "float16")}
    with zipfile.ZipFile(saved(page, "For Model Explorer", tmp_path)) as archive:
        assert "alexnet/graph.json" in archive.namelist()
    assert '"name":"AlexNet"' in saved(page, "Graph document", tmp_path).read_text()


def test_a_copied_link_is_the_address(browser: Browser, stack: Stack) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = opened(context.new_page(), stack, "/a/vgg16?metric=params")
    page.get_by_role("button", name="Export").click()
    page.get_by_text("Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    context.close()
