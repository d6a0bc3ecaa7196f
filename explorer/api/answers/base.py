"""The building blocks of every answer, errors and pages of lists among them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

Answer = serializers.Serializer[Any]


def integer(**kwargs: Any) -> serializers.IntegerField:
    """An integer of any size."""
    return serializers.IntegerField(**kwargs)


def number(**kwargs: Any) -> serializers.FloatField:
    """A floating-point number."""
    return serializers.FloatField(**kwargs)


def text(**kwargs: Any) -> serializers.CharField:
    """Text."""
    return serializers.CharField(**kwargs)


def many(child: serializers.Field[Any, Any, Any, Any], **kwargs: Any) -> serializers.ListField:
    """A list of plain values."""
    return serializers.ListField(child=child, **kwargs)


class ErrorBody(Answer):
    """The error's code, a sentence for people, and the field that was rejected."""

    code = text()
    message = text()
    field = text(allow_null=True)


class Problem(Answer):
    """The body of every answer with a status of 400 or more."""

    error = ErrorBody()


class Health(Answer):
    """The health of this installation: the database must answer; broker and workers are reported too."""

    status = text(help_text="ok")
    database = text(help_text="ok")
    broker = text(help_text="ok or unreachable")
    workers = integer(help_text="Workers that have reported recently.")
    devices = integer(help_text="Devices that they offer.")


def page_of(answer: type[Answer]) -> type[Answer]:
    """The shape of one page of a list."""
    members: dict[str, Any] = {
        "__doc__": "One page of a list.",
        "count": integer(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": answer(many=True),
    }
    return type(f"{answer.__name__}Page", (serializers.Serializer,), members)
