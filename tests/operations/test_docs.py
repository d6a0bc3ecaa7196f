"""The documentation is complete: a missing variable, figure or file fails here."""

import re
from pathlib import Path

import pytest

from explorer.catalog import entries, recipes
from explorer.domain.costs import cost_report

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
READS = re.compile(r'(?:environ(?:\.get)?[\[(]|\bflag\(|\bnumber\(|\blisted\()\s*"([A-Z_]+)"')


def test_every_variable_that_is_read_is_documented():
    sources = [*(ROOT / "explorer").rglob("*.py"), *(ROOT / "workers").rglob("*.py")]
    read = {name for source in sources for name in READS.findall(source.read_text())}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (DOCS / "configuration.md").read_text(), re.MULTILINE))
    assert read == documented


def test_the_table_of_other_counters_has_our_figures_of_today():
    header, ours = re.findall(
        r"^\| (counter|Layerscope, MACs) \| (.+) \|", (DOCS / "costs.md").read_text(), re.MULTILINE
    )
    slugs, figures = (row[1].split(" | ")[:-1] for row in (header, ours))
    by_slug = {entry.slug: entry for entry in entries()}
    for slug, figure in zip(slugs, figures, strict=True):
        graph = recipes()[by_slug[slug].recipe].build(by_slug[slug].parameters)
        assert f"{cost_report(graph).totals.macs / 1e9:.4g}" == figure


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))], ids=lambda page: page.name
)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
        assert (page.parent / target).exists(), target


ROOMS = [
    ROOT / "README.md",
    *(page for folder in ("explorer", "workers", "tests") for page in sorted((ROOT / folder).rglob("README.md"))),
]


@pytest.mark.parametrize("page", ROOMS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_a_readme_names_are_there(page):
    """Named from the folder's README itself, from the top, or from explorer/."""
    for name in re.findall(r"`(\w[\w./-]*(?:\.py|\.csv|/))`", page.read_text()):
        assert any((start / name).exists() for start in (page.parent, ROOT, ROOT / "explorer")), name
