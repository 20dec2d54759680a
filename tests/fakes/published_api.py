"""Requests and answers held against a published OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from tests.fakes.specs import faults, load


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    document: str
    method: str
    template: str
    ids: tuple[str, ...]
    """What stands in the path's places, in order."""

    def faults_of_request(self, query: Iterable[str], body: Any) -> list[str]:
        """What is wrong with the names in the query, or with the body."""
        declared = {each["name"] for each in self.parameters if each["in"] == "query"}
        wrong = [f"{self.template}: no parameter {name}" for name in set(query) - declared]
        schema = self._described.get("requestBody")
        if schema is None:
            return wrong + ([f"{self.template}: takes no body"] if body is not None else [])
        found = _faults(self.document, self.template, self.method, "", json.dumps(body))
        return [*wrong, *found]

    def faults_of_answer(self, status: int, body: Any) -> list[str]:
        """What is wrong with an answer."""
        responses = self._described["responses"]
        key = str(status) if str(status) in responses else f"{status // 100}XX"
        if key not in responses and status >= 400 and "default" in responses:
            key = "default"
        if key not in responses:
            return [f"{self.template}: no status {status}"]
        if "application/json" not in responses[key].get("content", {}):
            return []
        # Fakes say the same again and again.
        return list(_faults(self.document, self.template, self.method, key, json.dumps(body)))

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """What is declared besides the body."""
        declared: list[dict[str, Any]] = self._described.get("parameters", [])
        return declared

    @property
    def _described(self) -> dict[str, Any]:
        described: dict[str, Any] = _paths(self.document)[self.template][self.method]
        return described


def find(document: str, method: str, path: str) -> Operation | None:
    """The operation that a path (still encoded) is for."""
    for template in _paths(document):
        match = _pattern(template).fullmatch(path)
        if match and method.lower() in _paths(document)[template]:
            ids = tuple(unquote(each) for each in match.groups())
            return Operation(document, method.lower(), template, ids)
    return None


@cache
def _paths(document: str) -> Mapping[str, Any]:
    paths: Mapping[str, Any] = load(document)["paths"]
    return paths


@cache
def _pattern(template: str) -> re.Pattern[str]:
    # A site is also named by its address, which has slashes: /sites/host:/sites/intranet
    site = r"([^/:]+(?::/[^:]+)?)" if template == "/sites/{site-id}" else r"([^/]+)"
    parts = re.split(r"\{[^}]+\}", template)
    return re.compile(site.join(map(re.escape, parts)))


@cache
def _faults(document: str, template: str, method: str, status: str, body: str) -> tuple[str, ...]:
    return tuple(faults(_validator(document, template, method, status), json.loads(body)))


@cache
def _validator(document: str, template: str, method: str, status: str) -> Validator:
    """For the answer with this status; for the request without one."""
    described = _paths(document)[template][method]
    holder = described["responses"][status] if status else described["requestBody"]
    schema = holder["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": load(document)["components"]})
