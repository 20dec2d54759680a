"""Every contract is held by every backend."""

from tests.contracts.stores import open_stores

__all__ = ["open_stores"]
