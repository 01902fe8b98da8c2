"""``xfconsole search`` and ``xfconsole doctor --reindex`` as typed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commanded import NOW, Screen, TestOffices, throw_away_offices
from tests.sources import ROOT
from xfconsole.commands.drill import run_file
from xfconsole.commands.progress import progress
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.office.finding import CheckResult, fine
from xfconsole.core.words.desk import Channel, Identity
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Imported


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        who = Identity(name="来访者甲子", phone="139-0000-4321")
        forms = [
            MatterForm(Channel.LETTER, "停水三日", text="[b]龙头\n没水[/b]", identity=who),
            MatterForm(Channel.VISIT, "路灯不亮", text="巷口停电，停水也停过。"),
        ]
        rows = [
            Imported(replace(form, received_at=NOW - timedelta(days=9 - at)), "已派人 Repair")
            for at, form in enumerate(forms)
        ]
        found.desk.register_batch(rows)
        yield found


def test_a_hit_is_shown_with_the_place_and_the_piece(offices: TestOffices) -> None:
    lines = offices.run("search", "龙头", "repair").stdout.splitlines()
    assert lines[0].endswith("停水三日")
    assert lines[1] == "  text: [b]龙头 没水[/b]"
    assert (
        offices.run("search", "没有这个词").stdout
        == "No matter has all of these words: try fewer or other words.\n"
    )


def test_as_json_a_hit_has_its_documented_keys(offices: TestOffices) -> None:
    (lamp, _) = found = offices.run_json("search", "停水")
    assert [each["summary"] for each in found] == ["路灯不亮", "停水三日"]
    assert set(lamp) == {
        *("number", "channel", "received_at", "summary", "place", "snippet", "marks")
    }
    assert (lamp["place"], lamp["snippet"], lamp["marks"]) == (
        "text",
        "巷口停电，停水也停过。",
        [[5, 2]],
    )
    assert len(offices.run_json("search", "停水", "--limit", 1)) == 1
    assert offices.run_json("search", "来访者甲子") == []


@pytest.mark.parametrize("words", ["", " ", "\u3000"])
def test_without_a_word_there_is_nothing_to_look_for(offices: TestOffices, words: str) -> None:
    with pytest.raises(Refused) as refused:
        offices.run("search", words)
    assert refused.value.key == "search.refused.no_words"


def test_the_index_is_made_anew(offices: TestOffices) -> None:
    offices.office.indexer.catch_up()
    with offices.office.engine.begin() as connection:
        connection.execute("DELETE FROM search_doc")
    assert offices.run_json("search", "龙头") == []
    done = offices.run("doctor", "--reindex")
    assert done.stdout == "The index of texts was rebuilt over 2 matters.\n"
    assert len(offices.run_json("search", "龙头")) == 1
    assert offices.office.indexer.waiting() == 0
    events = offices.office.store
    with events.begin() as transaction:
        last = transaction.last_seq()
    assert offices.run_json("doctor", "--reindex") == {
        "reindexed": True,
        "matters": 2,
        "events": last,
    }


def test_progress_is_told_by_the_tenth(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xfconsole.commands.doctor.BATCH", 1)
    said = offices.run("doctor", "--reindex").stderr.splitlines()
    assert 2 <= len(said) <= 10
    assert said[0].startswith("Rebuilding the index of texts: ")


def examined(
    home: Path, passphrase: Callable[[], str], *_: object, **__: object
) -> Iterator[CheckResult]:
    """Find that the settings are fine, then ask for the passphrase, then find that again."""
    yield fine("settings", "doctor.settings.ok")
    sys.stderr.write("passphrase: ")
    passphrase()
    yield fine("settings", "doctor.settings.ok")
    yield fine("settings", "doctor.settings.ok")


def test_at_a_terminal_work_shows_how_long_it_will_take_yet(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar on stderr, and on stdout nothing but the result."""
    night = ROOT / "tests" / "drills" / "band_major.toml"
    plain = list(run_file(night))
    for name, value in {"COLUMNS": "100", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("Writing", 100) as tell:
        assert tell is not None
        tell(50)
    drawn = re.sub(r"\x1b\[[\d;]*m", "", screen.getvalue())
    assert re.search(r"Writing \S+ +50/100 [-:0-9]+", drawn)
    before = len(screen.getvalue())
    monkeypatch.setattr("xfconsole.commands.doctor.examined", examined)
    assert "every optional file" in offices.seen("doctor").casefold()
    # Where the passphrase is typed stands no bar, and where nobody knows how much, no numbers.
    typed, after = screen.getvalue()[before:].split("passphrase: ")
    assert (typed, "Looking the files over" in after, "/" in after) == ("", True, False)
    before = len(screen.getvalue())
    assert list(run_file(night)) == plain
    assert "正在演练" in screen.getvalue()[before:]
    before = len(screen.getvalue())
    assert offices.seen("doctor", "--reindex") == "The index of texts was rebuilt over 2 matters.\n"
    assert "Rebuilding the index of texts " in screen.getvalue()[before:]
