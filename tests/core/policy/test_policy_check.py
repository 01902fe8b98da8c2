"""``xfconsole policy check FILE`` as an officer and as a script meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.packs import TEXT, changed, default
from xfconsole.commands.policy import app, check_file


def pack(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "assigned"),
    [
        ("zh", "有包案领导时，不论人数：包案领导（10 分钟内通知，30 分钟内到）"),
        ("en", "with an assigned leader, whatever the number: assigned leader"),
    ],
)
def test_a_sound_pack_says_who_would_have_to_come(
    language: str, assigned: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_file(pack(tmp_path, TEXT), language) == 0
    said = capsys.readouterr()
    assert default().digest in said.out
    assert said.out.splitlines()[5].strip().startswith(assigned)
    assert said.err == ""


def test_each_further_number_says_only_who_comes_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_file(pack(tmp_path, TEXT), "en")
    starts = [line.split("(told")[0].strip() for line in capsys.readouterr().out.splitlines()]
    assert starts[1:5] == [
        "from 5 people (general): duty leader",
        "from 30 people (major), also: nobody",
        "from 50 people (major), also: leader in charge",
        "from 100 people (major), also: principal leader",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            [
                "办理时限由谁负责：信访部门（值班员）；责任单位（责任单位负责人）；"
                "上一级机关、单位（分管领导）；街道/乡镇（街道/乡镇负责人）",
                "到期前 3 天提示；催办后 2 天再催；超期每 2 天报上一级岗位",
                "紧急事项：20 分钟内电话报告，40 分钟内书面报告",
                "十五日的各级分配：5 / 3 / 3 / 4 日",
                "低保：30 个工作日内决定",
                "简易办理：3 个工作日内决定是否受理，受理后 10 个工作日内作出处理意见",
                "10 人以上联名：1 个工作日内指定包案领导",
                "事项办结后身份保留多少个月：建议 12，检举控告 60，申诉求决 60，"
                "要求保密的 36；批准删除后 72 小时内可以取消",
                "提示量上限：十分钟内新提示超过 10 条，或一小时内超过 30 条，"
                "同一岗位、同一类的到期工作合成一张卡",
                "目标：一次性化解率 98%、交办批示按期反馈率 100%、办结率 95%",
                "领导接待日：提前 5 天提示、最迟提前 2 天发公告；"
                "季度结束后 10 天内公布结果；下半年的计划提前 15 天排定",
            ],
        ),
        (
            "en",
            [
                "who answers for a matter's limits: the office (duty officer),"
                " the unit (unit head), the next higher authority (leader in charge),"
                " the township (township head)",
                "reminded 3 days before; chased again after 2 days;"
                " overdue goes one rank up every 2 days",
                "urgent matters: reported by phone within 20 min, in writing within 40 min",
                "how the levels share the 15 days: 5 / 3 / 3 / 4",
                "低保: decided within 30 working days",
                "simplified handling: acceptance decided within 3 working days,"
                " the matter within 10 of acceptance",
                "10 or more signatures: a leader is assigned within 1 working days",
                "identities are kept, months after the matter is finished: suggestion 12,"
                " accusation 60, claim 60, confidential 36;"
                " an approved erasure can be cancelled for 72 h",
                "most tasks at once: above 10 new ones in ten minutes or 30 in an hour,"
                " those on matters of one post and kind are one card",
                "targets: concluded the first time 98%, assigned and instructed in time 100%,"
                " settled 95%",
                "reception days: the notice is asked for 5 and due 2 days ahead, the result within"
                " 10 days of a quarter's end, the next half-year's plan 15 days before it",
            ],
        ),
    ],
    ids=["zh", "en"],
)
def test_the_procedures_numbers_come_last(
    language: str, said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_file(pack(tmp_path, TEXT), language)
    assert [line.strip() for line in capsys.readouterr().out.splitlines()[7:]] == said


def test_no_allowance_topics_are_no_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_file(pack(tmp_path, changed('topics = ["低保"]', "topics = []")), "en")
    assert "30 working days" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "bands.1.at_least 超出范围。应当是 1 到 100000 的整数。"),
        ("en", "bands.1.at_least is out of range. Expected a whole number from 1 to 100000."),
    ],
)
def test_a_fault_names_file_line_and_what_was_expected(
    language: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = pack(tmp_path, changed("at_least = 5\n", "at_least = 0\n"))
    assert check_file(path, language) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    line = shown.err.splitlines()[0]
    assert line.startswith(f"{path}:36")
    assert line.endswith(said)


def test_no_such_file_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_file(tmp_path / "none.toml", "en") == 2
    assert check_file(tmp_path, "en") == 2
    assert capsys.readouterr().err.count("cannot be read") == 2


def test_json_of_a_sound_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = pack(tmp_path, TEXT)
    assert check_file(path, "en", as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {
        "file": str(path),
        "ok": True,
        "id": "default",
        "version": 1,
        "digest": default().digest,
        "problems": [],
    }


def test_json_of_a_faulty_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_file(pack(tmp_path, ""), "en", as_json=True) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["problems"] == [
        {
            "line": 1,
            "key": "policy.problem.empty",
            "text": "The file is empty. Expected a pack; start from a copy of default.toml.",
        }
    ]
    assert said.err == ""


def test_a_file_too_large_is_not_read_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_file(pack(tmp_path, "#" * 2_000_000), "en") == 1
    assert "at most 1024 KiB" in capsys.readouterr().err


def test_a_hostile_file_name_cannot_drive_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_file(tmp_path / "\x1b[2J.toml", "en") == 2
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize(("text", "code"), [(TEXT, 0), ("id = 1", 1)])
def test_the_command_leaves_with_the_code(text: str, code: int, tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["check", str(pack(tmp_path, text))]).exit_code == code


def test_the_command_without_a_file_is_a_wrong_call() -> None:
    assert CliRunner().invoke(app, ["check"]).exit_code == 2
