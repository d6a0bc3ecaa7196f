"""Strict input fields: their errors name the field, the value and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NoReturn, TypeGuard

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from explorer.domain import bounds
from explorer.domain.bounds import Boolean, Bound, Choice, IntegerRange, NumberRange
from explorer.domain.errors import shown

_DECIMAL = re.compile(r"[0-9]{1,18}(\.[0-9]{0,18})?([eE]\+?[0-9]{1,2})?")
_DIGITS = re.compile(r"-?[0-9]{1,18}")
_WORDS = {"true": True, "1": True, "false": False, "0": False}


class Body(serializers.Serializer[Any]):
    """A JSON object that rejects unknown members."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked members."""
        for name in data:
            if name not in self.fields:
                allowed = ", ".join(self.fields)
                message = f"{shown(name)} is not a field here; allowed fields are {allowed}."
                raise ValidationError({name[:80]: [message]}, code="unknown_field")
        return super().to_internal_value(data)


class Query(serializers.Serializer[Any]):
    """Query parameters: empty ones count as absent, unknown ones are ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked parameters."""
        return super().to_internal_value({name: data[name] for name in data if data[name] != ""})


class _Strict(serializers.Field[Any, Any, Any, Any]):
    """A field whose errors say what is allowed."""

    bound: Bound

    def reject(self, value: object) -> NoReturn:
        """Raises the error for this value."""
        raise ValidationError(self.bound.message(str(self.field_name), value), code="invalid_field")

    def fail(self, key: str, **kwargs: Any) -> NoReturn:
        """Raises the error for an absent value or null."""
        if key == "required":
            message = f"{self.field_name} is missing; it must be {self.bound.allowed}."
            raise ValidationError(message, code="missing_field")
        self.reject(None)

    def checked(self, value: Any, parsed: Any) -> Any:
        """The parsed value, if it is allowed."""
        if parsed not in self.bound:
            self.reject(value)
        return parsed

    def is_from_query(self, value: object) -> TypeGuard[str]:
        """Whether the value is the text of a query."""
        return isinstance(self.parent, Query) and isinstance(value, str)


class StrictInteger(_Strict, serializers.IntegerField):
    """An integer in a range; true, 1.0 and "1" are rejected, but a query's text is read as a number."""

    def __init__(self, *, min_value: int, max_value: int, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        self.bound = IntegerRange(min_value, max_value)

    def to_internal_value(self, data: Any) -> int:
        """The integer."""
        value: int = self.checked(data, int(data) if self.is_from_query(data) and _DIGITS.fullmatch(data) else data)
        return value


class StrictFloat(_Strict, serializers.FloatField):
    """A finite number in a range; true and "1" are rejected, but a query's text is read as a number."""

    def __init__(self, *, min_value: float, max_value: float, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        self.bound = NumberRange(min_value, max_value)

    def to_internal_value(self, data: Any) -> float:
        """The number."""
        return float(self.checked(data, float(data) if self.is_from_query(data) and _DECIMAL.fullmatch(data) else data))


class OneOf(_Strict, serializers.ChoiceField):
    """One of a few words."""

    def __init__(self, choices: Iterable[str], **kwargs: Any) -> None:
        words = [str(choice) for choice in choices]
        super().__init__(choices=words, **kwargs)
        self.bound = Choice(words)

    def to_internal_value(self, data: Any) -> str:
        """The word."""
        word: str = self.checked(data, data)
        return word


class StrictBoolean(_Strict, serializers.BooleanField):
    """True or false; "true" and 1 are rejected, but a query's text is read as a boolean."""

    bound = Boolean()

    def to_internal_value(self, data: Any) -> bool:
        """The answer."""
        value: bool = self.checked(data, _WORDS.get(data) if self.is_from_query(data) else data)
        return value


class Text(_Strict, serializers.CharField):
    """Text of limited length without control characters."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.bound = bounds.Text(max_length)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The text unchanged; DRF would trim it and accept numbers."""
        absent, value = self.validate_empty_values(data)
        return value if absent else self.to_internal_value(value)

    def to_internal_value(self, data: Any) -> str:
        """The text."""
        text: str = self.checked(data, data)
        return text


class _AnyObject(Bound):
    allowed = "an object"

    def __contains__(self, value: object) -> bool:
        return isinstance(value, dict)


class JsonObject(_Strict, serializers.DictField):
    """A JSON object; its members are checked elsewhere."""

    bound = _AnyObject()

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The object as it is."""
        value: dict[str, Any] = self.checked(data, data)
        return value


class _ListLength(Bound):
    def __init__(self, minimum: int, maximum: int) -> None:
        self.minimum, self.maximum = minimum, maximum
        self.allowed = f"a list of {minimum} to {maximum} entries"

    def __contains__(self, value: object) -> bool:
        return isinstance(value, list) and self.minimum <= len(value) <= self.maximum


class JsonList(_Strict, serializers.ListField):
    """A list of limited length; its entries are checked elsewhere."""

    def __init__(self, *, min_length: int = 0, max_length: int, **kwargs: Any) -> None:
        super().__init__(min_length=min_length, max_length=max_length, **kwargs)
        self.bound = _ListLength(min_length, max_length)

    def to_internal_value(self, data: Any) -> list[Any]:
        """The list as it is."""
        value: list[Any] = self.checked(data, data)
        return value
