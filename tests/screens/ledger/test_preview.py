"""What stands under a wide ledger: the texts of the matter that the cursor rests on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.ledger import preview
from screens.ledger.preview import LedgerPreview
from tests.screens.fake_host import SIZES, START, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import check_golden, screen_text
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.rows import MatterFile
from xfconsole.core.words.desk import Channel, Identity
from xfconsole.core.words.procedure import Bar
from xfconsole.desk import Imported

LEDGER = "screens.ledger.screen:LedgerScreen"
LONG = "\n".join(f"第{number}段：安置房至今没有交付，过渡费也停发了。" for number in range(1, 30))


def letters(office: FakeOffice) -> None:
    """Register twenty letters: the newest long and answered, the second with somebody's name."""
    office.with_roster()
    came = [START - timedelta(minutes=20 - n) for n in range(20)]
    rows = [
        Imported(MatterForm(Channel.LETTER, f"来信{n}", text=f"正文{n}", received_at=came[n]))
        for n in range(18)
    ]
    named = MatterForm(
        Channel.LETTER,
        "反映公交改线",
        text="希望恢复原来的站点。",
        identity=Identity(name="吴越", phone="139-0000-0099"),
        received_at=came[18],
    )
    office.verb(lambda desk: desk.register_batch(rows))
    office.verb(lambda desk: desk.register(named))
    long = Imported(MatterForm(Channel.LETTER, "安置房逾期交付", text=LONG, received_at=came[19]))
    office.verb(lambda desk: desk.register_batch([long]))


def counted(office: FakeOffice) -> list[str]:
    """Return the numbers of the matters that are read in full from now on."""
    asked: list[str] = []
    look = office.views.matter

    def matter(reference: str) -> MatterFile | None:
        file = look(reference)
        asked.append(file.row.number if file else reference)
        return file

    office.views.matter = matter  # type: ignore[method-assign]
    return asked


def under(pilot: Pilot[None]) -> str:
    """Return the lines under the list."""
    lines = screen_text(pilot.app).splitlines()
    region = top(pilot).query_one(LedgerPreview).region
    return "\n".join(lines[region.y : region.bottom])


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_texts_of_the_row_stand_under_a_wide_list(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "REST", 0)
    size = SIZES["120x36"]
    async with desk_pilot(tmp_path, LEDGER, language=language, size=size, ready=letters) as (
        pilot,
        office,
    ):
        await settle(pilot)
        assert "第8段" in under(pilot)
        assert under(pilot).rstrip().endswith("…")
        check_golden(pilot.app, f"ledger-preview-{language}-120x36")
        await pilot.press("down")
        await settle(pilot)
        assert "希望恢复原来的站点。" in under(pilot)
        assert "吴越" not in screen_text(pilot.app)
        assert pilot.app.focused is not top(pilot).query_one(LedgerPreview)
        office.verb(lambda desk: desk.bar("2026-000019", Bar.RECUSED, person=office.officer))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert under(pilot).strip() == ""
        asked = counted(office)
        await pilot.press("up", "down")
        await settle(pilot)
        assert "2026-000019" not in asked
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        asked.clear()
        await pilot.press("down", "down")
        await settle(pilot)
        assert asked == []
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert "正文16" in under(pilot)
        await pilot.press("slash", *"正文3")
        await settle(pilot)
        assert "正文3" in under(pilot)
        await pilot.press(*"无")
        await settle(pilot)
        assert under(pilot).strip() == ""


async def test_a_key_held_down_reads_no_matter_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_pilot(tmp_path, LEDGER, size=SIZES["120x36"], ready=letters) as (
        pilot,
        office,
    ):
        await settle(pilot)
        asked = counted(office)
        monkeypatch.setattr(preview, "REST", 3600)
        await pilot.press(*["down"] * 15)
        assert asked == []
        assert under(pilot).strip() == ""
