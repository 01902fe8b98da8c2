"""``roster template``, ``export roster`` and ``roster period`` as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commanded import throw_away_offices
from tests.sheets import write_csv
from xfconsole.core.words.refusal import Refused

ROWS = [
    ["日期", "岗位", "姓名", "电话"],
    ["2026-02-21~2026-02-28", "带班领导", "王强", "139-0000-0001"],
]


def test_the_commands_say_what_they_wrote_and_the_office_has_its_periods(tmp_path: Path) -> None:
    book = tmp_path / "值班.xlsx"
    export = ("export", "roster", book, "--replace")
    with throw_away_offices() as offices:
        assert "from 2026-03-01 to 2026-03-31" in offices.run("roster", "template", book).stdout
        with pytest.raises(Refused, match="exists"):
            offices.run("roster", "template", book)
        other = ("roster", "template", book, "--replace", "--month")
        assert "from 2027-02-01 to 2027-02-28" in offices.run(*other, "2027年2月").stdout
        for said, key in (("2月", "month"), ("2026-01", "month_past")):
            with pytest.raises(Refused, match=rf"refused\.{key}$"):
                offices.run(*other, said)
        with pytest.raises(Refused, match="nothing"):
            offices.run(*export)
        offices.run("import", "roster", write_csv(tmp_path / "r.csv", ROWS))
        said = offices.run(*export, "--from", "2026-02-27").stdout
        assert said.startswith("2 shifts written to 值班.xlsx")
        with pytest.raises(Refused, match=r"refused\.days"):
            offices.run(*export, "--from", "2026-02-01", "--to", "2026-01-01")

        assert "no special period" in offices.run("roster", "period").stdout
        with pytest.raises(Refused, match="period_dates"):
            offices.run("roster", "period", "国庆", "--from", "2026-02-21")
        dates = ("--from", "2026-02-21", "--to", "2026年2月22日")
        offices.run("roster", "period", "国庆", *dates, "--post", "duty_leader=2")
        said = offices.run("roster", "period").stdout
        assert "国庆  2026-02-21 to 2026-02-22  " in said
        [gap] = [e for e in offices.run_json("roster")["holes"] if e["kind"] == "too_few"]
        assert (gap["held"], gap["wanted"]) == (1, 2)
        assert gap["starts_at"] == "2026-02-21T08:30:00+08:00"
        assert gap["ends_at"] == "2026-02-23T08:30:00+08:00"
        with pytest.raises(Refused, match="period_rhythm"):
            offices.run("roster", "period", "国庆", *dates, "--rhythm", "hourly")
        offices.run("roster", "period", "国庆", *dates, "--rhythm", "yixing")
        said = offices.run("roster", "period").stdout
        assert "2026-02-22  reports: every day by 16:30" in said
        offices.run("roster", "period", "国庆", "--end")
        assert "no special period" in offices.run("roster", "period").stdout
