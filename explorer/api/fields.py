"""Strict input: fields whose errors name the field, what was wrong and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NoReturn

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from explorer.domain.errors import shown

_DECIMAL = re.compile(r"[0-9]{1,18}(\.[0-9]{0,18})?([eE]\+?[0-9]{1,2})?")
_DIGITS = re.compile(r"-?[0-9]{1,18}")
_WORDS = {"true": True, "1": True, "false": False, "0": False}


class Body(serializers.Serializer[Any]):
    """A JSON object that refuses members it does not know."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked members."""
        for name in data:
            if name not in self.fields:
                allowed = ", ".join(self.fields)
                message = f"{shown(name)} is not a field here; allowed are {allowed}."
                raise ValidationError({name[:80]: [message]}, code="unknown_field")
        return super().to_internal_value(data)


class Query(serializers.Serializer[Any]):
    """Query parameters: empty ones count as absent, unknown ones are ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked parameters."""
        return super().to_internal_value({name: data[name] for name in data if data[name] != ""})


class _Strict(serializers.Field[Any, Any, Any, Any]):
    """Says what is allowed in every error."""

    allowed = ""

    def refuse(self, value: object) -> NoReturn:
        """Raises the error for this value."""
        raise ValidationError(f"{self.field_name} is {shown(value)}; it must be {self.allowed}.", code="invalid_field")

    def fail(self, key: str, **kwargs: Any) -> NoReturn:
        """Raises the error for an absent value or null."""
        if key == "required":
            raise ValidationError(f"{self.field_name} is missing; it must be {self.allowed}.", code="missing_field")
        self.refuse(None)

    def is_from_query(self) -> bool:
        """Whether values come as text."""
        return isinstance(self.parent, Query)


class Whole(_Strict, serializers.IntegerField):
    """An integer in a range; true, 1.0 and "1" are none (but the text of a query is)."""

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(min_value=least, max_value=most, **kwargs)
        self.least, self.most = least, most
        self.allowed = f"an integer from {least} to {most}"

    def to_internal_value(self, data: Any) -> int:
        """The integer."""
        value = int(data) if self.is_from_query() and isinstance(data, str) and _DIGITS.fullmatch(data) else data
        if type(value) is not int or not self.least <= value <= self.most:
            self.refuse(data)
        return value


class Real(_Strict, serializers.FloatField):
    """A finite number in a range; true and "1" are none (but the text of a query is)."""

    def __init__(self, *, least: float, most: float, **kwargs: Any) -> None:
        super().__init__(min_value=least, max_value=most, **kwargs)
        self.least, self.most = least, most
        self.allowed = f"a number from {least:g} to {most:g}"

    def to_internal_value(self, data: Any) -> float:
        """The number."""
        value = float(data) if self.is_from_query() and isinstance(data, str) and _DECIMAL.fullmatch(data) else data
        # NaN is in no range.
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.least <= value <= self.most:
            self.refuse(data)
        return float(value)


class OneOf(_Strict, serializers.ChoiceField):
    """One of a few words."""

    def __init__(self, choices: Iterable[str], **kwargs: Any) -> None:
        words = [str(choice) for choice in choices]
        super().__init__(choices=words, **kwargs)
        self.words = words
        self.allowed = f"one of {', '.join(words)}"

    def to_internal_value(self, data: Any) -> str:
        """The word."""
        if not isinstance(data, str) or data not in self.words:
            self.refuse(data)
        return data


class Text(_Strict, serializers.CharField):
    """Text of limited length without control characters."""

    def __init__(self, *, most: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=most, **kwargs)
        self.most = most
        self.allowed = f"text of 1 to {most} characters without control characters"

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The text as it was given; DRF would trim it, and take numbers for text."""
        absent, value = self.validate_empty_values(data)
        return value if absent else self.to_internal_value(value)

    def to_internal_value(self, data: Any) -> str:
        """The text."""
        if not isinstance(data, str) or not 1 <= len(data) <= self.most or re.search(r"[\x00-\x1f\x7f]", data):
            self.refuse(data)
        return data


class YesNo(_Strict, serializers.BooleanField):
    """True or false; "true" and 1 are neither (but the text of a query is)."""

    allowed = "true or false"

    def to_internal_value(self, data: Any) -> bool:
        """The answer."""
        value = _WORDS.get(data) if self.is_from_query() and isinstance(data, str) else data
        if not isinstance(value, bool):
            self.refuse(data)
        return value


class Members(_Strict, serializers.DictField):
    """A JSON object that somebody else checks."""

    allowed = "an object"

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The object as it is."""
        if not isinstance(data, dict):
            self.refuse(data)
        return data


class Listed(_Strict, serializers.ListField):
    """A list whose entries somebody else checks."""

    def __init__(self, *, least: int = 0, most: int, **kwargs: Any) -> None:
        super().__init__(min_length=least, max_length=most, **kwargs)
        self.least, self.most = least, most
        self.allowed = f"a list of {least} to {most} entries"

    def to_internal_value(self, data: Any) -> list[Any]:
        """The list as it is."""
        if not isinstance(data, list) or not self.least <= len(data) <= self.most:
            self.refuse(data)
        return data
