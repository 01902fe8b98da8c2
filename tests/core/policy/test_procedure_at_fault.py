"""Every way to get the procedure's table of a pack wrong, and the line that is named for it."""

from __future__ import annotations

import pytest

from tests.packs import TEXT, changed, line_of, problems, without
from xfconsole.core.policy.load import parse
from xfconsole.ui.words.catalogue import catalogue

SPLIT = "[5, 3, 3, 4]"
TOPICS = 'topics = ["低保"]'
MANY = "topics = [" + 21 * '"x", ' + "]"

FAULTS = {
    "an owner that is no post": (
        'office = "duty_officer"',
        'office = "porter"',
        "unknown_post",
        "porter",
    ),
    "an owner missing": (
        'upper = "leader_in_charge"\n',
        "",
        "missing_text",
        "[procedure.owners]",
    ),
    "an owner nobody knows": ("upper =", 'zzz = "x"\nupper =', "unknown_key", "zzz ="),
    "an owner misspelt": ("upper =", "uper =", "unknown_key_near", "uper ="),
    "a table misspelt": (
        "[procedure.split]",
        "[procedure.splits]",
        "unknown_key_near",
        "[procedure.splits]",
    ),
    "due soon without days": ("days = 3\n", "days = 0\n", "range", "days = 0"),
    "367 days": ("days = 3\n", "days = 367\n", "range", "days = 367"),
    "chased again before the chase": ("days = 2\n", "days = -2\n", "range", "days = -2"),
    "half a day": ("days = 2\n", "days = 0.5\n", "not_number", "days = 0.5"),
    "0 minutes to write": ("minutes = 40", "minutes =  0", "range", "minutes =  0"),
    "1441 minutes to write": ("minutes = 40", "minutes = 1441", "range", "minutes = 1441"),
    "0 working days to accept": ("accept_workdays = 3", "accept_workdays = 0", "range", "accept_w"),
    "a leader for nobody": ("signatures = 10", "signatures = 0", "range", "signatures = 0"),
    "no days to decide simply": (
        "decide_workdays = 10\n",
        "",
        "missing_number",
        "[procedure.simple]",
    ),
    "0 working days": ("workdays = 30", "workdays = 0", "range", "workdays = 0"),
    "working days missing": (
        "workdays = 30\n",
        "",
        "missing_number",
        "[procedure.allowance]",
    ),
    "the split missing": (f"days = {SPLIT}\n", "", "missing_numbers", "[procedure.split]"),
    "a number for a list": (SPLIT, "5", "not_numbers", "days = 5"),
    "texts for numbers": (SPLIT, '["5"]', "not_numbers", 'days = ["5"]'),
    "true in a list of numbers": (SPLIT, "[5, true]", "not_numbers", "days = [5, true]"),
    "a split among nobody": (SPLIT, "[]", "list_length", "days = []"),
    "seven levels": (SPLIT, "[1, 1, 1, 1, 1, 1, 1]", "list_length", "days = [1, 1"),
    "a level without a day": (SPLIT, "[5, 0, 3]", "range", "days = [5, 0"),
    "a level with less than a day": (SPLIT, "[5, -3, 3]", "range", "days = [5, -3"),
    "a split of 16 days": (SPLIT, "[5, 3, 3, 5]", "split_sum", "days = [5, 3, 3, 5]"),
    "a list over lines": (SPLIT, "[\n  5,\n  16,\n]", "range", "days = [\n  5"),
    "a text for a list": (TOPICS, 'topics = "低保"', "not_texts", 'topics = "低保"'),
    "numbers for texts": (TOPICS, "topics = [1]", "not_texts", "topics = [1]"),
    "a blank topic": (TOPICS, 'topics = [" "]', "blank", 'topics = [" "]'),
    "a control character in a topic": (TOPICS, 'topics = ["\\u001b"]', "control", "\\u001b"),
    "21 topics": (TOPICS, MANY, "list_length", 'topics = ["x"'),
    "an id in the procedure": ("days = 3\n", 'id = "x"\ndays = 3\n', "unknown_key", 'id = "x"'),
    "an id of the procedure's elsewhere": (
        'id = "band.major"',
        'id = "procedure.split"',
        "taken_id",
        'id = "procedure.split"',
    ),
}


@pytest.mark.parametrize(("old", "new", "key", "mark"), FAULTS.values(), ids=FAULTS)
def test_the_line_at_fault(old: str, new: str, key: str, mark: str) -> None:
    text = changed(old, new)
    assert [(each.line, each.key) for each in problems(text)] == [
        (line_of(mark, text), f"policy.problem.{key}")
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            "procedure.split.days 加起来是 16 日。"
            "各级合计最多 15 日（《信访工作条例》第二十二条）。",
        ),
        (
            "en",
            "procedure.split.days adds up to 16 days. Expected at most 15 for all levels together"
            " (Regulation on petition work, art. 22).",
        ),
    ],
)
def test_it_is_said_what_would_be_right(language: str, said: str) -> None:
    found = problems(changed(SPLIT, "[5, 3, 3, 5]"))[0]
    assert catalogue(language).say(found.key, **found.values) == said


def test_half_a_table_names_everything_that_is_missing() -> None:
    text = without("procedure") + "\n[procedure.climb]\ndays = 2\n"
    missing = ("owners", "due_soon", "chase", "urgent_phone", "urgent_written", "split")
    assert {each.values["where"] for each in problems(text)} == {
        *(f"procedure.{each}" for each in (*missing, "allowance")),
        "procedure.climb.source",
        "procedure.climb.reason",
    }
    assert {each.line for each in problems(text)} == {line_of("[procedure.climb]", text)}


@pytest.mark.parametrize("value", ["3", '"x"', "[]", "true"])
def test_a_procedure_that_is_no_table_is_one_fault(value: str) -> None:
    text = f"procedure = {value}\n{without('procedure')}"
    assert [(each.line, each.key) for each in problems(text)] == [(1, "policy.problem.not_table")]


def test_a_misspelt_procedure_is_one_fault_and_not_a_pack_without_one() -> None:
    text = TEXT.replace("\n[procedure.", "\n[procedur.")
    assert [(each.line, each.key) for each in problems(text)] == [
        (line_of("[procedur.owners]", text), "policy.problem.unknown_key_near")
    ]


def test_posts_that_cannot_be_read_are_no_fault_of_the_owners() -> None:
    text = TEXT.replace("\n[posts.", "\n[postsx.")
    assert [each.key for each in problems(text)] == ["policy.problem.unknown_key_near"]


def test_an_older_pack_may_call_its_rules_as_it_likes() -> None:
    old = changed('id = "band.major"', 'id = "procedure.split"', without("procedure"))
    policy = parse(old, "office.toml")
    assert policy.rule("procedure.split") == policy.bands[1].rule
