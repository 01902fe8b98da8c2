"""Which earlier letters are named as alike, over a thousand real ones; docs/same-matter.md.

The letters lie beside the project, not in it: these tests skip where they are absent. Every letter
is looked up as if it were just being typed, with nothing but its own summary and text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

import pytest

from data.ledger import similar
from data.ledger.indexer import Indexer
from tests import sources
from tests.data.files import File, new_file
from tests.readings import each_read_once
from tests.screens.fake_host import START, ZONE
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.reader.same_matter import Alike, Candidate, candidates, pairs
from xfconsole.core.rows import MatterFile
from xfconsole.core.words.desk import Channel
from xfconsole.imports.letters import Letter, open_letters

REAL = sources.ROOT.parent / "shared" / "real"
FILES = ("letters.xlsx", "letters_with_replies.xlsx")
STEP = 8
"""Every eighth letter is looked up; all of them make no other figures, but take minutes."""

pytestmark = pytest.mark.skipif(
    not all((REAL / name).is_file() for name in FILES),
    reason="the real letters are not beside the project, in ../shared/real",
)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[File]:
    with (
        new_file(tmp_path_factory.mktemp("same")) as file,
        each_read_once(similar),
        pytest.MonkeyPatch.context() as patch,
    ):
        with file.store.begin() as tx:
            tx.append([registered(file, number, form) for number, form in enumerate(forms(), 1)])
        Indexer(file.engine).catch_up()
        # The same letters are weighed again and again.
        patch.setattr(similar, "pairs", cache(pairs))
        yield file


def forms() -> Iterator[MatterForm]:
    for name in FILES:
        for letter in open_letters(REAL / name, {}, ZONE, START).letters:
            assert isinstance(letter, Letter)
            yield letter.form


def registered(file: File, number: int, form: MatterForm) -> Event:
    """Return what registers a letter under the next number."""
    matter = file.uids.new(file.now)
    fact = MatterRegistered(
        Channel.LETTER, form.summary, text=form.text, number=f"2026-{number:06d}"
    )
    return file.event(matter, fact)


@pytest.fixture(scope="module")
def letters(register: File) -> list[MatterFile]:
    return list(register.views.iter_matters())


def named(register: File, summary: str, text: str = "", exclude: str = "") -> list[Candidate]:
    return candidates(register.views, summary, text, exclude)


def test_few_letters_are_named_for_another(register: File, letters: list[MatterFile]) -> None:
    """Some are about the same thing indeed, so a few have to be named."""
    found = [named(register, each.row.summary, each.text, each.row.uid) for each in letters[::STEP]]
    some = sum(map(bool, found)) / len(found)
    very = sum(any(one.alike is Alike.VERY for one in each) for each in found) / len(found)
    assert 0.05 < some < 0.16
    assert 0.01 < very < 0.06


def cut(text: str, chance: random.Random) -> str:
    """Leave out every third bit of two to four characters, as somebody retells a thing."""
    bits, at = [], 0
    while at < len(text):
        size = chance.randint(2, 4)
        bits.append(text[at : at + size])
        at += size
    return "".join(bit for bit in bits if chance.random() > 0.34) or text


def sentences(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[。！？；\n!?;]", text) if len(each.strip()) >= 8]


@pytest.mark.parametrize(
    ("how", "least"),
    [("summary cut", 0.9), ("a sentence of the text", 0.85), ("half of the text", 0.95)],
)
def test_what_is_told_again_is_named(
    register: File, letters: list[MatterFile], how: str, least: float
) -> None:
    chance, found, asked = random.Random(5), 0, 0
    for at, each in enumerate(letters[::STEP]):
        said = sentences(each.text)
        long = [line for line in said if len(line) >= 14]
        summary, text = cut(each.row.summary, chance), ""
        if how == "a sentence of the text":
            summary = max(long[:4], key=len)[:40] if long else ""
        elif how == "half of the text":
            others = sentences(letters[at].text)[:2]
            text = "。".join(chance.sample(said, len(said) // 2) + others) if len(said) > 3 else ""
        if (how == "summary cut") or (summary if how.startswith("a") else text):
            asked += 1
            found += each.row.number in [one.number for one in named(register, summary, text)]
    assert asked > 60
    assert found / asked >= least
