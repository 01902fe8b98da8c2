"""docs/drills.md says what a drill can do, all of it, and its example runs."""

from __future__ import annotations

import json
import re
from enum import EnumType
from pathlib import Path
from typing import Any

import pytest

from tests.test_drills import KEYS, NIGHTS, SUMMARY
from xfconsole.commands.drill import run_file
from xfconsole.core.words.desk import Level, PromptKind
from xfconsole.drill.verbs import VERBS

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "drills.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.*?) \| .* \|$", DOCS, re.MULTILINE))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_with_every_field(verb: str) -> None:
    needs, may = VERBS[verb]
    must, _, optional = ROWS[verb].partition("[")
    for name in needs:
        assert f"`{name}`" in must
    for name in may:
        assert f"`{name}`" in optional


def test_no_verb_that_is_not_there() -> None:
    table = DOCS.split("## Verbs")[1].split("## The output")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(VERBS)


def test_every_word_a_field_takes() -> None:
    shapes = {each for fields in VERBS.values() for part in fields for each in part.values()}
    for words in shapes:
        if isinstance(words, EnumType):
            for each in list[Any](words):
                # The desk refuses raising to "none", so no drill has a use for it.
                assert each.value in DOCS or each is Level.NONE


ON_THE_SCENE = set(PromptKind) - {
    *(PromptKind.DUE_SOON, PromptKind.PAST_CONTROL, PromptKind.OVERDUE)
}
"""A drill is of a night: due work on matters is none of its business."""


def test_every_key_and_kind_of_the_output() -> None:
    output = DOCS.split("## The output")[1]
    for name in [*KEYS, *SUMMARY, *(each.value for each in ON_THE_SCENE)]:
        assert name in output
    for night in NIGHTS:
        for line in night.with_suffix(".jsonl").read_text("utf-8").splitlines():
            found = json.loads(line)
            assert found["kind"] in output
            assert all(f"`{key}`" in output for key in found)


def test_the_example_runs(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    path = tmp_path / "night.toml"
    path.write_text(example, encoding="utf-8")
    lines = list(run_file(path, as_json=True))
    [shown] = re.findall(r"```json\n(.*?)\n```", DOCS, re.DOTALL)
    assert shown in lines
    assert json.loads(lines[-1])["refused"] == 0
