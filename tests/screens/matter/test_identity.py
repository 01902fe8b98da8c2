"""Reading who brought a matter: keys in, window and journal out, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.matter.screen import MatterScreen
from screens.shared.form import FormScreen
from tests.identities import (
    ACCUSATION_NO,
    ANONYMOUS_NO,
    CLAIM_NO,
    CONFIDENTIAL_NO,
    SECRETS,
)
from tests.screens.fake_host import FakeOffice
from tests.screens.identities import (
    DANGER,
    REASON,
    left_over,
    opened,
    read_claim,
    readings,
    registered,
    second,
    shows,
    window,
)
from tests.screens.live_desk import press
from tests.screens.matters import fill, form, open_matter, said
from xfconsole.core.facts.of_identity import GlassReviewed, IdentityRead
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.words.procedure import Bar, Barred
from xfconsole.core.words.refusal import Refused


async def test_a_claim_takes_a_reason_and_shows_everything_it_has(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await read_claim(pilot)
        assert window(pilot)
        assert [each for each in SECRETS if each not in said(pilot)] == []
        assert readings(office) == [IdentityRead(REASON)]
        assert "60 s" in said(pilot)


@pytest.mark.parametrize("keys", [("enter",), ("space", "ctrl+s")], ids=" ".join)
async def test_without_a_reason_nothing_is_read(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, CLAIM_NO)
        await press(pilot, "r", *keys)
        assert shows(pilot, FormScreen)
        assert "reason" in said(pilot)
        assert readings(office) == []


async def test_the_journal_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that fails shows nothing; the officer is told, and may try again."""
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, CLAIM_NO)
        await press(pilot, "r")
        await fill(pilot, reason=REASON)
        with monkeypatch.context() as failing:
            failing.setattr("data.store.store.SqlTransaction.finish", _full)
            await press(pilot, "ctrl+s")
            assert shows(pilot, FormScreen)
            assert "disk" in said(pilot)
            assert left_over(pilot) == []
        assert readings(office) == []
        await press(pilot, "ctrl+s")
        assert window(pilot)


def _full(_: object) -> None:
    raise Refused("vault.refused.disk_full")


async def test_a_protected_matter_takes_a_second_officer(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        await second(pilot, "")
        assert "a second officer has to sign in" in said(pilot)
        await second(pilot, "李敏")
        assert "李敏" not in form(pilot).fields["second"].read()
        assert readings(office) == []
        await second(pilot)
        assert window(pilot)
        assert readings(office) == [IdentityRead(REASON, "王强")]


async def test_a_wrong_passphrase_reads_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        await second(pilot, passphrase="wrong horse")
        assert shows(pilot, FormScreen)
        assert readings(office) == []
        assert left_over(pilot) == []


async def test_alone_and_a_life_in_danger(tmp_path: Path) -> None:
    """The words of either language do: there may be no input method at hand."""
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        await fill(pilot, reason=REASON, glass=DANGER["zh"])
        await press(pilot, "ctrl+s")
        assert window(pilot)
        assert readings(office) == [IdentityRead(REASON, glass=True)]
        assert [each.number for each in office.views.readings_to_review()] == [ACCUSATION_NO]


async def test_anything_else_breaks_no_glass(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, CONFIDENTIAL_NO)
        await press(pilot, "r", *REASON)
        for typed in ("y", "danger", "danger to life!", "危及"):
            form(pilot).fields["glass"].fill(typed)
            await press(pilot, "ctrl+s")
            assert "for danger to life only" in said(pilot)
        form(pilot).fields["glass"].fill("Danger  to LIFE")
        form(pilot).fields["second"].fill("王强")
        await press(pilot, "ctrl+s")
        assert "give one or the other" in said(pilot)
        assert readings(office) == []
        form(pilot).fields["second"].fill("")
        await press(pilot, "ctrl+s")
        assert window(pilot)


async def test_a_claim_offers_no_emergency_reading(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, _):
        await open_matter(pilot, CLAIM_NO)
        await press(pilot, "r")
        assert list(form(pilot).fields) == ["reason"]


async def test_another_officer_looks_into_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        office.verb(lambda desk: desk.read_identity(ACCUSATION_NO, REASON, glass=True))
        reading = office.views.readings_to_review()[0].event
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "v")
        assert "another officer has to check that" in said(pilot)
        office.officer = "何静"
        office.verb(lambda desk: setattr(desk, "officer", "何静"))
        await press(pilot, "v")
        assert f"李敏 read the identity alone at 2026-02-20 02:29; reason: {REASON}" in said(pilot)
        await fill(pilot, note="已核实")
        await press(pilot, "ctrl+s")
        found = {each.officer: each.fact for each in office.events()}
        assert found["何静"] == GlassReviewed(reading, "已核实")
        assert office.views.readings_to_review() == []
        await press(pilot, "v")
        assert "No emergency reading of this matter waits to be checked" in said(pilot)


async def test_nobody_said_who_they_are(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, _):
        await open_matter(pilot, ANONYMOUS_NO)
        await press(pilot, "r")
        assert shows(pilot, MatterScreen)
        assert "The complainant left no identity" in said(pilot)


async def test_an_identity_whose_key_is_not_here_says_so(tmp_path: Path) -> None:
    def keyless(office: FakeOffice) -> None:
        registered(office)
        with office.engine.begin() as connection:
            connection.execute("DELETE FROM matter_key")

    async with opened(tmp_path, ready=keyless) as (pilot, office):
        await read_claim(pilot)
        assert shows(pilot, FormScreen)
        assert "is not erased, but its key has not come here" in said(pilot)
        assert readings(office) == []


async def test_a_barred_officer_is_kept_away(tmp_path: Path) -> None:
    """Barred after the card was opened: the desk keeps them away, not the screen."""
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        office.verb(lambda desk: desk.bar(ACCUSATION_NO, Bar.ACCUSED, person="李敏"))
        await second(pilot)
        assert not window(pilot)
        assert left_over(pilot) == []
        assert readings(office) == []


async def test_a_barred_second_officer_is_kept_away_and_that_is_logged(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        office.verb(lambda desk: desk.bar(ACCUSATION_NO, Bar.RECUSED, person="王强"))
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        await second(pilot)
        assert shows(pilot, FormScreen)
        assert "Reg. art. 28" in said(pilot)
        blocks = [each.fact for each in office.events() if isinstance(each.fact, AccessBlocked)]
        assert blocks == [AccessBlocked(Barred.READER, Bar.RECUSED, person="王强")]
        assert readings(office) == []


# --- how it goes away --------------------------------------------------------------------------
