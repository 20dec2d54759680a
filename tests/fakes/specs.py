"""Validators over the published schemas in tests/data/specs."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, Draft6Validator, Draft7Validator, Draft202012Validator
from jsonschema.protocols import Validator

SPECS = Path(__file__).parent.parent / "data" / "specs"


@cache
def outbound_rules() -> Validator:
    """What Teams demands of an activity that a bot posts."""
    return Draft202012Validator(load("teams-outbound-rules.schema.json"))


@cache
def outbound_activity() -> Validator:
    """An activity as Microsoft's Teams SDK would post it."""
    return Draft202012Validator(load("teams-sdk-activity-outbound.schema.json"))


@cache
def inbound_activity() -> Validator:
    """An activity as Teams posts it to a bot."""
    return Draft202012Validator(load("teams-sdk-activity-inbound.schema.json"))


@cache
def connector(schema: str) -> Validator:
    """A named schema of the Bot Connector's REST interface."""
    document = load("ConnectorAPI.openapi.json")
    reference = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
    return Draft202012Validator(reference)


@cache
def entra(definition: str) -> Validator:
    """A named definition of Entra's and the Bot Connector's token documents."""
    document = load("entra.schema.json")
    return Draft202012Validator({**document, "$ref": f"#/$defs/{definition}"})


@cache
def openai(schema: str) -> Validator:
    """A named schema of OpenAI's chat completions and embeddings; unknown members are faults."""
    document = load("openai-chat.schema.json")
    reference = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
    return Draft202012Validator(reference)


@cache
def adaptive_card() -> Validator:
    """An Adaptive Card of version 1.5, with the `msteams` member that Teams adds."""
    document = copy.deepcopy(load("adaptive-card-1.5.0.schema.json"))
    document["definitions"]["AdaptiveCard"]["properties"]["msteams"] = {"type": "object"}
    return Draft6Validator(document)


@cache
def teams_manifest() -> Validator:
    """The manifest of a Teams app, version 1.30."""
    return Draft7Validator(load("manifest-v1.30.schema.json"))


@cache
def teams_translation() -> Validator:
    """The texts of a Teams app in one language, version 1.30."""
    return Draft4Validator(load("manifest-v1.30.Localization.schema.json"))


def faults(validator: Validator, document: Any) -> list[str]:
    """What is wrong with the document, one line per fault."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
        for error in validator.iter_errors(document)
    ]


@cache
def load(name: str) -> Any:
    """A document of tests/data/specs; not to be changed."""
    return json.loads((SPECS / name).read_text(encoding="utf-8"))
