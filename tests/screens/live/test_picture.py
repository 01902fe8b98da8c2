"""The picture in README.md is the live screen, for whoever has a browser and no network."""

from __future__ import annotations

import re
from pathlib import Path

from tests import sources
from tests.screens.live_desk import a_night, live, shown
from tests.screens.picture import check_picture, words

PATH = sources.ROOT / "docs" / "live.svg"


async def test_the_picture_shows_every_word_of_the_live_screen(tmp_path: Path) -> None:
    async with live(tmp_path, language="zh", ready=a_night) as (pilot, _):
        check_picture(pilot.app, PATH)
        assert words(PATH) == shown(pilot)


def test_the_picture_needs_no_host() -> None:
    drawn = PATH.read_text(encoding="utf-8")
    assert re.findall(r"\w+://[^\"]+", drawn) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\(|href|@import|<script|<image", drawn)
