"""The parameters of the Bicep files, from a municipality's profile."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import date

from bot.operations.profile import Profile

_NAMESPACE = uuid.UUID("0a4f1b7e-6c0d-5f0e-8f5d-3b6f7d1c9e42")
_VERSIONS = {
    **dict.fromkeys(("gpt-5", "gpt-5-mini", "gpt-5-nano"), "2025-08-07"),
    "gpt-5.1": "2025-11-13",
    **dict.fromkeys(("gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano"), "2025-04-14"),
    **dict.fromkeys(("text-embedding-3-large", "text-embedding-3-small"), "1"),
}
"""Of models in the EU's data zone: learn.microsoft.com/azure/ai-foundry/openai/concepts/models"""
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
        **_model("model", profile.azure.model, thousand_tokens=50),
        **_model("embeddingModel", profile.azure.embedding_model, thousand_tokens=100),
        "alertEmail": profile.contacts["support"].get("email", ""),
        "budgetFrom": today.replace(day=1).isoformat(),
    }
    document = {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {name: {"value": value} for name, value in values.items()},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def unversioned(profile: Profile) -> list[str]:
    """Models of the profile that Azure wants a version of and that none is known of."""
    named = (profile.azure.model, profile.azure.embedding_model)
    return [name for name in named if name not in _VERSIONS]


def _model(parameter: str, name: str, *, thousand_tokens: int) -> dict[str, object]:
    """`thousand_tokens`: how many may be used in a minute. Nothing of a model that is not known."""
    if name not in _VERSIONS:
        return {}
    return {parameter: {"name": name, "version": _VERSIONS[name], "capacity": thousand_tokens}}


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
