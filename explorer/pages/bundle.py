"""Addresses of the built front end's files, from Vite's manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

ENTRY = "src/main.tsx"
STYLE = "style.css"
PAGE = "src/view/{}/page.tsx"


@dataclass(frozen=True)
class Bundle:
    """Addresses of the entry script, of the chunks that it and a page import, of the style sheet, and of a font.

    The font is that of running text, the first that the style sheet names. Without a preload the browser finds it
    only at layout, and text first shows in another font.
    """

    script: str
    preloads: tuple[str, ...]
    style: str
    font: str | None
    icon: str | None


def bundle(page: str | None = None) -> Bundle | None:
    """The current bundle with the code of one page; None if it is not built.

    The entry loads a page's code only once it knows the page; preloading lets the browser fetch it earlier.
    """
    dist: Path = settings.FRONTEND_DIST
    try:
        built_at = (dist / ".vite" / "manifest.json").stat().st_mtime_ns
        return _read(dist, built_at, page)
    except (OSError, KeyError, ValueError):
        return None


@lru_cache(maxsize=8)
def _read(dist: Path, built_at: int, page: str | None) -> Bundle:
    manifest = json.loads((dist / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    chunks = _imported(manifest, ENTRY, *([PAGE.format(page)] if page else []))
    fonts = [asset for asset in manifest[ENTRY].get("assets", []) if asset.endswith(".woff2")]
    return Bundle(
        script=settings.STATIC_URL + manifest[ENTRY]["file"],
        preloads=tuple(settings.STATIC_URL + chunk["file"] for chunk in chunks[1:]),
        style=settings.STATIC_URL + manifest[STYLE]["file"],
        font=settings.STATIC_URL + fonts[0] if fonts else None,
        icon=f"{settings.STATIC_URL}favicon.svg" if (dist / "favicon.svg").is_file() else None,
    )


def _imported(manifest: dict[str, Any], *entries: str) -> list[dict[str, Any]]:
    """The chunks of the entries and of everything they import statically, each once, the first entry first."""
    found: dict[str, dict[str, Any]] = {}
    waiting = list(entries)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = manifest[name]
            waiting.extend(manifest[name].get("imports", []))
    return list(found.values())
