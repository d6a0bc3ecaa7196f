"""The store's two databases, for tests of workers that write to them."""

from tests.store.conftest import database, prepared, sent

__all__ = ["database", "prepared", "sent"]
