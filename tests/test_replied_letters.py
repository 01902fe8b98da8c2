"""A reply in an imported file is an answer that was given and served, when the file says it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests import sources
from tests.commanded import NOW, ZONE, TestOffices, throw_away_offices
from tests.sheets import write_csv
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import ReplyRecorded
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.rows import MatterFile
from xfconsole.core.words.procedure import Act, State

HEAD = ["留言编号", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
REPLIED = ["3001", "路灯不亮", "2025/1/5 20:10:09", "巷口三盏。", "已修复。", "2025/1/21 9:30:05"]
SILENT = ["3002", "停水", "2025/1/6 8:00:00", "连停三天。", "", ""]
UNDATED = ["3003", "积水", "2025/1/7 8:00:00", "雨后不退。", "已疏通。", ""]
REPLIED_AT = datetime(2025, 1, 21, 9, 30, 5, tzinfo=ZoneInfo(ZONE))
REAL = sources.ROOT.parent / "shared" / "real" / "letters_with_replies.xlsx"


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


def bring_in(offices: TestOffices, folder: Path, *rows: list[str]) -> None:
    offices.run("import", "letters", write_csv(folder / "letters.csv", [HEAD, *rows]))


def matter(offices: TestOffices, number: str) -> MatterFile:
    """Return the matter that had this number in the file."""
    files = offices.office.views.iter_matters()
    return next(each for each in files if each.row.source_ref.startswith(f"{number}#"))


def day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date()


def replies_and_services(file: MatterFile) -> list[Event]:
    return [each for each in file.events if is_reply(each) or is_service(each)]


def is_reply(event: Event) -> bool:
    return isinstance(event.fact, ReplyRecorded)


def is_service(event: Event) -> bool:
    return isinstance(event.fact, MatterMoved) and event.fact.act is Act.SERVE


def test_a_reply_is_served_at_its_own_time(offices: TestOffices, tmp_path: Path) -> None:
    bring_in(offices, tmp_path, REPLIED)
    file = matter(offices, "3001")
    reply, service = replies_and_services(file)
    assert is_reply(reply)
    assert is_service(service)
    assert reply.happened_at == service.happened_at == REPLIED_AT
    assert reply.recorded_at == service.recorded_at == NOW
    assert (file.row.state, file.row.answered_at) == (State.SERVED, REPLIED_AT)


def test_a_reply_without_a_time_is_served_when_it_comes_in(
    offices: TestOffices, tmp_path: Path
) -> None:
    bring_in(offices, tmp_path, UNDATED)
    file = matter(offices, "3003")
    assert [each.happened_at for each in replies_and_services(file)] == [NOW, NOW]
    assert (file.row.state, file.row.answered_at) == (State.SERVED, NOW)


def test_a_letter_without_a_reply_is_not_served(offices: TestOffices, tmp_path: Path) -> None:
    bring_in(offices, tmp_path, SILENT)
    file = matter(offices, "3002")
    assert (file.row.state, file.row.answered_at) == (State.REGISTERED, None)
    assert replies_and_services(file) == []


def test_a_reply_that_comes_in_later_is_served_then(offices: TestOffices, tmp_path: Path) -> None:
    bring_in(offices, tmp_path, [*REPLIED[:4], "", ""])
    bring_in(offices, tmp_path, REPLIED)
    file = matter(offices, "3001")
    assert [each.happened_at for each in replies_and_services(file)] == [REPLIED_AT] * 2
    assert (file.row.state, file.row.answered_at) == (State.SERVED, REPLIED_AT)


def test_the_same_file_again_serves_nothing_twice(offices: TestOffices, tmp_path: Path) -> None:
    for _ in range(2):
        bring_in(offices, tmp_path, REPLIED, REPLIED)
    assert len(replies_and_services(matter(offices, "3001"))) == 2


@pytest.mark.skipif(
    not REAL.is_file(),
    reason="the real letters with replies are not beside the project, in ../shared/real",
)
def test_every_real_letter_with_a_reply_is_served(offices: TestOffices) -> None:
    offices.run("import", "letters", REAL)
    count = 0
    for file in offices.office.views.iter_matters():
        reply, service = replies_and_services(file)
        assert is_reply(reply)
        assert is_service(service)
        assert file.row.state is State.SERVED
        assert file.row.answered_at == reply.happened_at == service.happened_at
        assert day(file.row.received_at) <= day(service.happened_at)
        count += 1
    assert count == 400
