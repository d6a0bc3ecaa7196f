"""Files that jobs made, each named by the sha256 of its content and written atomically."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_CHUNK_BYTES = 2**20
_SHA256 = re.compile(r"[0-9a-f]{64}")


def artifact_path(sha256: str) -> Path:
    """The path of the file with this content. Raises ValueError for anything but a sha256 in lower case."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("An artifact's name is 64 hexadecimal digits.")
    directory: Path = settings.ARTIFACT_DIR
    return directory / sha256[:2] / sha256


def artifact_write(source: BinaryIO | Path) -> tuple[str, int]:
    """Stores a copy of the content and returns its sha256 and size in bytes.

    Raises OSError, and leaves nothing behind, when the disk is full.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            return artifact_write(stream)
    directory: Path = settings.ARTIFACT_DIR
    directory.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=directory, prefix=".draft-")
    draft = Path(name)
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as file:
            while chunk := source.read(_CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        path = artifact_path(digest.hexdigest())
        path.parent.mkdir(exist_ok=True)
        draft.replace(path)
        _sync_directory(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest(), size


def _sync_directory(directory: Path) -> None:
    """Syncs the folder, so that a rename survives a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
