"""Reading drills: every kind of fault gives one sentence with file and line, and nothing runs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.refusal import Refused
from xfconsole.drill.file import MAX_LINE, read_drill, span
from xfconsole.drill.verbs import VERBS
from xfconsole.ui.words.catalogue import catalogue

NIGHTS = Path(__file__).resolve().parents[1] / "drills"
HEAD = "title = 'x'\nstart = 2026-02-20T02:00:00+08:00\n"
OPEN = "[[step]]\ndo = 'open'\nincident = 'A'\nheadcount = 5\n"


def refused(folder: Path, text: str | bytes) -> Refused:
    """Return how a drill is refused; both languages have to have the sentence."""
    path = folder / "night.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    with pytest.raises(Refused) as caught:
        read_drill(path)
    for language in ("zh", "en"):
        said = catalogue(language).say(caught.value.key, **caught.value.values)
        assert "night.toml" in said
        assert "\n" not in said
    return caught.value


FAULTS = [
    ("start", "title = 'x'\n", "start", 1),
    ("start-without-zone", "title = 'x'\nstart = 2026-02-20T02:00:00\n", "start", 2),
    ("start-a-date", "title = 'x'\nstart = 2026-02-20\n", "start", 2),
    ("start-text", "start = '2026-02-20T02:00:00+08:00'\n", "start", 1),
    ("start-long-ago", "start = 0001-01-01T00:00:00+14:00\n", "start", 1),
    ("start-far-away", "start = 9999-12-31T23:59:59-10:00\n", "start", 1),
    ("title-number", "title = 1\nstart = 2026-02-20T02:00:00Z\n", "value", 1),
    ("unknown-key", HEAD + "titel = 'y'\n", "key", 3),
    ("unknown-table", HEAD + "[night]\nlong = 1\n", "key", 3),
    ("zone", HEAD + "zone = 'Asia/Nowhere'\n", "zone", 3),
    ("zone-path", HEAD + "zone = '../../etc/passwd'\n", "zone", 3),
    ("until", HEAD + "until = 'late'\n", "offset", 3),
    ("until-number", HEAD + "until = 2\n", "offset", 3),
    ("until-before-start", HEAD + "until = '-1h'\n", "offset", 3),
    ("until-for-ever", HEAD + "until = '+999999999d'\n", "offset", 3),
    ("steps-one-table", HEAD + "[step]\ndo = 'restart'\n", "steps", 3),
    ("steps-text", HEAD + "step = 'open'\n", "steps", 3),
    ("verb", HEAD + "[[step]]\nat = '+1m'\ndo = 'dance'\n", "verb", 5),
    ("verb-missing", HEAD + "[[step]]\nat = '+1m'\n", "verb", 3),
    ("verb-list", HEAD + "[[step]]\ndo = ['open']\n", "verb", 4),
    ("field-unknown", HEAD + OPEN + "colour = 'red'\n", "key", 7),
    ("field-missing", HEAD + "[[step]]\ndo = 'open'\nincident = 'A'\n", "missing", 3),
    ("number-as-text", HEAD + OPEN.replace("5", "'5'"), "value", 6),
    ("number-as-truth", HEAD + OPEN.replace("5", "true"), "value", 6),
    ("number-huge", HEAD + OPEN.replace("5", "0x" + "f" * 900), "value", 6),
    ("flag-as-text", HEAD + OPEN + "assigned_leader = 'yes'\n", "value", 7),
    ("word", HEAD + OPEN + "channel = 'pigeon'\n", "word", 7),
    ("word-number", HEAD + OPEN + "channel = 3\n", "word", 7),
    ("at", HEAD + OPEN + "at = 'soon'\n", "offset", 7),
    ("at-number", HEAD + OPEN + "at = 5\n", "offset", 7),
    ("at-overflow", HEAD + OPEN + "at = '+99999999999999999999d'\n", "offset", 7),
    ("at-before-start", HEAD + OPEN + "at = '-1m'\n", "order", 7),
    ("at-after-until", HEAD + OPEN + "at = '+3h'\n", "order", 7),
    (
        "at-backwards",
        HEAD + OPEN + "at = '+5m'\n[[step]]\nat = '+4m'\ndo = 'restart'\n",
        "order",
        9,
    ),
    ("sleep-nothing", HEAD + "[[step]]\ndo = 'sleep'\nminutes = 0\n", "value", 5),
    ("sleep-back", HEAD + "[[step]]\ndo = 'sleep'\nminutes = -9\n", "value", 5),
    ("sleep-for-ever", HEAD + "[[step]]\ndo = 'sleep'\nminutes = 999999999\n", "value", 5),
    ("jump", HEAD + "[[step]]\ndo = 'clock'\njump = 'back'\n", "offset", 5),
    (
        "day-with-time",
        HEAD
        + OPEN
        + "[[step]]\nid = 'r'\ndo = 'request'\nincident = 'A'\ntext = 'x'\n"
        + "[[step]]\ndo = 'next_step'\nincident = 'A'\nof = 'r'\ntext = 'y'\n"
        + "on = 2026-03-01T00:00:00\n",
        "value",
        17,
    ),
    (
        "not-opened",
        HEAD + OPEN + "[[step]]\ndo = 'count'\nincident = 'B'\nvalue = 1\n",
        "not_opened",
        9,
    ),
    (
        "opened-later",
        HEAD + "[[step]]\ndo = 'count'\nincident = 'A'\nvalue = 1\n" + OPEN,
        "not_opened",
        5,
    ),
    ("no-such-id", HEAD + OPEN + "[[step]]\ndo = 'correct'\nof = 'x'\n", "no_id", 9),
    ("own-id", HEAD + OPEN + "[[step]]\nid = 'x'\ndo = 'correct'\nof = 'x'\n", "no_id", 10),
    ("id-twice", HEAD + OPEN + "id = 'x'\n[[step]]\ndo = 'restart'\nid = 'x'\n", "id_twice", 10),
    ("id-empty", HEAD + OPEN + "id = ''\n", "id_twice", 7),
    ("id-number", HEAD + OPEN + "id = 7\n", "value", 7),
    ("syntax", HEAD + OPEN + "oops\n", "toml", 7),
    ("syntax-twice", HEAD + OPEN + "do = 'open'\n", "toml", 7),
    ("syntax-open-end", HEAD + "title2 = '''\n", "toml", 3),
    ("syntax-big-number", HEAD + f"x = {'9' * 5000}\n", "toml", 3),
    ("syntax-deep", HEAD + "x = " + "[" * 3000 + "]" * 3000 + "\n", "toml", 3),
    ("line-endless", HEAD + f"x = '{'x' * MAX_LINE}'\n", "long_line", 3),
    ("control", HEAD + "zone = '\x07'\n", "toml", 3),
]


@pytest.mark.parametrize(
    ("text", "key", "line"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS]
)
def test_every_kind_of_fault(tmp_path: Path, text: str, key: str, line: int) -> None:
    error = refused(tmp_path, text)
    assert error.key == f"drill.refused.{key}"
    assert error.values["line"] == line


def test_other_bytes_name_their_line(tmp_path: Path) -> None:
    error = refused(tmp_path, HEAD.encode() + b"# \xff\n")
    assert (error.key, error.values["line"]) == ("drill.refused.encoding", 3)


def test_nothing_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(Refused, match=r"drill\.refused\.unreadable"):
            read_drill(path)


def test_every_fault_has_its_example() -> None:
    text = files("xfconsole.ui").joinpath("locales", "en", "drill.json").read_text("utf-8")
    known = {key for key in json.loads(text) if key.startswith("drill.refused.")}
    shown = {f"drill.refused.{each[2]}" for each in FAULTS}
    running = {"opened_twice", "no_incident", "no_step", "no_policy", "bad_policy", "bad_roster"}
    running |= {"elsewhere", "no_session", "planned_twice", "no_matter"}
    elsewhere = {"unreadable", "encoding", "too_many", "too_large"}
    assert known - shown == {f"drill.refused.{each}" for each in running | elsewhere}


def test_a_good_drill(tmp_path: Path) -> None:
    path = tmp_path / "night.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + OPEN + "at = '1h5s'\nid = 'o'\n").encode())
    drill = read_drill(path)
    assert drill.start == datetime(2026, 2, 19, 18, tzinfo=UTC)
    assert drill.until == timedelta(hours=2)
    assert (drill.policy, drill.roster, str(drill.zone)) == ("default", "", "Asia/Shanghai")
    [step] = drill.steps
    assert (step.at, step.do, step.id, step.line) == (timedelta(seconds=3605), "open", "o", 3)
    assert step.values == {"incident": "A", "headcount": 5}


def test_windows_line_ends_keep_their_lines(tmp_path: Path) -> None:
    assert refused(tmp_path, (HEAD + OPEN + "oops\n").replace("\n", "\r\n")).values["line"] == 7


def test_text_from_outside_is_made_harmless(tmp_path: Path) -> None:
    path = tmp_path / "night.toml"
    path.write_text(HEAD.replace("'x'", '"\\u001b[2J\\u0085"') + OPEN.replace("'A'", '"\\u202e"'))
    drill = read_drill(path)
    assert drill.title == "␛[2J "
    assert drill.steps[0].values["incident"] == "\ufffd"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("+4m", 240),
        ("4m", 240),
        ("-1h", -3600),
        ("+1h30m", 5400),
        ("2d", 172800),
        ("90s", 90),
        ("366d", 366 * 86400),
    ],
)
def test_spans(text: str, seconds: int) -> None:
    assert span(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "+", "4", "m", "4 m", "1.5h", "4m1h", "--1h", "367d", "٤m", "1w"]
)
def test_not_spans(text: str) -> None:
    assert span(text) is None


@given(
    st.sampled_from(sorted(NIGHTS.glob("*.toml"))),
    st.data(),
)
def test_a_spoiled_line_is_refused_with_a_line_or_read(
    tmp_path_factory: pytest.TempPathFactory, night: Path, data: st.DataObject
) -> None:
    lines = night.read_text("utf-8").split("\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    wreck = st.sampled_from(['"', "'", "[", "=", "{", "\\", "9", "-", "x", "\x00", "时", " "])
    spoiled = data.draw(
        st.one_of(
            st.just(""),
            st.text(max_size=20).filter(lambda text: "\n" not in text),
            st.tuples(st.integers(0, len(lines[place])), wreck).map(
                lambda cut: lines[place][: cut[0]] + cut[1] + lines[place][cut[0] :]
            ),
            st.integers(0, len(lines[place])).map(lambda end: lines[place][:end]),
        )
    )
    lines[place] = spoiled
    path = tmp_path_factory.mktemp("night") / "night.toml"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    refusal: Refused | None = None
    try:
        drill = read_drill(path)
    except Refused as error:
        refusal = error
    if refusal is None:
        assert all(step.do in VERBS for step in drill.steps)
        return
    assert refusal.values["file"] == "night.toml"
    line = refusal.values["line"]
    assert isinstance(line, int)
    assert 1 <= line <= len(lines) + 1
    assert "night.toml" in catalogue("en").say(refusal.key, **refusal.values)


def test_words_become_members_and_days_dates() -> None:
    drill = read_drill(NIGHTS / "thirty_three.toml")
    outcomes = {step.values.get("outcome") for step in drill.steps} - {None}
    assert outcomes == {RingOutcome.ANSWERED, RingOutcome.NO_ANSWER}
    assert [step.values["on"] for step in drill.steps if step.do == "next_step"] == [
        date(2026, 3, 2)
    ]
