"""The index in Azure AI Search: its fields, analysers, vectors and semantic configuration.

An index's name ends with a digest of its definition, so that another definition is another index.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from azure.search.documents.indexes.models import (
    HnswAlgorithmConfiguration,
    HnswParameters,
    SearchField,
    SearchIndex,
    SemanticConfiguration,
    SemanticField,
    SemanticPrioritizedFields,
    SemanticSearch,
    SynonymMap,
    VectorSearch,
    VectorSearchProfile,
)

ANALYZER = "sv.microsoft"
"""Lemmatises and splits compounds; sv.lucene does neither."""
SEMANTIC = "stycken"
VECTOR = "vector"
_PROFILE, _ALGORITHM = "nearest", "hnsw"
_DIGEST = 12
_LAYOUT = 1
"""Counts changes of what the fields hold, where the definition does not show them."""
DATES = ("decided_on", "valid_from", "valid_to", "revised_on", "review_by")
TEXTS = ("layer", "decided_by", "reference_number", "owner", "replaces", "audience")


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What definitions differ in."""

    dimensions: int | None = None
    """The length of the vectors; None: there are none."""
    model: str | None = None
    """Whose vectors they are: those of two models cannot be compared."""
    is_native: bool = False
    """The service itself trims to the user's groups, too (preview)."""


def build_synonyms(alias: str, groups: Iterable[Sequence[str]]) -> SynonymMap:
    """The words that questions are widened with, in every index that the alias leads to."""
    rules = [", ".join(re.sub(r"([,\\])", r"\\\1", word) for word in group) for group in groups]
    return SynonymMap(name=synonym_map(alias), synonyms=rules)


def synonym_map(alias: str) -> str:
    """The name of its synonym map. Another content is no other index."""
    return f"{alias}-synonyms"


def build_definition(name: str, design: Design, *, alias: str) -> SearchIndex:
    """The index with this name, which the alias leads to or will."""
    index = SearchIndex(
        name=name,
        fields=_fields(design, synonym_map(alias)),
        semantic_search=SemanticSearch(
            default_configuration_name=SEMANTIC,
            configurations=[
                SemanticConfiguration(
                    name=SEMANTIC,
                    prioritized_fields=SemanticPrioritizedFields(
                        title_field=SemanticField(field_name="title"),
                        content_fields=[SemanticField(field_name="text")],
                        keywords_fields=[SemanticField(field_name="place")],
                    ),
                )
            ],
        ),
    )
    if design.dimensions is not None:
        index.vector_search = VectorSearch(
            profiles=[VectorSearchProfile(name=_PROFILE, algorithm_configuration_name=_ALGORITHM)],
            algorithms=[
                HnswAlgorithmConfiguration(
                    name=_ALGORITHM, parameters=HnswParameters(metric="cosine")
                )
            ],
        )
    if design.is_native:
        index["permissionFilterOption"] = "enabled"
    return index


def index_name(alias: str, design: Design) -> str:
    """Of the index that has this design."""
    definition = build_definition(alias, design, alias=alias).as_dict()
    written = json.dumps([_LAYOUT, design.model, definition], sort_keys=True)
    return f"{alias}-v{hashlib.sha256(written.encode()).hexdigest()[:_DIGEST]}"


def is_version_of(alias: str, name: str) -> bool:
    """Whether an index holds what the alias leads to, in this or another design."""
    return bool(re.fullmatch(f"{re.escape(alias)}-v[0-9a-f]{{{_DIGEST}}}", name))


def _fields(design: Design, synonyms: str) -> list[SearchField]:
    fields = [
        _exact("key", key=True, sortable=True),
        _exact("chunk"),
        _exact("document"),
        _field("position", "Edm.Int32", filterable=True, sortable=True),
        _searched("title", synonyms),
        _searched("place", synonyms),
        _field("url", "Edm.String"),
        _searched("text", synonyms),
        _field("readers", "Collection(Edm.String)", filterable=True),
        *(_exact(name) for name in TEXTS),
        *(_field(name, "Edm.DateTimeOffset", filterable=True, sortable=True) for name in DATES),
        _exact("written"),
    ]
    if design.dimensions is not None:
        fields.append(
            SearchField(
                name=VECTOR,
                type="Collection(Edm.Single)",
                searchable=True,
                hidden=True,
                stored=False,
                vector_search_dimensions=design.dimensions,
                vector_search_profile_name=_PROFILE,
            )
        )
    if design.is_native:
        for name, kind in (("native_groups", "groupIds"), ("native_users", "userIds")):
            field = _field(name, "Collection(Edm.String)", filterable=True)
            field["permissionFilter"] = kind
            fields.append(field)
    return fields


def _field(name: str, kind: str, **more: bool) -> SearchField:
    """A field is nothing but what is said here: left out, the service's own defaults would apply,
    and `hidden=False` is what it calls retrievable."""
    flags = {"searchable": False, "filterable": False, "sortable": False, "facetable": False}
    return SearchField(name=name, type=kind, hidden=False, **{**flags, **more})


def _exact(name: str, **more: bool) -> SearchField:
    return _field(name, "Edm.String", filterable=True, **more)


def _searched(name: str, synonyms: str) -> SearchField:
    field = _field(name, "Edm.String", searchable=True)
    field.analyzer_name = ANALYZER
    field.synonym_map_names = [synonyms]
    return field
