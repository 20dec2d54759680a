"""The golden cases, asked of the sample municipality, and how they are scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from bot import app
from bot.answering.base import Citation, Sentence
from bot.errors import ConfigurationError
from bot.evaluation import texts
from bot.evaluation.access_oracle import AccessOracle
from bot.evaluation.asking import Interview
from bot.evaluation.cases import Case, Expected, Part, load_cases
from bot.evaluation.judging import Answered, Verdict, judge, unsupported_figures
from bot.evaluation.report import page, table
from bot.evaluation.scores import Scores, scores
from bot.identity.base import User
from bot.reply import Reply
from bot.retrieval.base import Chunk, Passage
from bot.settings import Settings
from bot.turn import Outcome

CASES = Path(__file__).parents[2] / "golden" / "cases.jsonl"
ON_THE_PHONE = CASES.with_name("on_the_phone.jsonl")
TODAY = date(2026, 11, 24)
LEVELS: Mapping[str, tuple[Path, Part, float, float]] = {
    "held out": (CASES, "held-out", 0.88, 0.82),
    "on the phone": (ON_THE_PHONE, "all", 0.81, 0.85),
    "fresh": (CASES.with_name("fresh_tuning.jsonl"), "all", 0.86, 0.84),
    "fresh, later": (CASES.with_name("fresh_untouched.jsonl"), "all", 0.85, 0.81),
    "tired": (CASES.with_name("tired_tuning.jsonl"), "all", 0.76, 0.73),
}
"""The outcome accuracy and citation recall that other questions reach, less a little for chance.
Below the targets: the answerer without a model compares words, and other people use other words."""
ERIK = User(id="erik", name="Erik Nyström", groups=frozenset({"omsorg"}))
GRETA = User(id="greta", name="Greta Holm", is_guest=True, groups=frozenset({"projekt"}))


async def asked(cases: Sequence[Case], data: Path, state: Path) -> list[Verdict]:
    oracle = AccessOracle({app.SAMPLE_NAME: app.SAMPLE_INTRANET})
    async with app.open_kollega(Settings(data=data), state=state, today=lambda: TODAY) as kollega:
        interview = Interview(
            kollega.copilot, kollega.retriever, person=kollega.directory.person, language=None
        )
        return [judge(answered, oracle) async for answered in interview.answers(cases)]


async def test_the_cases_that_answers_are_tuned_on_reach_the_targets(
    ingested_sample: Path, tmp_path: Path
) -> None:
    verdicts = await asked(load_cases(CASES, part="tuning"), ingested_sample, tmp_path)
    assert scores(verdicts).reached, table(verdicts, "en")


@pytest.mark.parametrize(("path", "part", "outcome", "recall"), LEVELS.values(), ids=LEVELS)
async def test_other_questions_stay_at_their_level_and_never_leak(
    path: Path, part: Part, outcome: float, recall: float, ingested_sample: Path, tmp_path: Path
) -> None:
    figures = scores(await asked(load_cases(path, part=part), ingested_sample, tmp_path))
    assert figures.outcome_accuracy >= outcome, figures
    assert figures.citation_recall >= recall, figures
    assert (figures.figure_errors, figures.leaks) == (0, 0)


def test_three_in_ten_cases_are_held_out() -> None:
    cases = load_cases(CASES)
    share = sum(case.held_out for case in cases) / len(cases)
    assert len(cases) >= 150
    assert 0.25 <= share <= 0.35
    assert {case.id for case in load_cases(CASES, part="held-out")} == {
        case.id for case in cases if case.held_out
    }


def test_every_case_is_about_a_document_that_the_sample_has() -> None:
    for case in (*load_cases(CASES), *load_cases(ON_THE_PHONE)):
        for document in case.expected.documents:
            assert (app.SAMPLE_INTRANET / document.partition(":")[2]).is_file(), document


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "line 1"),
        ('{"id": "a"}', "expect"),
        ('{"id": "a", "question": "b", "as": "anna", "expect": {"outcome": "good"}}', "outcome"),
        ('{"id": "a", "question": "b", "as": "anna", "expekt": {}}', "expekt"),
        ("", "no case"),
    ],
)
def test_a_malformed_file_of_cases_is_refused_with_the_reason(
    line: str, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=why):
        load_cases(path)


def _chunk(text: str = "Du får spara högst 50 timmar.", document: str = "demo:a.md") -> Chunk:
    return Chunk(
        id=f"{document}#0",
        document_id=document,
        position=0,
        title="Arbetstid",
        place="",
        url="https://intranat.exempelkommun.example/a",
        text=text,
        readers=frozenset({"alla"}),
    )


def _sentence(text: str, chunk: Chunk) -> Sentence:
    return Sentence(text=text, citations=(Citation(Passage(chunk, 1.0), chunk.text),))


@pytest.mark.parametrize(
    ("text", "source", "unsupported"),
    [
        ("Du får 50 timmar.", "Du får spara 50 timmar.", []),
        ("Du får 40 timmar.", "Du får spara 50 timmar.", ["40"]),
        ("Högst 5 000 kr.", "Högst 5000 kronor.", []),
        ("Högst 5\u00a0000 kr.", "Högst 5 000 kronor.", []),
        ("Det krävs tre offerter.", "Minst 3 offerter.", []),
        ("Det krävs två offerter.", "Minst tre offerter.", ["2"]),
        ("Ring före 07.00.", "Ring före klockan 07.00.", []),
    ],
)
def test_a_figure_must_stand_in_the_source(text: str, source: str, unsupported: list[str]) -> None:
    assert unsupported_figures(_sentence(text, _chunk(source))) == unsupported


def test_a_figure_that_was_calculated_needs_no_source() -> None:
    sentence = Sentence(text="Det blir 1 200 kr.", citations=(), calculation="6 000 × 0,2 = 1 200")
    assert unsupported_figures(sentence) == []


EXPECTED = Expected(outcome="answered", skill="hr", documents=("demo:a.md",))
CASE = Case(
    id="a", question="Hur?", person="erik", audience="private", history=(), expected=EXPECTED
)


def _verdict(reply: Reply, case: Case = CASE, found: Sequence[Chunk] = ()) -> Verdict:
    passages = [Passage(chunk, 1.0) for chunk in found]
    answered = Answered(case=case, reply=reply, asker=ERIK, passages=passages)
    return judge(answered, AccessOracle({}))


def _reply(text: str = "Du får spara 50 timmar.") -> Reply:
    reply = Reply(language="sv", skill="hr").with_event(_sentence(text, _chunk()))
    return replace(reply, complete=True)


def test_an_answer_that_is_all_that_was_expected_passes() -> None:
    assert _verdict(_reply()).passed


@pytest.mark.parametrize(
    ("expected", "why"),
    [
        (replace(EXPECTED, outcome="not_found"), "outcome"),
        (replace(EXPECTED, skill="policy"), "skill"),
        (replace(EXPECTED, documents=("demo:b.md",)), "demo:b.md"),
        (replace(EXPECTED, must_include=("40 timmar",)), "lacks"),
        (replace(EXPECTED, must_not_include=("SPARA\u00a050",)), "says"),
    ],
)
def test_an_answer_that_is_not_what_was_expected_fails_with_the_reason(
    expected: Expected, why: str
) -> None:
    verdict = _verdict(_reply(), replace(CASE, expected=expected))
    assert why in "; ".join(verdict.wrong)


def test_a_wrong_figure_is_never_made_up_for() -> None:
    good = [_verdict(_reply())] * 99
    assert scores(good).reached
    assert not scores([*good, _verdict(_reply("Du får spara 60 timmar."))]).reached


def _oracle(folder: Path, files: dict[str, str]) -> AccessOracle:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return AccessOracle({"demo": folder})


def test_the_oracle_says_leak_where_access_toml_does_not_give_the_document(tmp_path: Path) -> None:
    _oracle(tmp_path, {"access.toml": 'readers = ["alla"]\n["hr"]\nreaders = ["hr"]'})
    chunk = _chunk(document="demo:hr/lön.md")
    answered = Answered(case=CASE, reply=_reply(), asker=ERIK, passages=[Passage(chunk, 1.0)])
    verdict = judge(answered, AccessOracle({"demo": tmp_path}))
    assert verdict.leaks == 1
    assert "leaks demo:hr/lön.md" in verdict.wrong


@pytest.mark.parametrize(
    ("files", "erik", "greta"),
    [
        ({"access.toml": 'readers = ["alla"]'}, True, False),
        ({"access.toml": 'readers = ["alla", "projekt"]'}, True, True),
        ({"access.toml": 'readers = ["hr"]'}, False, False),
        ({"access.toml": 'readers = ["alla"]', "d/access.toml": 'readers = ["hr"]'}, False, False),
        ({"access.toml": 'readers = ["hr"]', "d/access.toml": 'readers = ["alla"]'}, False, False),
        (
            {
                "access.toml": 'readers = ["hr"]',
                "d/access.toml": 'readers = ["alla"]\noverride = true',
            },
            True,
            False,
        ),
        ({"access.toml": 'readers = ["alla"]\n["d/a.md"]\nreaders = ["hr"]'}, False, False),
        ({"access.toml": 'readers = ["alla"]', "d/access.toml": "readers = "}, False, False),
        ({"access.toml": 'readers = ["alla"]\n["d"]\nreader = ["hr"]'}, False, False),
    ],
)
def test_the_oracle_reads_access_toml_from_the_root_down(
    files: dict[str, str], erik: bool, greta: bool, tmp_path: Path
) -> None:
    oracle = _oracle(tmp_path, files)
    chunk = _chunk(document="demo:d/a.md")
    assert oracle.may_read(chunk, ERIK, "private") is erik
    assert oracle.may_read(chunk, GRETA, "private") is greta


def test_in_a_group_only_what_everybody_may_read_is_no_leak(tmp_path: Path) -> None:
    oracle = _oracle(tmp_path, {"access.toml": 'readers = ["omsorg"]'})
    assert oracle.may_read(_chunk(document="demo:a.md"), ERIK, "private")
    assert not oracle.may_read(_chunk(document="demo:a.md"), ERIK, "group")


def test_without_any_access_toml_the_oracle_does_not_judge(tmp_path: Path) -> None:
    assert _oracle(tmp_path, {}).may_read(_chunk(document="demo:a.md"), ERIK, "private") is None


def test_a_folder_of_ones_own_is_judged_where_its_addresses_are_files(tmp_path: Path) -> None:
    _oracle(tmp_path, {"access.toml": 'readers = ["hr"]', "å b.md": "text"})
    chunk = replace(_chunk(document="egen:å b.md"), url=(tmp_path / "å b.md").as_uri())
    assert AccessOracle({}).may_read(chunk, ERIK, "private") is False


def test_the_report_shows_the_answer_that_failed_and_lets_no_markup_in() -> None:
    html = page([_verdict(_reply("Du får spara <b>60</b> timmar."))], "sv")
    assert "Du får spara &lt;b&gt;60&lt;/b&gt; timmar." in html
    assert '<html lang="sv">' in html
    assert "<script" not in html
    assert "http" not in html.replace("https://intranat.exempelkommun.example", "")


def test_the_report_tells_owners_which_document_was_missed_and_names_nobody_who_asked() -> None:
    case = replace(CASE, expected=replace(EXPECTED, documents=("demo:missed.md",)))
    html = page([_verdict(_reply(), case)], "en")
    row = html[html.index('<th scope="row">demo:missed.md</th>') :].partition("</tr>")[0]
    assert row.count('<td class="figure">1</td>') == 1  # should be shown
    assert row.count('<td class="figure">0</td>') == 2  # was shown; shown in a wrong answer
    assert "<del>demo:missed.md</del>" in html
    assert ERIK.name not in html


def test_the_report_names_outcomes_in_the_readers_language() -> None:
    case = replace(CASE, expected=replace(EXPECTED, outcome="not_found"))
    html = page([_verdict(_reply(), case)], "sv")
    assert "<del>inget svar hittat</del>" in html
    assert "<ins>svar</ins>" in html
    assert "not_found" not in html.partition("<article>")[0]


def test_every_outcome_has_a_name() -> None:
    assert set(texts.OUTCOMES) == set(get_args(Outcome))


def test_the_report_needs_neither_script_nor_colour_and_its_plots_have_names() -> None:
    html = page([_verdict(_reply())], "sv")
    assert html.count("<svg") == html.count('role="img"><title>') > 0
    assert "<script" not in html
    assert "prefers-color-scheme: dark" in html
    assert html.count("<caption>") == 3


def test_the_figures_are_told_apart_for_what_was_tuned_on_and_what_was_held_out() -> None:
    ids = [case.id for case in load_cases(CASES)[:40]]
    verdicts = [_verdict(_reply(), replace(CASE, id=name)) for name in ids]
    first = table(verdicts, "en").splitlines()[0].split("  ")
    assert [cell.strip() for cell in first if cell.strip()] == [
        "Measure",
        "Tuned on",
        "Held out",
        "All",
        "Target",
    ]


def test_targets_are_reached_only_if_all_are() -> None:
    good = Scores(
        cases=20,
        passed=20,
        outcome_accuracy=0.95,
        citation_recall=0.95,
        figure_errors=0,
        leaks=0,
    )
    assert good.reached
    assert not replace(good, outcome_accuracy=0.94).reached
    assert not replace(good, citation_recall=0.94).reached
    assert not replace(good, leaks=1).reached
