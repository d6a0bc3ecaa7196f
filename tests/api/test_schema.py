"""The OpenAPI schema: complete, committed as it is, and readable in a browser."""

import io
from pathlib import Path

import yaml
from django.core.management import call_command
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_schema_is_current():
    fresh = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=fresh)
    committed = (ROOT / "frontend" / "openapi.yaml").read_text(encoding="utf-8")
    assert committed == fresh.getvalue(), "run make schema, and commit frontend/openapi.yaml"


def test_the_schema_is_served_in_yaml_and_json():
    served = Client().get("/api/schema/")
    assert served.status_code == 200
    document = yaml.safe_load(served.content)
    assert document["openapi"].startswith("3.1")
    as_json = Client().get("/api/schema/", headers={"Accept": "application/json"})
    assert as_json.json()["paths"].keys() == document["paths"].keys()


def test_every_operation_has_a_name_and_a_typed_answer():
    document = yaml.safe_load((ROOT / "frontend" / "openapi.yaml").read_text(encoding="utf-8"))
    names = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            names.append(operation["operationId"])
            answers = [answer for status, answer in operation["responses"].items() if status[0] == "2"]
            assert answers, (method, path)
            for answer in answers:
                assert answer["content"], (method, path)
    assert len(set(names)) == len(names)
