"""Architectures in the database: the catalogue, those of visitors, and the number of queries that reads take."""

import dataclasses
from functools import cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from explorer.catalog import entries, recipes
from explorer.domain.costs import cost_report
from explorer.domain.document import graph_from_json, graph_sha256
from explorer.management import catalogue
from explorer.store import models, reads, writes
from explorer.store.errors import NotFound

pytestmark = pytest.mark.usefixtures("database")


@cache
def shipped():
    return catalogue.shipped()


def store(name="My net", **changes):
    graph = recipes()["resnet"].build({"block": "basic", "blocks": [1, 1, 1, 1]})
    return writes.architecture_create(graph=graph, name=name, family="ResNet", **changes)


def test_loading_again_changes_nothing():
    before = list(models.Architecture.objects.values())
    assert writes.catalogue_load(entries=shipped()) == 0
    assert list(models.Architecture.objects.values()) == before


def test_a_changed_entry_is_updated_in_place():
    mine = store()
    position, (entry, graph, accuracies) = next(
        (position, row) for position, row in enumerate(shipped()) if row[0].slug == "alexnet"
    )
    identity = models.Architecture.objects.get(slug=entry.slug).id
    changed = dataclasses.replace(entry, summary="Now different.")
    try:
        rows = [*shipped()[:position], (changed, graph, accuracies[:1]), *shipped()[position + 1 :]]
        assert writes.catalogue_load(entries=rows) == 1
        detail = reads.architecture_detail(slug=entry.slug)
        assert detail.summary.summary == "Now different."
        assert len(detail.accuracies) == 1
        assert models.Architecture.objects.get(slug=entry.slug).id == identity
        assert reads.architecture_summary(slug=mine.slug).name == "My net"
    finally:
        assert writes.catalogue_load(entries=shipped()) == 1
    assert len(reads.architecture_detail(slug=entry.slug).accuracies) == len(accuracies)


def test_a_shipped_slug_pushes_a_visitors_architecture_aside():
    mine = store("Net of tomorrow")
    entry, graph, accuracies = shipped()[0]
    new = dataclasses.replace(entry, slug=mine.slug)
    writes.catalogue_load(entries=[*shipped(), (new, graph, accuracies)])
    try:
        assert reads.architecture_summary(slug=mine.slug).name == entry.name
        assert reads.architecture_summary(slug=f"{mine.slug}-2").name == "Net of tomorrow"
    finally:
        models.Architecture.objects.filter(slug=mine.slug).delete()


def test_stored_totals_are_those_of_the_graph():
    for entry in entries():
        summary = reads.architecture_summary(slug=entry.slug)
        stored = reads.architecture_graph(slug=entry.slug)
        graph = graph_from_json(reads.graph_json(graph_sha256=stored.graph_sha256))
        totals = cost_report(graph).totals
        for name in ("params", "macs", "activation_bytes", "peak_activation_bytes", "depth"):
            assert getattr(summary, name) == getattr(totals, name), entry.slug
        assert stored.graph_sha256 == graph_sha256(graph)


def test_slugs_come_from_names_and_stay_unique():
    names = ["Mein Netz Größe 3", "Mein Netz Größe 3", "!!!", "x" * 200, "x" * 200]
    slugs = [store(name).slug for name in names]
    assert slugs == ["mein-netz-groe-3", "mein-netz-groe-3-2", "architecture", "x" * 60, "x" * 60 + "-2"]
    assert store("ResNet 18").slug == "resnet-18"
    assert store("resnet18").slug == "resnet18-2"


def test_lists_search_filter_and_sort():
    def slugs(**query):
        return [item.slug for item in reads.architectures_page(page_size=100, **query).results]

    assert slugs() == [entry.slug for entry in entries()][:100]
    assert slugs(search="wide res 50") == ["wide_resnet50_2"]
    assert slugs(search="100%") == []
    assert slugs(search="vgg", macs_max=12 * 10**9, params_max=133 * 10**6) == ["vgg11", "vgg11_bn", "vgg11_lrn"]
    assert slugs(year_max=1998) == ["lenet5", "lenet5_modern"]
    assert slugs(family="ConvNeXt", year_min=2021) == slugs(family="ConvNeXt") != []
    assert slugs(family="ConvNeXt", year_min=2023) == []
    mine = store("Unmeasured").slug
    assert slugs(search="unmeasured", year_min=1900) == []
    last = {
        way: reads.architectures_page(ordering=f"{way}top1_error_pct", page_size=1000).results[-1] for way in ("", "-")
    }
    assert last[""].slug == last["-"].slug == mine
    assert {"AlexNet", "ResNet", "VGG"} < set(reads.families())
    with pytest.raises(NotFound, match="the last page is 1"):
        reads.architectures_page(page=2, page_size=1000)


def queries_of(read):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def test_reads_take_the_same_few_queries_however_long_the_list():
    assert queries_of(lambda: reads.architectures_page(page_size=2)) == 2
    assert queries_of(lambda: reads.architectures_page(page_size=100)) == 2
    assert queries_of(lambda: reads.architecture_detail(slug="resnet50")) == 2
    assert queries_of(lambda: reads.architecture_summaries(slugs=["resnet18", "vgg16", "vgg19"])) == 1
    assert queries_of(lambda: reads.measurements_newest(slugs=["resnet18", "vgg16", "vgg19"], most=3)) == 2
    spec = {"device": "cpu", "dtype": "float32", "height": 224, "width": 224}
    for batch in range(1, 6):
        writes.job_submit(kind="profile", architecture_slug="resnet18", spec=spec | {"batch": batch})
    assert queries_of(lambda: reads.jobs_page(page_size=2)) == queries_of(lambda: reads.jobs_page(page_size=100)) == 2
