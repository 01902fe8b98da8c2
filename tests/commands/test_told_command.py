"""``told``: who was told what of an incident, on paper and as JSON, from a desk that only reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commanded import TestOffices, throw_away_offices
from tests.commands.test_handover_command import view
from tests.office_papers import paragraphs
from xfconsole.commands.incident import file_lines, incident_of, told_lines, words_of
from xfconsole.commands.paper_file import write_paper
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.desk import Channel, ReportChannel, ReportKind, RingOutcome
from xfconsole.core.words.procedure import Bar, Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words import catalogue as i18n

KEYS = {
    *("report", "number", "again", "at", "officer", "to", "channel", "taken_by", "taken_at"),
    *("read_back", "limit", "late_s"),
}


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    """A group at the door; the first report was phoned, and nobody has read it yet in writing."""
    with throw_away_offices() as made:
        desk = made.desk
        group = MatterForm(Channel.GROUP_VISIT, "安置房逾期交付", unit="住建局", headcount=33)
        number = desk.register(group, opening=True).incident_number
        desk.report(
            number, ReportKind.FIRST, "33人", to="市委值班室", channel=ReportChannel.PHONE,
            person="赵颖", read_back=True,
        )  # fmt: skip
        desk.report(number, ReportKind.FOLLOW_UP, to="=1+1", channel=ReportChannel.SYSTEM)
        yield made
    i18n.use("en")


def printed(offices: TestOffices, number: str, *, as_json: bool = False) -> list[str]:
    office = view(offices)
    found = incident_of(office, number, Barred.READER)
    return list(told_lines(office, found, as_json=as_json))


def numbers(offices: TestOffices) -> tuple[str, str]:
    (incident,) = offices.desk.situation().incidents
    return incident.number, incident.matter_number


def test_each_report_says_to_whom_how_and_who_took_it(offices: TestOffices) -> None:
    incident, matter = numbers(offices)
    title, first, second, *owed = printed(offices, incident)
    assert incident in title
    assert "first report to 市委值班室 (phone), taken: 赵颖 (read back)" in first
    assert "(in time)" in first
    assert "follow-up report 1 to =1+1 (system), taken: no receipt yet" in second
    assert "follow-up report by" in owed[0]
    assert printed(offices, matter) == [title, first, second, *owed]


def test_of_a_closed_incident_nothing_is_owed_any_more(offices: TestOffices) -> None:
    incident, _ = numbers(offices)
    offices.desk.close(incident)
    assert len(printed(offices, incident)) == 3


def test_the_keys_are_those_of_the_handbook(offices: TestOffices) -> None:
    first, second = map(json.loads, printed(offices, numbers(offices)[0], as_json=True))
    assert first.keys() == second.keys() == KEYS
    assert (first["channel"], first["taken_by"], first["late_s"]) == ("phone", "赵颖", 0)
    assert (second["number"], second["taken_by"]) == (1, None)


def test_the_file_is_one_object_too(offices: TestOffices) -> None:
    desk, (number, matter) = offices.desk, numbers(offices)
    given = desk.instruct(number, "郑岚", "今晚答复", ["unit_head"]).events[0].uid
    desk.carry_out(number, given, "住建局续办", carried=True)
    desk.close(number, "群众散去", "通知晚了三分钟")
    told = offices.run_json("incident", matter)
    assert (told["number"], told["level"], told["most_people"]) == (number, "major", 33)
    assert [each["report"] for each in told["reports"]] == ["first", "follow_up"]
    assert told["reports"][0]["parts"][0] == "33人"
    assert told["owed"] == []
    [order] = told["instructions"]
    assert (order["carried"], order["ended"], order["result"]) == (True, None, "住建局续办")
    assert told["closed"] is not None
    assert told["summary"] == "群众散去"
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    part = page.split("## `incident NO --json`")[1].split("\n## ")[0]
    assert all(f"`{key}`" in part for key in told)
    desk.bar(matter, Bar.RECUSED, person=desk.officer)
    with pytest.raises(Blocked):
        offices.run("incident", number, "--json")


def test_a_number_that_no_incident_has_is_refused(offices: TestOffices) -> None:
    for number in ("99-999", "", "\x1b[31m"):
        with pytest.raises(Refused, match=r"desk\.refused\.no_incident_file"):
            printed(offices, number)


def test_whoever_is_barred_is_told_nothing(offices: TestOffices) -> None:
    incident, matter = numbers(offices)
    offices.desk.bar(matter, Bar.RECUSED, person=offices.desk.officer)
    with pytest.raises(Blocked):
        printed(offices, incident)


def test_the_file_of_a_closed_incident_has_everything_that_came_of_it(offices: TestOffices) -> None:
    desk, (number, _) = offices.desk, numbers(offices)
    request = desk.record_request(number, "公布交房时间").events[0].uid
    desk.answer_request(number, request, "四月三十日前公布")
    given = desk.instruct(number, "郑岚", "今晚答复", ["unit_head"]).events[0].uid
    desk.relay(number, given, "unit_head", RingOutcome.ANSWERED, person="孙磊")
    desk.carry_out(number, given, "已答复")
    desk.check(number, "safety.1")
    desk.close(number, "群众散去", "通知晚了三分钟")
    office = view(offices, "zh")
    text = "\n".join(file_lines(office, incident_of(office, number, Barred.READER)))
    for said in (
        *(
            "安置房逾期交付",
            "公布交房时间 —— 四月三十日前公布",
            "首报",
            "市委值班室",
            "郑岚：今晚答复",
        ),
        *(
            "转达 责任单位负责人 孙磊：接通",
            "结果：已答复",
            "群众散去",
            "通知晚了三分钟",
            "（未核对）",
        ),
        *("一、到场情况", "八、处置评价", "带班领导签名"),
    ):
        assert said in text


def test_of_an_empty_incident_each_section_says_that_there_is_nothing(offices: TestOffices) -> None:
    group = MatterForm(Channel.GROUP_VISIT, "停水", headcount=2)
    number = offices.desk.register(group, opening=True).incident_number
    office = view(offices)
    text = "\n".join(file_lines(office, incident_of(office, number, Barred.READER)))
    assert text.count("nothing") >= 5
    assert "still open" in text


@pytest.mark.parametrize("command", ["told", "incident"])
def test_it_is_written_to_be_printed(offices: TestOffices, command: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    office = view(offices)
    found = incident_of(office, numbers(offices)[0], Barred.READER)
    words = words_of(office, found)
    write_paper(office, words.reports_paper() if command == "told" else words.file_paper(), file)
    said = "\n".join(paragraphs(file.read_bytes()))
    assert "市委值班室" in said
    assert "赵颖" in said
    assert "=1+1" in said
    assert said.count("33人") >= 1
    assert ("Duty leader (signs)" in said) is (command == "incident")


def test_only_a_docx_is_written(offices: TestOffices, tmp_path: Path) -> None:
    for command in ("told", "incident"):
        with pytest.raises(Refused):
            offices.run(command, numbers(offices)[0], "--docx", tmp_path / "a.odt")
    assert list(tmp_path.iterdir()) == []
