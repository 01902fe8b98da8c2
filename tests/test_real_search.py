"""Over a thousand real letters a search finds all that LIKE finds, and nothing else.

The files lie beside the project, not in it: these tests skip where they are absent.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from data.ledger import search
from tests.commanded import TestOffices, throw_away_offices
from tests.readings import each_read_once
from tests.test_real_letters import FILES, REAL
from xfconsole.core.reader.highlights import Snippet, marks_of
from xfconsole.core.reader.searched import searched_texts
from xfconsole.core.words.folding import fold, words_of

pytestmark = pytest.mark.skipif(
    not all((REAL / name).is_file() for name in FILES),
    reason="the real letters are not beside the project, in ../shared/real",
)

HAN = "[\u4e00-\u9fff]"
SHAPES = {
    "one character": HAN,
    "two characters": HAN * 2,
    "three characters": HAN * 3,
    "four characters": HAN * 4,
    "eight characters": HAN * 8,
    "digits": r"[0-9]{1,6}",
    "letters": r"[A-Za-z]{1,8}",
    "mixed": rf"{HAN}[0-9A-Za-z]{{1,4}}{HAN}?",
    "wide": r"[\uff01-\uff5e]{1,2}.?",
    "signs": r"[^\w\s]{1,3}",
    "any": r"\S{1,12}",
}
WORDS = {"indexed": 40, "half indexed": 8, "before the index": 4}
"""Words of each shape: without the index every letter is read for each."""


class Letters:
    """The imported letters, and what stands in each as LIKE would look at it."""

    def __init__(self, offices: TestOffices) -> None:
        self.offices, self.views, self.wanted = offices, offices.office.views, 0
        texts = {
            file.row.uid: [each.text for each in searched_texts(file.events)]
            for file in self.views.iter_matters()
        }
        # No word has a line break in it, so none stands in two texts at once.
        self.raw = {uid: "\n".join(found) for uid, found in texts.items()}
        self.folded = {uid: "\n".join(map(fold, found)) for uid, found in texts.items()}

    def words(self, shape: str, source: random.Random) -> Iterator[str]:
        """Yield words of a shape, each from some place in some letter."""
        texts = list(self.raw.values())
        made = 0
        while made < self.wanted:
            text = source.choice(texts)
            found = re.compile(shape).search(text, source.randrange(len(text)))
            if found:
                made += 1
                yield found.group()

    def found(self, words: str) -> set[str]:
        """Return what a search finds, without a look at where the words stand in it."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search, "snippet", lambda *_: Snippet("", "", ()))
            return {hit.row.uid for hit in self.views.search(words, limit=2000)}


@pytest.fixture(scope="module")
def imported() -> Iterator[Letters]:
    with throw_away_offices() as offices, each_read_once(search):
        for name in FILES:
            offices.run("import", "letters", REAL / name)
        yield Letters(offices)


@pytest.fixture(scope="module", params=list(WORDS))
def letters(request: pytest.FixtureRequest, imported: Letters) -> Letters:
    indexer = imported.offices.office.indexer
    indexer.clear()
    if request.param == "indexed":
        indexer.catch_up()
    if request.param == "half indexed":
        indexer.step(300)
    assert (indexer.waiting() == 0) is (request.param == "indexed")
    imported.wanted = WORDS[request.param]
    return imported


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_recall_and_precision_are_whole(letters: Letters, shape: str) -> None:
    for word in letters.words(SHAPES[shape], random.Random(shape)):
        wanted = words_of(word)
        expected = {
            uid for uid, text in letters.folded.items() if all(each in text for each in wanted)
        }
        found = letters.found(word)
        assert found == expected, word
        assert found, word
        if re.fullmatch(f"{HAN}+", word):
            assert found == {uid for uid, text in letters.raw.items() if word in text}


def test_words_that_stand_apart_are_found_together_only(letters: Letters) -> None:
    source = random.Random(3)
    pairs = zip(letters.words(HAN * 2, source), letters.words(HAN * 3, source), strict=True)
    for first, second in pairs:
        assert letters.found(f"{first} {second}") == letters.found(first) & letters.found(second)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_first_place_of_any_word_is_shown(letters: Letters, shape: str) -> None:
    for word in letters.words(SHAPES[shape], random.Random(shape)):
        for hit in letters.views.search(word, limit=30):
            first, length = hit.marks[0]
            marked = fold(hit.snippet[first : first + length])
            assert any(each in marked for each in words_of(word)), (word, hit.snippet)
            assert len(hit.snippet) <= 60


def test_every_hit_shows_where(letters: Letters) -> None:
    for word in letters.words(HAN * 2, random.Random(4)):
        for hit in letters.views.search(word, limit=30):
            assert hit.marks
            assert len(hit.snippet) <= 60
            assert all(fold(word) in fold(hit.snippet[a : a + b]) for a, b in hit.marks)
            assert list(hit.marks) == marks_of(hit.snippet, words_of(word))


def test_the_command_prints_what_the_view_finds(letters: Letters) -> None:
    numbers = [hit.row.number for hit in letters.views.search("小区", limit=150)]
    assert len(numbers) == 150
    found = letters.offices.run_json("search", "小区", "--limit", 150)
    assert [each["number"] for each in found] == numbers
    assert len(letters.offices.run_json("search", "小区")) == 20
    said = letters.offices.run("search", "小区", "业主").stdout
    assert said.count("\n") == 40
