"""The documentation names what exists: a variable, an operator or a folder that it misses fails here."""

import re
from pathlib import Path

import pytest

from explorer.domain.operators import OPERATORS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
READS = re.compile(r'(?:environ(?:\.get)?[\[(]|\bflag\(|\bnumber\(|\blisted\()\s*"([A-Z_]+)"')


def test_every_variable_that_is_read_is_documented():
    sources = [*(ROOT / "explorer").rglob("*.py"), *(ROOT / "workers").rglob("*.py")]
    read = {name for source in sources for name in READS.findall(source.read_text())}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (DOCS / "configuration.md").read_text(), re.MULTILINE))
    assert read == documented


def test_every_operator_is_in_the_graph_format():
    documented = set(re.findall(r"^\| `([a-z0-9_]+)` \|", (DOCS / "graph-format.md").read_text(), re.MULTILINE))
    assert set(OPERATORS) <= documented


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
        assert (page.parent / target).exists(), target
