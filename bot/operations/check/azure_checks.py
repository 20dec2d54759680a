"""Whether Azure keeps two of our promises: no search past the filter, models in the EU only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from bot.language.texts import Language
from bot.operations.check import texts
from bot.operations.check.finding import Finding, green, red, yellow

_GLOBAL = "Global"
"""How the kinds of deployment begin that answer in any region of the world."""


def check_search_roles(people: Collection[str] | None, language: Language) -> Finding:
    """`people`: ids of those with a data role of the search; None if that could not be seen."""
    name = "azure.search_roles"
    if people is None:
        return yellow(name, texts.ROLES_UNKNOWN, texts.LET_IT_SEE, language)
    if not people:
        return green(name, texts.NOBODY_SEARCHES_PAST, language)
    listed = ", ".join(sorted(people))
    return red(name, texts.SEARCH_PAST_FILTER, texts.REMOVE_ROLES, language, people=listed)


def check_deployments(
    kinds: Mapping[str, str] | None, wanted: Collection[str], language: Language
) -> Iterator[Finding]:
    """`kinds`: name → kind of each deployed model; None if that could not be seen.

    `wanted`: the models that the settings name.
    """
    if kinds is None:
        yield yellow("azure.residency", texts.MODELS_UNKNOWN, texts.LET_IT_SEE, language)
        return
    missing = ", ".join(sorted(set(wanted) - kinds.keys()))
    if missing:
        yield red("azure.models", texts.MODEL_MISSING, texts.DEPLOY_MODEL, language, models=missing)
    world = ", ".join(sorted(name for name, kind in kinds.items() if kind.startswith(_GLOBAL)))
    if world:
        yield red("azure.residency", texts.MODEL_GLOBAL, texts.EU_MODELS, language, models=world)
    else:
        yield green("azure.residency", texts.MODELS_IN_EU, language)
