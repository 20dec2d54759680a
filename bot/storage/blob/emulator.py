"""What an emulator of Azure Storage on this machine is shown: a signature by its published key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from azure.storage.blob import AccountSasPermissions, ResourceTypes, generate_account_sas

_HOLDS_FOR = timedelta(days=365)


def emulator_access(account: str, key: str) -> str:
    """A shared access signature to everything in the account."""
    return generate_account_sas(
        account,
        key,
        resource_types=ResourceTypes(service=True, container=True, object=True),
        permission=AccountSasPermissions(
            read=True, write=True, delete=True, list=True, create=True
        ),
        expiry=datetime.now(UTC) + _HOLDS_FOR,
    )
