"""Artifact files: written atomically, and never to a path that a client chooses."""

import hashlib
import io
import stat

import pytest

from explorer.environment import secret_key
from explorer.store.artifacts import artifact_path, artifact_write
from tests.store.databases import at_once


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ARTIFACT_DIR = tmp_path / "artifacts"
    return settings.ARTIFACT_DIR


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_named_by_its_content(folder, tmp_path):
    content = b"layer" * 500_000
    sha256, size = artifact_write(io.BytesIO(content))
    assert (sha256, size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert artifact_path(sha256).read_bytes() == content
    (tmp_path / "again").write_bytes(content)
    assert artifact_write(tmp_path / "again") == (sha256, size)
    assert files(folder) == [artifact_path(sha256)]


def test_a_full_disk_leaves_nothing_behind(folder):
    class Breaks(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 0:
                raise OSError(28, "No space left on device")
            return super().read(100)

    with pytest.raises(OSError, match="No space"):
        artifact_write(Breaks(b"x" * 1000))
    assert files(folder) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_sha256_is_a_name(name):
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        artifact_path(name)


def test_the_secret_key_is_made_once_and_is_private(tmp_path, django_db_blocker):
    path = tmp_path / "new" / "secret_key"
    with django_db_blocker.unblock():
        keys = at_once(8, lambda: secret_key(path))
    assert len(set(keys)) == 1
    assert len(keys[0]) > 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["secret_key"]
