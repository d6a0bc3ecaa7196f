"""Prints the costs of an architecture layer by layer, in a table like that of the lecture.

manage.py costs resnet50 --height 224 --by stage
manage.py costs graph.json --csv
"""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from explorer.catalog import entries, recipes
from explorer.domain.cost_csv import BY, csv_text
from explorer.domain.costs import CostOptions, cost_report
from explorer.domain.document import graph_from_json
from explorer.domain.errors import DomainError
from explorer.domain.graph import Graph
from explorer.domain.roofline import PeakRates
from explorer.domain.tensor import DTYPES
from explorer.management.cost_table import json_text, table_text
from explorer.store import reads
from explorer.store.errors import NotFound


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []
    """Runs without a database, which the catalogue does not need."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("architecture", help="a slug (resnet50) or the path of a graph document (graph.json)")
        parser.add_argument("--batch", type=int, default=1)
        parser.add_argument("--height", type=int, help="input height in pixels; also the width unless given")
        parser.add_argument("--width", type=int, help="input width in pixels; also the height unless given")
        parser.add_argument("--dtype", choices=list(DTYPES), default="float32")
        parser.add_argument(
            "--by", choices=BY, default="layer", help="one row per layer, block or stage (default: layer)"
        )
        parser.add_argument("--flops", action="store_true", help="show FLOPs = 2 x MACs instead of MACs")
        parser.add_argument("--count-pools", action="store_true", help="add K x K per pooled output to the MACs")
        parser.add_argument(
            "--flops-per-s", type=float, help="peak arithmetic rate of a device, for the roofline bound"
        )
        parser.add_argument("--bytes-per-s", type=float, help="memory bandwidth of that device")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--csv", action="store_true", help="comma-separated values with exact numbers")
        form.add_argument("--json", action="store_true", help="the whole report in the JSON of the API")

    def handle(self, *args: Any, **options: Any) -> None:
        height, width = options["height"], options["width"]
        height, width = width if height is None else height, height if width is None else width
        wanted = CostOptions(options["batch"], height, width, options["dtype"])
        try:
            peak_rates = _peak_rates(options["flops_per_s"], options["bytes_per_s"])
            slug, graph = _graph(options["architecture"])
            report = cost_report(graph, wanted, slug=slug)
        except DomainError as error:
            raise CommandError(error.message) from None
        if options["json"]:
            self.stdout.write(json_text(report, peak_rates))
        elif options["csv"]:
            self.stdout.write(csv_text(report, options["by"]), ending="")
        else:
            counting = (2 if options["flops"] else 1, options["count_pools"])
            self.stdout.write(table_text(graph.name, report, options["by"], peak_rates, *counting))


def _peak_rates(flops_per_s: float | None, bytes_per_s: float | None) -> PeakRates | None:
    if (flops_per_s is None) != (bytes_per_s is None):
        raise CommandError("The roofline needs both --flops-per-s and --bytes-per-s.")
    return PeakRates(flops_per_s, bytes_per_s) if flops_per_s is not None and bytes_per_s is not None else None


def _graph(name: str) -> tuple[str | None, Graph]:
    """The graph of a document, of a shipped architecture, or of one in the database."""
    path = Path(name)
    if path.suffix == ".json" or path.is_file():
        try:
            return None, graph_from_json(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.") from None
    entry = next((entry for entry in entries() if entry.slug == name), None)
    if entry:
        return entry.slug, recipes()[entry.recipe].build(entry.parameters)
    try:
        stored = reads.architecture_graph(slug=name)
    except (NotFound, DatabaseError):
        # Without a database there is only the catalogue.
        close = [entry.slug for entry in entries() if name.lower() in entry.slug][:8]
        hint = f"; similar names: {', '.join(close)}" if close else ""
        raise CommandError(f"{name} is neither an architecture nor a file{hint}.") from None
    return stored.slug, graph_from_json(reads.graph_json(graph_sha256=stored.graph_sha256))
