"""README and docs/ show what the program shows: its screen, its keys, its packages, its pages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.held import hold, section
from tests.screens import golden

ROOT = Path(__file__).resolve().parent.parent
README, DOCS = ROOT / "README.md", ROOT / "docs"


def test_the_text_picture_is_the_live_screen_as_it_is_drawn() -> None:
    screen = (golden.FOLDER / "live-zh-80x24.txt").read_text(encoding="utf-8")
    hold(README, "picture", f"```text\n{screen}```\n")


def test_the_key_table_is_the_registry() -> None:
    command = [sys.executable, "-m", "xfconsole.ui.keys.key_table", "en"]
    table = subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout
    hold(DOCS / "keys.md", "keys", table.decode())


def test_ten_keys_of_the_table_stand_in_the_readme() -> None:
    part = README.read_text(encoding="utf-8").partition("## Ten keys")[2].partition("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 10
    assert set(rows) <= set(section(DOCS / "keys.md", "keys").splitlines())


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


def test_every_page_is_listed_by_what_somebody_wants_to_do() -> None:
    listed = re.findall(
        r"^\| .+ \| \[([\w-]+\.md)\]", (DOCS / "README.md").read_text("utf-8"), re.M
    )
    assert set(listed) == {path.name for path in DOCS.glob("*.md")} - {"README.md"}


def test_every_package_earns_its_place_in_a_line() -> None:
    lines = (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
    wanted = {re.split(r"[<>=~]", line)[0] for line in lines if line and not line.startswith("#")}
    table = README.read_text(encoding="utf-8").partition("## What it stands on")[2]
    told = {
        name for row in re.findall(r"^\| ([\w, -]+) \|", table, re.M) for name in row.split(", ")
    }
    assert wanted == told - {"package"}


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*.md")) + sorted(DOCS.glob("*.md")), ids=lambda path: path.name
)
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([\w./-]*)(?:#([^)]*))?\)", path.read_text(encoding="utf-8"))
    for name, heading in links:
        target = path.parent / name if name else path
        assert target.exists(), name
        assert not heading or heading in anchors(target), f"{name}#{heading}"


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are linked by."""
    headings = re.findall(r"^#+ (.+)", page.read_text(encoding="utf-8"), re.M)
    kept = ("".join(c for c in h.lower() if c.isalnum() or c in " -_") for h in headings)
    return {each.replace(" ", "-") for each in kept}
