"""Where the built front end's files are: what Vite wrote into its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

ENTRY = "src/main.tsx"


@dataclass(frozen=True)
class Bundle:
    """Addresses of the entry script, of the chunks that it imports, and of the style sheets."""

    script: str
    preloads: tuple[str, ...]
    styles: tuple[str, ...]
    icon: str | None


def bundle() -> Bundle | None:
    """The bundle as it is built now; None if it is not."""
    dist: Path = settings.FRONTEND_DIST
    try:
        built_at = (dist / ".vite" / "manifest.json").stat().st_mtime_ns
        return _read(dist, built_at)
    except (OSError, KeyError, ValueError):
        return None


@lru_cache(maxsize=1)
def _read(dist: Path, built_at: int) -> Bundle:
    manifest = json.loads((dist / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    chunks = _imported(manifest, ENTRY)
    styles = dict.fromkeys(style for chunk in chunks for style in chunk.get("css", []))
    return Bundle(
        script=settings.STATIC_URL + manifest[ENTRY]["file"],
        preloads=tuple(settings.STATIC_URL + chunk["file"] for chunk in chunks[1:]),
        styles=tuple(settings.STATIC_URL + style for style in styles),
        icon=f"{settings.STATIC_URL}favicon.svg" if (dist / "favicon.svg").is_file() else None,
    )


def _imported(manifest: dict[str, Any], entry: str) -> list[dict[str, Any]]:
    """The chunk of the entry and all that it imports at once, each a single time."""
    found: dict[str, dict[str, Any]] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = manifest[name]
            waiting.extend(manifest[name].get("imports", []))
    return list(found.values())
