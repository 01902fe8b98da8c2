"""Sealed text opens for its own matter only, and a single changed bit is refused."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vault.sealing import Sealer, identity_bytes, identity_of, subkey
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.refusal import Refused

MATTER, OTHER = "018f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-000000000002"
SEALER = Sealer(bytes(32))
BROKEN = r"vault\.refused\.seal"

line = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
identities = st.builds(
    Identity,
    *(line,) * 7,
    representatives=st.lists(line, max_size=5).map(tuple),
)


@given(identities)
def test_an_identity_comes_back_as_it_was(identity: Identity) -> None:
    key = SEALER.new_key(MATTER)
    sealed = SEALER.seal_identity(MATTER, key, identity)
    assert SEALER.open_identity(MATTER, key, sealed) == identity


@given(identities)
def test_equal_identities_are_equal_bytes(identity: Identity) -> None:
    clear = identity_bytes(identity)
    assert identity_bytes(identity_of(clear)) == clear
    assert None not in json.loads(clear).values()


@given(st.binary(max_size=300), st.data())
def test_any_flipped_bit_of_sealed_text_is_refused(clear: bytes, data: st.DataObject) -> None:
    key = SEALER.new_key(MATTER)
    sealed = SEALER.seal(MATTER, key, clear)
    with pytest.raises(Refused, match=BROKEN):
        SEALER.open(MATTER, key, flipped(sealed.encode(), data).decode("latin-1"))


@pytest.mark.parametrize("clear", [b"", b"x", b"xx"], ids=["padding =", "no padding", "padding =="])
def test_every_bit_of_a_sealed_text_counts_those_base64_leaves_unused_too(clear: bytes) -> None:
    key = SEALER.new_key(MATTER)
    sealed = SEALER.seal(MATTER, key, clear).encode()
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused, match=BROKEN):
            SEALER.open(MATTER, key, changed.decode("latin-1"))


@given(st.data())
def test_any_flipped_bit_of_a_matters_key_is_refused(data: st.DataObject) -> None:
    key = SEALER.new_key(MATTER)
    sealed = SEALER.seal(MATTER, key, b"clear")
    with pytest.raises(Refused, match=BROKEN):
        SEALER.open(MATTER, flipped(key.encode(), data).decode("latin-1"), sealed)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=50), max_size=6), st.data())
def test_a_draft_comes_back_and_a_flipped_bit_is_refused(
    values: dict[str, str], data: st.DataObject
) -> None:
    body = SEALER.seal_draft("intake", values)
    assert SEALER.open_draft("intake", body) == values
    with pytest.raises(Refused, match=BROKEN):
        SEALER.open_draft("intake", flipped(body, data))


def flipped(sealed: bytes, data: st.DataObject) -> bytes:
    at = data.draw(st.integers(0, len(sealed) * 8 - 1), label="bit")
    changed = bytearray(sealed)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


@pytest.mark.parametrize("size", range(12 + 16))
def test_text_cut_short_is_refused(size: int) -> None:
    with pytest.raises(Refused, match=BROKEN):
        SEALER.open_draft("intake", SEALER.seal_draft("intake", {})[:size])


def test_half_a_character_typed_so_far_is_kept() -> None:
    body = SEALER.seal_draft("intake", {"summary": "安置\ud83d"})
    assert SEALER.open_draft("intake", body) == {"summary": "安置\ud83d"}


def test_sealed_text_does_not_open_for_another_matter() -> None:
    key = SEALER.new_key(MATTER)
    sealed = SEALER.seal(MATTER, key, b"clear")
    for matter, wrapped in ((OTHER, key), (MATTER, SEALER.new_key(MATTER))):
        with pytest.raises(Refused, match=BROKEN):
            SEALER.open(matter, wrapped, sealed)


def test_a_draft_does_not_open_as_another_form() -> None:
    with pytest.raises(Refused, match=BROKEN):
        SEALER.open_draft("note", SEALER.seal_draft("intake", {"summary": "x"}))


def test_another_office_opens_nothing() -> None:
    key = SEALER.new_key(MATTER)
    sealed = SEALER.seal(MATTER, key, b"clear")
    with pytest.raises(Refused, match=BROKEN):
        Sealer(os.urandom(32)).open(MATTER, key, sealed)


def test_the_same_name_never_seals_to_the_same_text() -> None:
    key = SEALER.new_key(MATTER)
    identity = Identity(name="郑岚")
    assert len({SEALER.seal_identity(MATTER, key, identity) for _ in range(50)}) == 50
    assert len({SEALER.new_key(MATTER) for _ in range(50)}) == 50


def test_every_purpose_has_a_key_of_its_own() -> None:
    purposes = ("database", "sealing", "journal", "matter keys", "drafts")
    keys = {subkey(bytes(32), purpose) for purpose in purposes}
    assert len(keys) == len(purposes)
    assert {len(key) for key in keys} == {32}
    assert bytes(32) not in keys
