"""Frozen classes of our own are what the standard library's are."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from inspect import signature
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.core.words.frozen import frozen


def classes(make: Any) -> tuple[Any, Any]:
    """Return a class with every sort of field, and one that inherits from it."""

    class Sheet:
        """A sheet."""

        number: str
        pages: int = 1
        notes: list[str] = field(default_factory=list, compare=False)
        sealed: str = field(default="", repr=False)
        read_at: float = field(default=0.0, compare=False)
        signs: tuple[str, ...] = field(default=(), kw_only=True)
        length: int = field(init=False, compare=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", len(self.number))

    base = make(Sheet)

    class Letter(base):  # type: ignore[misc,valid-type]
        unit: str = ""

    return base, make(Letter)


OURS, OUR_LETTER = classes(frozen)
THEIRS, THEIR_LETTER = classes(dataclass(frozen=True, slots=True))


@frozen
class Stamp:
    """One that pickle finds by its name."""

    text: str
    on: tuple[int, ...] = ()


@frozen
class Blank:
    """One without any field."""


GIVEN = st.fixed_dictionaries(
    {"number": st.text(max_size=2)},
    optional={
        "pages": st.integers(0, 2),
        "notes": st.lists(st.sampled_from("ab"), max_size=1),
        "sealed": st.sampled_from(["", "x"]),
        "read_at": st.sampled_from([0.0, 1.0, float("nan")]),
        "signs": st.sampled_from([(), ("a",)]),
        "unit": st.sampled_from(["", "住建局"]),
    },
)


@given(GIVEN, GIVEN)
def test_values_are_told_apart_and_shown_as_the_library_does(one: Any, other: Any) -> None:
    ours, theirs = ([made(**one), made(**other)] for made in (OUR_LETTER, THEIR_LETTER))
    assert (ours[0] == ours[1]) is (theirs[0] == theirs[1])
    assert hash(ours[0]) == hash(theirs[0])
    assert [repr(each) for each in ours] == [repr(each) for each in theirs]
    assert repr(replace(ours[0], number="新")) == repr(replace(theirs[0], number="新"))
    assert [each.name for each in fields(ours[0])] == [each.name for each in fields(theirs[0])]


def test_one_of_another_class_is_never_equal() -> None:
    assert OURS("a") != OUR_LETTER("a")
    assert OURS("a") != ("a",)
    assert Blank() == Blank()
    assert len({Stamp("a"), Stamp("a"), Stamp("b")}) == 2


def test_each_gets_a_list_of_its_own() -> None:
    one, other = OURS("a"), OURS("b")
    one.notes.append("x")
    assert other.notes == []
    assert one.length == 1


@pytest.mark.parametrize("given", [{}, {"number": "a", "unknown": 1}, {"number": "a", "length": 2}])
def test_what_does_not_fit_the_fields_is_refused(given: dict[str, Any]) -> None:
    for made in (OURS, THEIRS):
        with pytest.raises(TypeError, match=r"__init__\(\)|missing|unexpected"):
            made(**given)
    with pytest.raises(TypeError):
        OURS("a", 1, [], "", 0.0, ("b",))


def test_what_a_class_takes_is_known_before_one_is_made() -> None:
    @frozen
    class Slip:
        """One that nobody has made yet."""

        number: str
        pages: int = 1
        signs: tuple[str, ...] = field(default=(), kw_only=True)

    assert str(signature(Slip)) == "(number, pages=1, *, signs=())"


def test_nothing_changes_what_was_made() -> None:
    stamp = Stamp("a")
    with pytest.raises(FrozenInstanceError):
        stamp.text = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del stamp.text
    with pytest.raises(FrozenInstanceError):
        stamp.other = 1  # type: ignore[attr-defined]
    assert not hasattr(stamp, "__dict__")


def test_copies_are_equal() -> None:
    stamp = Stamp("收件", (2026, 2, 20))
    assert copy.copy(stamp) == copy.deepcopy(stamp) == pickle.loads(pickle.dumps(stamp)) == stamp


def test_a_match_takes_the_fields_in_their_order() -> None:
    match Stamp("收件", (1,)):
        case Stamp(text, on):
            assert (text, on) == ("收件", (1,))
