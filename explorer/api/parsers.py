"""How bodies are read and answers are written: JSON, strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from explorer.api.problems import BodyTooLarge
from explorer.domain.document import MAX_DOCUMENT_BYTES, strict_json
from explorer.domain.errors import InvalidGraph, shown

MAX_BODY_BYTES = MAX_DOCUMENT_BYTES
MAX_NESTING = 32
MAX_INTEGER = 2**63 - 1

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


class StrictJSONParser(BaseParser):
    """Reads JSON, refusing what parsers disagree about and what databases cannot store."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value of the body. Raises ParseError or BodyTooLarge."""
        body = stream.read(MAX_BODY_BYTES + 1)
        if len(body) > MAX_BODY_BYTES:
            raise BodyTooLarge(MAX_BODY_BYTES)
        try:
            value = strict_json(body)
        except InvalidGraph as error:
            raise ParseError(error.message) from None
        check_values(value)
        return value


def check_values(value: object) -> None:
    """Raises ParseError for deep nesting, giant integers, and text with NUL or lone surrogates."""
    # A stack of its own: recursion would be limited by Python, not by this rule.
    waiting = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, str):
            if _UNSTORABLE.search(item):
                raise ParseError(f"The text {shown(item)} has a NUL character or a lone surrogate.")
        elif isinstance(item, int) and abs(item) > MAX_INTEGER:
            raise ParseError(f"The number {shown(item)} is too large; integers must lie within 64 bits.")
        elif isinstance(item, dict | list):
            if depth > MAX_NESTING:
                raise ParseError(f"The body is nested more than {MAX_NESTING} levels deep.")
            children = [*item, *item.values()] if isinstance(item, dict) else item
            waiting.extend((child, depth + 1) for child in children)


class JSONWhateverIsAsked(DefaultContentNegotiation):
    """Answers in JSON whatever Accept says: a browser's or a download's Accept header is no reason to refuse."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first renderer."""
        first = next(iter(renderers))
        return first, str(first.media_type)
