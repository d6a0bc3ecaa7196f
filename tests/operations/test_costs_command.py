"""`manage.py costs`: the table of a lecture slide, CSV and JSON, of shipped architectures and of documents."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from explorer.catalog import recipes
from explorer.domain.document import canonical_json


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("costs", *arguments, stdout=out)
    return out.getvalue()


def test_a_table_by_stage():
    lines = printed("resnet50", "--height", "224", "--by", "stage").splitlines()
    assert lines[0].startswith("ResNet-50: input 1 x 3 x 224 x 224, float32; one multiply-add is one MAC")
    rows = {line.split("  ")[0]: line for line in lines}
    assert "1024 x 14 x 14" in rows["stage3"]
    assert rows["total"].split()[-2:] == ["4.09", "G"]
    assert "depth 50; peak activation memory 9.19 MB" in "\n".join(lines)


def test_both_conventions_and_pools():
    def total(*arguments: str) -> str:
        return next(line for line in printed("alexnet", *arguments).splitlines() if line.startswith("total"))

    assert total().endswith("717 M")
    assert total("--flops").endswith("1.43 G")
    assert total("--count-pools").endswith("718 M")


@pytest.mark.parametrize("by", ["layer", "block", "stage"])
def test_csv_adds_up_to_the_network(by):
    rows = list(csv.DictReader(io.StringIO(printed("resnet18", "--csv", "--by", by))))
    assert sum(int(row["params"]) for row in rows) == 11_689_512
    assert sum(int(row["macs"]) for row in rows) == 1_814_073_344
    assert len(rows) == {"layer": 69, "block": 15, "stage": 6}[by]


def test_json_is_the_report_of_the_api():
    report = json.loads(printed("alexnet", "--json", "--flops-per-s", "1e12", "--bytes-per-s", "1e11"))
    assert report["architecture"] == "alexnet"
    assert report["totals"]["macs"] == 716_767_232
    assert report["roofline"]["device"]["flops_per_s"] == 1e12


def test_one_side_stands_for_both():
    for side in ("--height", "--width"):
        assert "input 1 x 3 x 99 x 99" in printed("resnet18", side, "99")
    assert "input 1 x 3 x 99 x 120" in printed("resnet18", "--height", "99", "--width", "120")


def test_the_share_of_limited_layers_leaves_out_views():
    rates = ["--flops-per-s", "1e12", "--bytes-per-s", "1e11"]
    bound = json.loads(printed("alexnet", "--json", *rates))["roofline"]
    assert bound["compute_limited_layers"] + bound["memory_limited_layers"] == 18, "21 but for two dropouts, a flatten"
    share = round(100 * bound["memory_limited_layers"] / 18, 1)
    assert f"{share} % of the layers with any work are limited by memory" in printed("alexnet", *rates)


def test_a_document(tmp_path):
    path = tmp_path / "small.json"
    path.write_text(canonical_json(recipes()["vgg"].build({"image_size": 32, "classes": 10})))
    assert "input 1 x 3 x 64 x 64" in printed(str(path), "--height", "64")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["vgg17"], "neither an architecture nor a file"),
        (["vgg"], "similar names: vgg11, vgg13"),
        (["alexnet", "--height", "20"], "its window spans"),
        (["alexnet", "--batch", "0"], "batch is 0; it must be an integer from 1"),
        (["alexnet", "--height", "0"], "height is 0; it must be an integer from 1"),
        (["alexnet", "--height", "227", "--width", "0"], "width is 0; it must be an integer from 1"),
        (["alexnet", "--flops-per-s", "1e12"], "both --flops-per-s and --bytes-per-s"),
        (["missing.json"], "cannot be read: No such file"),
    ],
)
@pytest.mark.django_db
def test_mistakes_are_told(arguments, says):
    with pytest.raises(CommandError, match=says):
        printed(*arguments)
