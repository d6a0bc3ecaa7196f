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


MADE_LATER = {"var/"}
"""What a page may name although a clean clone lacks it."""

PAGES_WITH_FILES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    DOCS / "architecture.md",
    *(
        page
        for folder in ("explorer", "workers", "tests", "frontend/src", "frontend/test-pages")
        for page in sorted((ROOT / folder).rglob("README.md"))
    ),
]
FILE_NAME = re.compile(r"`([\w.][\w./-]*(?:\.(?:py|csv|ts|tsx|cjs|css|json|yaml|html)|/))`")


@pytest.mark.parametrize("page", PAGES_WITH_FILES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_a_page_names_are_there(page):
    """Named from the page's own folder or any folder below it; from the top, explorer/ or frontend/ as well."""
    top = page.parent in (ROOT, DOCS)
    for name in set(FILE_NAME.findall(page.read_text())) - MADE_LATER:
        starts = [ROOT, ROOT / "explorer", ROOT / "frontend", ROOT / "frontend" / "src", page.parent]
        below = [ROOT / "explorer", ROOT / "workers", ROOT / "frontend" / "src"] if top else [page.parent]
        assert any((start / name).exists() for start in starts) or any(
            next(folder.rglob(name), None) for folder in below
        ), name
