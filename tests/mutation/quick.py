"""The mutations that .ci/run tries every time, each with the one test that is to notice it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.mutation.azure import AZURE

_GROUNDED = "tests/bot/answering/test_grounding.py"
_FOUND = "tests/contracts/test_retrieval.py"
_TOKENS = "tests/scenarios/test_authentication.py"

QUICK: Mapping[str, str] = {
    **{one.name: one.tests[0] for one in AZURE},
    "grounding: a condition left out": (
        f"{_GROUNDED}::test_a_swedish_sentence_keeps_its_condition_in_whichever_language_was_asked"
    ),
    "grounding: figures unchecked": (
        f"{_GROUNDED}::test_a_paraphrase_with_a_figure_of_its_own_gives_way_to_the_source"
    ),
    "grounding: may for must not": (
        f"{_GROUNDED}::test_an_english_sentence_that_turns_its_source_gives_way_to_it"
    ),
    "grounding: words that no source has": (
        f"{_GROUNDED}::test_drops_what_has_nothing_to_do_with_its_source"
    ),
    "links: other spellings of a link pass": (
        "tests/bot/test_foreign_links.py::test_a_link_to_elsewhere_is_left_out_and_the_sentence_"
        "goes_on"
    ),
    "masking: a number that arrives in two pieces": (
        "tests/bot/privacy/test_personal_data.py::test_a_number_is_found_wherever_the_stream_is_cut"
    ),
    "access: in a group all that the asker may read": (
        f"{_FOUND}::test_a_group_sees_only_what_everybody_may_read"
    ),
    "guests among everyone": f"{_FOUND}::test_a_guest_reads_only_what_their_own_groups_are_given",
    "readers only preferred": f"{_FOUND}::test_nobody_ever_finds_what_they_may_not_read",
    "signature unchecked": f"{_TOKENS}::test_case_03_a_signature_by_another_key_is_refused",
    "tenant unchecked": f"{_TOKENS}::test_case_15_another_tenant_is_refused_and_leaves_no_trace",
    "groups taken for private chats": (
        "tests/scenarios/test_product_in_groups.py::"
        "test_case_28_a_restricted_source_is_not_shown_in_the_group_by_its_button"
    ),
}
