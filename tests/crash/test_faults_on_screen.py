"""On a disk that fails the screen says that nothing was saved, and shows no number."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.crash.faults import SYNC, WRITE, Faults, failing
from tests.crash.intercepted import SUPPORTED, UNSUPPORTED
from tests.crash.summary import Tally
from tests.screens import fake_host
from tests.screens.fake_host import desk_pilot, settle
from tests.screens.golden import screen_text
from xfconsole.ui.words.catalogue import catalogue

pytestmark = pytest.mark.skipif(not SUPPORTED, reason=UNSUPPORTED)
INTAKE = "screens.intake.screen:IntakeScreen"
Said = tuple[str, dict[str, str]]
FAILED: Said = ("vault.refused.disk", {"file": "office.db"})
FULL: Said = ("vault.refused.disk_full", {})


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("calls", "error", "said"),
    [
        pytest.param(SYNC, errno.EIO, FAILED, id="sync-EIO"),
        # The library does not tell why a sync failed.
        pytest.param(SYNC, errno.ENOSPC, FAILED, id="sync-ENOSPC"),
        pytest.param(WRITE, errno.EIO, FAILED, id="write-EIO"),
        pytest.param(WRITE, errno.ENOSPC, FULL, id="write-ENOSPC"),
    ],
)
async def test_not_saved_is_said_and_no_number_shown(
    calls: tuple[str, ...],
    error: int,
    said: Said,
    lang: str,
    tmp_path: Path,
    tally: Tally,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Here the disk is the subject: what it is told to write has to be waited for.
    monkeypatch.setattr(fake_host, "hasty", lambda engine: engine)
    key, values = said
    async with desk_pilot(tmp_path, INTAKE, language=lang) as (pilot, office):
        await pilot.press("2", "enter", "a", "b")
        faults = Faults(calls, 1, error)
        with failing(faults):
            await pilot.press("ctrl+s")
            await settle(pilot)
            # A sentence that is wrapped stands between bars.
            shown = "".join(screen_text(pilot.app).replace("▌", "").split())
            assert faults.hits
            assert "".join(catalogue(lang).say(key, **values).split()) in shown
            assert f"{office.now():%Y}-0000" not in shown
        assert office.views.matter_count() == 0
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert office.views.matter_count() == 1
        assert f"{office.now():%Y}-000001" in screen_text(pilot.app)
    tally.more("faults", faults.hits)
