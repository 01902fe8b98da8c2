"""A paper as PDF: made by LibreOffice where it is installed, and never half of one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.office_papers import HEAD
from xfconsole.core.words.documents import SheetKind
from xfconsole.core.words.refusal import Refused
from xfconsole.documents import pdf
from xfconsole.documents.office_papers import OfficePapers
from xfconsole.ui.papers import Section, SheetPaper

SHEET = SheetPaper(SheetKind.HANDOVER, "值班交接单", [Section("一、现场", ["无"])])


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """Lay a program called soffice into a folder that alone is searched besides the system's."""
    place = folder / "bin"
    place.mkdir()
    path = place / "soffice"
    path.write_text(f"#!/bin/sh\nfor out; do :; done\n{does}\n", encoding="utf-8")
    path.chmod(0o700)
    monkeypatch.setenv("PATH", f"{place}:/bin:/usr/bin")


def saved(folder: Path) -> Path:
    """Save the sheet as PDF and return the file."""
    file = folder / "交接单.pdf"
    OfficePapers(folder).save_sheet(SHEET, HEAD, file)
    return file


def test_it_is_what_the_program_made_for_its_owners_eyes_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, 'echo "%PDF" $# > "${out%docx}pdf"; ls -l "$out" >&2')
    file = saved(tmp_path)
    assert file.read_bytes().startswith(b"%PDF")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("does", "why"),
    [
        pytest.param("exit 1", "document.refused.pdf_failed", id="it fails"),
        pytest.param("exit 0", "document.refused.pdf_failed", id="it makes nothing"),
        pytest.param("/bin/sleep 30", "document.refused.pdf_failed", id="it hangs"),
    ],
)
def test_what_goes_wrong_leaves_nothing_behind(
    does: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, does)
    monkeypatch.setattr(pdf, "PATIENCE", 0.2)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(Refused) as refused:
        saved(tmp_path)
    assert refused.value.key == why
    assert sorted(os.listdir(tmp_path)) == ["bin"]


def test_without_the_program_another_way_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused) as refused:
        saved(tmp_path)
    assert refused.value.key == "document.refused.no_pdf"
    assert os.listdir(tmp_path) == []


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_makes_one(tmp_path: Path) -> None:
    assert saved(tmp_path).read_bytes().startswith(b"%PDF-")
