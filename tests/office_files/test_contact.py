"""Whom to ask at the office: a text in config.toml, which the documents take up."""

from __future__ import annotations

from pathlib import Path

import pytest

from xfconsole.office_files.config import MOST_CONTACT, Settings, read_settings


def settings(text: str) -> Settings:
    return read_settings(text.encode(), Path("office"))


def test_it_may_have_several_lines_and_none_is_usual() -> None:
    assert settings("").contact == ""
    found = settings('[office]\ncontact = """\n值班员 0555-0000000\n人民路1号"""\n')
    assert found.contact == "值班员 0555-0000000\n人民路1号"


@pytest.mark.parametrize("value", ["7", '""', '" "', f'"{"长" * (MOST_CONTACT + 1)}"', "[]"])
def test_what_is_no_text_is_told_with_its_line_and_the_rest_holds(value: str) -> None:
    found = settings(f"language = 'zh'\n[office]\ncontact = {value}\n")
    assert (found.contact, found.language) == ("", "zh")
    assert found.slip
    assert found.slip.why.key == "ui.refused.config_contact"
    assert found.slip.why.values["line"] == 3


def test_nothing_in_it_drives_a_terminal() -> None:
    assert "\x1b" not in settings('[office]\ncontact = "值班员\\u001b[31m"\n').contact
