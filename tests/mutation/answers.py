"""Changes to what an answer is held against, each of which says or shows what it must not."""

from __future__ import annotations

from tests.mutation.mutations import Mutation


def _mutation(name: str, path: str, was: str, becomes: str, *tests: str) -> Mutation:
    return Mutation(name, path, was, becomes, tests)


_GROUNDING = "bot/answering/grounding.py"
_GROUNDED = "tests/bot/answering/test_grounding.py"
_LINKS = "bot/copilot/foreign_links.py"
_LINKED = "tests/bot/test_foreign_links.py"
_DATA = "bot/privacy/personal_data.py"
_NUMBERS = "bot/privacy/personal_numbers.py"
_MASKED = "tests/bot/privacy/test_personal_data.py"
_GROUPS = "bot/identity/base.py"
_FOUND = "tests/contracts/test_retrieval.py"
_READABLE = "tests/bot/identity/test_readable_groups.py"

ANSWERS = (
    _mutation(
        "grounding: a condition left out",
        _GROUNDING,
        "            and self._is_whole(claim, sources)\n",
        "",
        _GROUNDED,
    ),
    _mutation(
        "grounding: figures unchecked",
        _GROUNDING,
        "            and figures_stand(claim.text, sources, content=self._content_of)\n",
        "",
        _GROUNDED,
    ),
    _mutation(
        "grounding: a statement with a figure or a denial changed",
        _GROUNDING,
        "            and not is_altered(claim.text, claim.content, claim.figures, sources)\n",
        "",
        "tests/bot/answering/test_mutated_figures.py",
        "tests/bot/answering/test_paraphrases.py",
        _GROUNDED,
    ),
    _mutation(
        "grounding: may for must not",
        _GROUNDING,
        "            and not self._is_turned(claim.text, sources)\n",
        "",
        _GROUNDED,
    ),
    _mutation(
        "grounding: words that no source has",
        _GROUNDING,
        "            and self._is_supported(claim, sources)\n",
        "",
        _GROUNDED,
    ),
    _mutation(
        "grounding: mail addresses that no source has",
        _GROUNDING,
        "if not addresses(text) <= known:",
        "if not known <= known:",
        _GROUNDED,
    ),
    _mutation(
        "grounding: questions taken for statements",
        _GROUNDING,
        'text.endswith("?") or ',
        "",
        _GROUNDED,
    ),
    _mutation(
        "grounding: an English sentence without its condition",
        _GROUNDING,
        "return not lacks_conditions_in_english(",
        "return True or not lacks_conditions_in_english(",
        _GROUNDED,
    ),
    _mutation(
        "grounding: a Swedish sentence in an English conversation unchecked",
        _GROUNDING,
        'return detect(text) == "sv" and best',
        "return not text and best",
        _GROUNDED,
    ),
    _mutation(
        "figures: one of those that belong together is enough",
        "bot/answering/figure_check.py",
        "if all(figure.is_in(given) for figure in missing) and",
        "if any(figure.is_in(given) for figure in missing) and",
        _GROUNDED,
    ),
    _mutation(
        "bearing: conditions overlooked",
        "bot/answering/bearing.py",
        "        not condition.is_touched(claim)\n",
        "        not condition\n",
        _GROUNDED,
    ),
    _mutation(
        "links: a host's name need only end right",
        _LINKS,
        'host.endswith(f".{one}")',
        "host.endswith(one)",
        _LINKED,
    ),
    _mutation(
        "links: titles pass",
        _LINKS,
        "title=without_links(chunk.title, hosts)",
        "title=chunk.title",
        _LINKED,
    ),
    _mutation(
        "links: backslashes pass for slashes",
        _LINKS,
        'if "\\\\" in address:',
        "if not address:",
        _LINKED,
    ),
    _mutation(
        "links: other spellings of a link pass",
        _LINKS,
        'plain = unicodedata.normalize("NFKC", token).replace("。", ".")',
        "plain = token",
        _LINKED,
    ),
    _mutation(
        "masking: invisible characters hide a number",
        _DATA,
        "if text.isascii() or not _INVISIBLE.search(text):",
        "if text or text.isascii():",
        _MASKED,
    ),
    _mutation(
        "masking: only the first number",
        _DATA,
        "in find_numbers(visible):",
        "in list(find_numbers(visible))[:1]:",
        _MASKED,
    ),
    _mutation(
        "masking: a number that arrives in two pieces",
        _DATA,
        "cut = max(len(rest.rstrip(_PART_OF_NUMBER)), len(rest) - _LONGEST)",
        "cut = len(rest)",
        _MASKED,
    ),
    _mutation(
        "masking: interim numbers",
        _NUMBERS,
        'INTERIM_LETTERS = "TRSUWXJKLMN"',
        'INTERIM_LETTERS = "T"',
        _MASKED,
    ),
    _mutation(
        "masking: twelve digits in a row", _NUMBERS, '    _Spelling((12,), ""),\n', "", _MASKED
    ),
    _mutation(
        "masking: what is decided besides, alone",
        "bot/privacy/gate.py",
        "        text = mask(text).text\n",
        "",
        "tests/bot/privacy/test_gate.py",
    ),
    _mutation(
        "access: in a group all that the asker may read",
        _GROUPS,
        "return frozenset() if reader.is_guest else frozenset({EVERYONE})",
        "return frozenset({EVERYONE, *reader.groups})",
        _FOUND,
    ),
    _mutation(
        "access: guests read in a group what employees may",
        _GROUPS,
        "return frozenset() if reader.is_guest else frozenset({EVERYONE})",
        "return frozenset({EVERYONE})",
        _FOUND,
    ),
    _mutation(
        "access: a directory's group taken for a person",
        _GROUPS,
        " if not group.startswith((_EMPLOYEES, _PERSONAL))}",
        "}",
        _READABLE,
    ),
    _mutation(
        "access: a source in a group as in private",
        "bot/retrieval/local.py",
        "groups = readable_groups(reader, audience)",
        'groups = readable_groups(reader, "private")',
        _FOUND,
    ),
    _mutation(
        "access: what is given to one person, for all in the index",
        _GROUPS,
        'return f"{_PERSONAL}{user_id.casefold()}"',
        "return EVERYONE",
        _FOUND,
        "tests/bot/identity",
    ),
)
