"""Every contract is held by every backend."""

from tests.contracts.stores import azurite_endpoint, open_stores

__all__ = ["azurite_endpoint", "open_stores"]
