"""Checks answers against the OpenAPI schema: every member is documented, every documented member is present."""

import functools
import re
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]


@functools.cache
def schema() -> dict[str, Any]:
    """The schema as the server tells it, with objects closed: a member that it does not name is an error."""
    generated: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    for component in generated["components"]["schemas"].values():
        if "properties" in component:
            component["additionalProperties"] = False
    return generated


@functools.cache
def _paths() -> list[tuple[re.Pattern[str], str]]:
    """Addresses as patterns, those without placeholders first."""
    templates = sorted(schema()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"{\w+}", "[^/]+", path)), path) for path in templates]


def template_of(path: str) -> str | None:
    """The documented address that a path belongs to."""
    return next((template for pattern, template in _paths() if pattern.fullmatch(path)), None)


def assert_documented(method: str, response: Any) -> None:
    """The status is one that the schema names for this call, and the body has exactly its shape."""
    template = template_of(response.request["PATH_INFO"])
    operation = schema()["paths"].get(template, {}).get(method)
    if response.status_code >= 400 and (operation is None or str(response.status_code) not in operation["responses"]):
        # Errors that any address may give: no such address, wrong method, a fault of ours.
        assert response.status_code in {404, 405, 500}
        _validate({"$ref": "#/components/schemas/Problem"}, response.json())
        return
    content = operation["responses"][str(response.status_code)].get("content", {})
    if "application/json" in content and response["Content-Type"].startswith("application/json"):
        _validate(content["application/json"]["schema"], response.json())
    else:
        assert response.status_code in {200, 304}


def _validate(shape: dict[str, Any], body: Any) -> None:
    validator = Draft202012Validator(shape | {"components": schema()["components"]})
    errors = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in validator.iter_errors(body)
    ]
    assert not errors, errors
