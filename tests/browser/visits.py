"""Visits to the pages of a running Layerscope, as every browser test makes them."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from playwright.sync_api import Page, expect

from tests.services.stack import Stack


def shown(page: Page) -> Page:
    """The page once its diagram and the panel beside it, which follows a moment later, are on screen."""
    expect(page.locator("[data-diagram-state=ready]")).to_be_visible()
    expect(page.get_by_role("tablist", name="Details")).to_be_visible()
    return page


def opened(page: Page, stack: Stack, address: str) -> Page:
    """The diagram page at an address, once all of it is there."""
    page.goto(stack.url + address)
    return shown(page)


def costs(stack: Stack, slug: str) -> Any:
    """The cost report that the page must agree with."""
    with urllib.request.urlopen(f"{stack.url}/api/architectures/{slug}/costs/") as answer:
        return json.load(answer)
