"""Every night in tests/drills, against the output a reviewer has read: the desk's own proof.

After a change that is meant: pytest tests/test_drills.py --update-golden, then read the difference.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.data.files import new_file
from tests.screens import golden
from xfconsole.commands.drill import run_file
from xfconsole.core.ports import Store

FOLDER = Path(__file__).resolve().parent / "drills"
PACKS = {"forty.toml"}
NIGHTS = sorted(each for each in FOLDER.glob("*.toml") if each.name not in PACKS)
KEYS = ["at", "kind", "incident", "rule", "post", "person", "due", "late_s", "text"]
EXTRAS = set(
    "level value source outcome what clock how corrected taken_back recorded_at line".split()
)
SUMMARY = (
    "kind at title incidents prompts obligations met missed late_prompts most_late_s refused"
).split()

every_night = pytest.mark.parametrize("night", NIGHTS, ids=lambda path: path.stem)


def played(night: Path, language: str = "zh", store: Store | None = None) -> str:
    """Play a night and return what is printed of it."""
    lines = run_file(night, language, as_json=True, store=store)
    return "".join(f"{line}\n" for line in lines)


@cache
def printed(night: Path, language: str = "zh") -> str:
    """Return the same, of a night played once."""
    return played(night, language)


@every_night
def test_the_night_goes_as_it_was_read(night: Path) -> None:
    kept, shown = night.with_suffix(".jsonl"), printed(night)
    if golden.update[0]:
        kept.write_text(shown, encoding="utf-8")
    assert kept.exists(), "run pytest --update-golden and read what it wrote"
    assert shown == kept.read_text(encoding="utf-8")


@every_night
def test_twice_gives_the_same_bytes(night: Path) -> None:
    assert played(night) == printed(night)


@every_night
def test_on_disk_it_goes_as_in_memory(night: Path, tmp_path: Path) -> None:
    with new_file(tmp_path) as file:
        assert played(night, store=file.store) == printed(night)


@every_night
def test_english_tells_the_same_night(night: Path) -> None:
    zh, en = (
        [json.loads(line) for line in printed(night, language).splitlines()]
        for language in ("zh", "en")
    )
    for one, other in zip(zh, en, strict=True):
        assert {**one, "text": ""} == {**other, "text": ""}
        if one["kind"] != "summary":
            assert one["text"] != other["text"]


@every_night
def test_lines_have_the_documented_keys_in_order(night: Path) -> None:
    *lines, summary = (json.loads(line) for line in printed(night).splitlines())
    for line in lines:
        assert list(line)[: len(KEYS)] == KEYS
        assert set(list(line)[len(KEYS) :]) <= EXTRAS
        assert ("level" in line) == (line["kind"] == "level.changed")
        assert line["late_s"] is None or line["late_s"] >= 0
    assert list(summary) == SUMMARY
    assert not [line for line in lines if line["kind"] == "summary"]


@every_night
def test_nothing_is_raised_twice_unless_it_was_moved(night: Path) -> None:
    lines = [json.loads(line) for line in printed(night).splitlines()]
    standing: set[tuple[str, ...]] = set()
    for line in lines:
        key = tuple(line.get(name) or "" for name in ("incident", "what", "rule", "post", "person"))
        if line["kind"] == "prompt.raised":
            assert key not in standing
            standing.add(key)
        elif line["kind"] in ("prompt.cleared", "prompt.moved"):
            standing.discard(key)


def test_the_same_bytes_whatever_hash_seed_locale_and_time_zone() -> None:
    wanted = [("0", "C", "UTC"), ("1", "zh_CN.UTF-8", "Asia/Shanghai")]
    wanted.append(("4242", "de_DE.UTF-8", "America/St_Johns"))
    outputs = set()
    for seed, name, zone in wanted:
        found = {"PYTHONHASHSEED": seed, "LC_ALL": name, "LANG": name, "TZ": zone}
        code = (
            "import sys; from pathlib import Path; from xfconsole.commands.drill import run_file\n"
            "for name in sys.argv[1:]:\n"
            "    for line in run_file(Path(name), as_json=True):\n"
            "        sys.stdout.buffer.write((line + '\\n').encode())\n"
        )
        command = [sys.executable, "-c", code, *map(str, NIGHTS)]
        done = subprocess.run(
            command, env={**os.environ, **found}, capture_output=True, check=True, timeout=120
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs.pop().decode() == "".join(map(printed, NIGHTS))


def test_restarts_change_nothing() -> None:
    with_restarts, without = (FOLDER / f"{name}.toml" for name in ("restart", "without_restart"))
    assert with_restarts.read_text("utf-8").count('do = "restart"') == 5
    assert printed(with_restarts) == printed(without)


def test_a_sleep_is_one_list_ranked_by_what_was_due_longest() -> None:
    lines = [json.loads(line) for line in printed(FOLDER / "sleep.toml").splitlines()]
    [blind] = [place for place, line in enumerate(lines) if line["kind"] == "blind"]
    woke = [line for line in lines[blind:] if line["at"] == lines[blind]["at"]]
    late = [line for line in woke if line["kind"] == "prompt.raised"]
    assert len(late) == 3
    assert [line["due"] for line in late] == sorted(line["due"] for line in late)
    assert [line["late_s"] for line in late] == [23 * 60, 16 * 60, 4 * 60]


def test_every_boundary_has_its_night() -> None:
    names = {night.stem for night in NIGHTS}
    assert names >= {"band_general", "band_major", "rank_fifty", "rank_hundred"}
    assert names >= {"ladder_to_the_top", "eta_broken", "sleep", "restart", "clock_set_back"}
    assert names >= {"corrected_count", "policy_change", "thirty_three"}
    for night in NIGHTS:
        assert night.read_text("utf-8").startswith("# "), (
            f"{night.name} does not say what it proves"
        )
