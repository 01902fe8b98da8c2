"""Every reader of text from outside holds for the kept corpus and what hypothesis makes of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS
from tests.hostile import HOSTILE

CORPUS = Path(__file__).parent / "corpus"


@cache
def kept(name: str) -> tuple[bytes, ...]:
    """Return every input that the corpus keeps for a target."""
    return tuple(path.read_bytes() for path in sorted((CORPUS / name).iterdir()))


@pytest.mark.parametrize("name", TARGETS)
def test_the_kept_corpus_is_read_or_refused(name: str) -> None:
    assert kept(name), f"no corpus for {name}"
    for data in kept(name):
        TARGETS[name](data)


def test_the_corpus_has_no_folder_that_nobody_reads() -> None:
    assert {each.name for each in CORPUS.iterdir()} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_text_is_read_or_refused(name: str) -> None:
    for hostile in HOSTILE.values():
        TARGETS[name](hostile.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.data())
def test_anything_is_read_or_refused(name: str, data: st.DataObject) -> None:
    kept_one = data.draw(st.sampled_from(kept(name)))
    cut = data.draw(st.integers(0, len(kept_one)))
    more = data.draw(st.binary(max_size=30) | st.sampled_from(SPLICES) | st.text().map(_encoded))
    TARGETS[name](kept_one[:cut] + more + kept_one[cut + data.draw(st.integers(0, 8)) :])


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


SPLICES = [each.encode("utf-8", "surrogatepass") for each in HOSTILE.values() if len(each) < 200]
