"""Strict JSON: the parser of request bodies and the renderer of answers."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from typing import IO, Any

import orjson
from rest_framework import renderers
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
_SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])|\x00|\xed[\xa0-\xbf]|[0-9]{19}")
"""Only a body that contains one of these can hold text or a number to reject; most bodies need no further check."""


class StrictJSONParser(BaseParser):
    """Reads JSON; rejects what parsers disagree about and what databases cannot store."""

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
        _check_nesting(value)
        if _SUSPECT.search(body):
            _check_values(value)
        return value


def _check_nesting(value: object) -> None:
    """Raises ParseError for a value nested too deeply."""
    level: list[Any] = [[value]]
    for _ in range(MAX_NESTING + 1):
        children = (item.values() if isinstance(item, dict) else item for item in level)
        level = [child for inside in children for child in inside if isinstance(child, dict | list)]
        if not level:
            return
    raise ParseError(f"The body is nested more than {MAX_NESTING} levels deep.")


def _check_values(value: object) -> None:
    """Raises ParseError for integers beyond 64 bits, and for text with NUL or lone surrogates."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if _UNSTORABLE.search(item):
                raise ParseError(f"The text {shown(item)} has a NUL character or a lone surrogate.")
        elif isinstance(item, int) and abs(item) > MAX_INTEGER:
            raise ParseError(f"The number {shown(item)} is too large; integers must lie within 64 bits.")
        elif isinstance(item, dict | list):
            waiting.extend([*item, *item.values()] if isinstance(item, dict) else item)


class JSONRenderer(renderers.JSONRenderer):
    """Writes JSON with orjson, ten times as fast as Python's own encoder: cost reports are large."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The JSON text; Python's encoder writes what orjson cannot, such as integers beyond 64 bits."""
        if data is not None:
            with contextlib.suppress(TypeError):
                return orjson.dumps(data, default=self.encoder_class().default, option=orjson.OPT_PASSTHROUGH_DATETIME)
        text: bytes = super().render(data, accepted_media_type, renderer_context)
        return text


class AlwaysJSON(DefaultContentNegotiation):
    """Answers in JSON whatever the Accept header says."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first renderer."""
        first = next(iter(renderers))
        return first, str(first.media_type)
