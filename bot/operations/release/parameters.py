"""The parameters of the Bicep files, from a municipality's profile."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import date

from bot.operations.profile import Profile

_NAMESPACE = uuid.UUID("0a4f1b7e-6c0d-5f0e-8f5d-3b6f7d1c9e42")
_ALERTED = "[contacts.support] email"
_NEEDED = ("[municipality] name", "[app] host", "[tenant] id", "[azure] location", _ALERTED)


def parameters(profile: Profile, *, today: date) -> bytes:
    """A parameters file, as `az deployment group create --parameters @FILE` takes it."""
    values: dict[str, object] = {
        "municipality": profile.key,
        "displayName": profile.municipality.name,
        "location": profile.azure.location,
        "host": profile.app.host,
        "tenantEncoded": encoded(profile.tenant.id),
        "connectionUniqueId": str(uuid.uuid5(_NAMESPACE, profile.key)),
        "modelSku": profile.azure.model_sku,
        "alertEmail": profile.contacts["support"].get("email", ""),
        "budgetFrom": today.replace(day=1).isoformat(),
    }
    document = {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {name: {"value": value} for name, value in values.items()},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def lacking(profile: Profile) -> list[str]:
    """Fields that Azure is set up from and that IT has not filled in: "[tenant] id"."""
    open_fields = [field for field in _NEEDED if field in profile.placeholders]
    has_somebody_to_alert = "email" in profile.contacts["support"]
    return open_fields if has_somebody_to_alert else [*open_fields, _ALERTED]


def encoded(guid: str) -> str:
    """An id as the subject of a federated credential has it: little-endian, base64url, unpadded.

    learn.microsoft.com/azure/bot-service/bot-builder-authentication-federated-credential
    """
    return base64.urlsafe_b64encode(uuid.UUID(guid).bytes_le).decode().rstrip("=")
