"""Pages of long lists."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from explorer.store.errors import NotFound

Row = TypeVar("Row", bound=Model)


def paged(rows: QuerySet[Row], page: int, page_size: int) -> tuple[QuerySet[Row], int]:
    """The rows of a page and the number of all rows. Raises NotFound for a page after the last one."""
    count = rows.count()
    return rows[page_slice(count, page, page_size)], count


def page_slice(count: int, page: int, page_size: int) -> slice:
    """The slice of a page among this many rows. Raises NotFound for a page after the last one."""
    last = max(1, -(-count // page_size))
    if page > last:
        raise NotFound(f"page is {page}; the last page is {last}.", field="page")
    return slice((page - 1) * page_size, page * page_size)
