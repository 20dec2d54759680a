"""Changes to the azure configuration, each of which lets somebody in or something out."""

from __future__ import annotations

from tests.mutation.mutations import Mutation

_SEARCH = "tests/bot/retrieval/test_azure.py"
_ENTRA = "tests/bot/identity/test_entra.py"
_PEOPLE = "tests/bot/identity/test_graph_people.py"
_SIGNING_IN = "tests/scenarios/test_signing_in.py"
_CONFIRMING = "tests/scenarios/test_confirming.py"
_USAGE = "tests/contracts/test_usage_ledger.py"
_MODEL = "tests/bot/answering/test_openai.py"


def _mutation(name: str, path: str, was: str, becomes: str, file: str, test: str) -> Mutation:
    return Mutation(f"azure: {name}", path, was, becomes, (f"{file}::{test}",))


AZURE = (
    _mutation(
        "the filter left out",
        "bot/retrieval/azure/retriever.py",
        "            filter=asker.filter,\n",
        "            filter=None,\n",
        _SEARCH,
        "test_every_query_carries_the_filter_of_the_asker",
    ),
    _mutation(
        "neighbours past the filter",
        "bot/retrieval/azure/retriever.py",
        "filter=filters.all_of(asker.filter, *wanted)",
        "filter=filters.all_of(*wanted)",
        _SEARCH,
        "test_every_query_carries_the_filter_of_the_asker",
    ),
    _mutation(
        "the user's token left out",
        "bot/retrieval/azure/retriever.py",
        'return cls(groups, {_USER_TOKEN: f"Bearer {token}"})',
        "return cls(groups, {})",
        _SEARCH,
        "test_in_native_mode_the_service_trims_to_the_user_too",
    ),
    _mutation(
        "the alias led without If-Match",
        "bot/retrieval/azure/index.py",
        "create_or_update_alias(alias, match_condition=condition)",
        "create_or_update_alias(alias)",
        _SEARCH,
        "test_of_two_change_overs_at_once_the_second_does_not_undo_the_first",
    ),
    _mutation(
        "a token for all services",
        "bot/identity/entra.py",
        'key = f"{assertion.user_id}.{assertion.tenant_id}", audience',
        'key = f"{assertion.user_id}.{assertion.tenant_id}", ""',
        _ENTRA,
        "test_a_token_is_for_one_person_and_one_service",
    ),
    _mutation(
        "a token for all people",
        "bot/identity/entra.py",
        'key = f"{assertion.user_id}.{assertion.tenant_id}", audience',
        "key = assertion.tenant_id, audience",
        _ENTRA,
        "test_a_token_is_for_one_person_and_one_service",
    ),
    _mutation(
        "msal's answers kept",
        "bot/identity/msal_client.py",
        "        http_cache=_NoAnswers(),\n",
        "",
        _ENTRA,
        "test_property_05_an_answer_of_entra_is_never_taken_for_somebody_elses",
    ),
    _mutation(
        "claims not asked for",
        "bot/identity/msal_client.py",
        "claims_challenge=claims",
        "claims_challenge=None",
        _SIGNING_IN,
        "test_case_22_a_challenge_of_graph_is_met_without_the_person",
    ),
    _mutation(
        "audience of the sign-in unchecked",
        "bot/identity/sso_token.py",
        'if claims.get("aud") not in audiences:',
        "if not audiences:",
        _SIGNING_IN,
        "test_case_21_a_token_for_something_else_is_refused",
    ),
    _mutation(
        "scope of the sign-in unchecked",
        "bot/identity/sso_token.py",
        'if SCOPE not in str(claims.get("scp", "")).split():',
        "if not SCOPE:",
        _SIGNING_IN,
        "test_case_21_a_token_for_something_else_is_refused",
    ),
    _mutation(
        "the person of the sign-in unchecked",
        "bot/identity/sso_token.py",
        'if not _is_same(claims.get("oid"), user_id):',
        "if not user_id:",
        _SIGNING_IN,
        "test_case_20_somebody_elses_token_signs_nobody_in",
    ),
    _mutation(
        "the tenant of the sign-in unchecked",
        "bot/identity/sso_token.py",
        'if not _is_same(claims.get("tid"), tenant_id):',
        "if not tenant_id:",
        _SIGNING_IN,
        "test_case_15_of_another_tenant_nobody_signs_in",
    ),
    _mutation(
        "only the first page of groups",
        "bot/identity/graph_client.py",
        'following = page.get("@odata.nextLink")',
        "following = None",
        _SIGNING_IN,
        "test_groups_are_read_to_the_last_page_and_asked_for_once",
    ),
    _mutation(
        "pages from anywhere",
        "bot/identity/graph_client.py",
        'or not following.startswith(f"{self.url}/")',
        "or not following",
        _SIGNING_IN,
        "test_case_27_without_all_groups_nothing_is_shown",
    ),
    _mutation(
        "search without ConsistencyLevel",
        "bot/identity/graph_people.py",
        '_COUNTED = {"ConsistencyLevel": "eventual"}',
        "_COUNTED: dict[str, str] = {}",
        _PEOPLE,
        "test_colleagues_are_found_by_what_they_are_called",
    ),
    _mutation(
        "whoever has left",
        "bot/identity/graph_people.py",
        'if entry.get("accountEnabled") is not False else None',
        "if entry else None",
        _PEOPLE,
        "test_whoever_has_left_is_not_there_any_more",
    ),
    _mutation(
        "the model asked as the application",
        "bot/answering/openai.py",
        'headers = {"Authorization": f"Bearer {token}"} if token else {}',
        "headers: dict[str, str] = {}",
        _MODEL,
        "test_the_model_is_asked_with_the_askers_own_token",
    ),
    _mutation(
        "the claims request not passed on",
        "bot/identity/step_up.py",
        "claims_challenge=claims",
        "claims_challenge=None",
        _CONFIRMING,
        "test_case_22_what_is_demanded_goes_to_entra_and_the_question_is_answered_after",
    ),
    _mutation(
        "a proof of another sign-in",
        "bot/identity/step_up.py",
        'or not flow.get("state") or answer.get("state") != flow["state"]',
        "",
        _CONFIRMING,
        "test_an_answer_to_another_sign_in_gives_nothing_to_teams",
    ),
    _mutation(
        "somebody else's sign-in taken",
        "bot/identity/sso_token.py",
        'if not _is_same(claims.get("oid"), user_id):',
        "if False:",
        _CONFIRMING,
        "test_somebody_elses_proof_confirms_nobody",
    ),
    _mutation(
        "Blob Storage written to whatever is there",
        "bot/storage/blob/container.py",
        '{"overwrite": True, **unchanged}',
        '{"overwrite": True}',
        _USAGE,
        "test_processes_add_to_the_same_count_and_lose_none",
    ),
    _mutation(
        "a busy Entra asked again at once",
        "bot/circuit.py",
        "self._failures = max(self._failures, FAILURES)",
        "pass",
        _ENTRA,
        "test_an_entra_that_asks_for_it_is_left_alone_so_long_and_no_longer",
    ),
)
