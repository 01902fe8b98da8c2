"""The registry: no key means two things, and every letter can be reached past an input method."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widgets import Input, TextArea

from xfconsole.core.words.refusal import Refused
from xfconsole.ui.keys import actions, keymap
from xfconsole.ui.keys.action_table import ACTIONS
from xfconsole.ui.keys.chains import CHAINS

FIELDS = {"intake": (Input, TextArea), "command": (Input,), "start": (Input,)}
"""Groups whose screens hold text fields, so that their keys must not be the fields' own."""
TAKEN = {"f6", "f7", "ctrl+c", "enter", "tab"}
"""Keys of text fields that are meant for the screen. Ctrl+C copies while text is selected."""


@pytest.fixture(autouse=True)
def _registry_as_shipped() -> Iterator[None]:
    yield
    actions.use_keymap({})


def test_ids_are_unique() -> None:
    assert len({each.id for each in ACTIONS}) == len(ACTIONS)


def test_every_group_stands_in_a_chain() -> None:
    assert {each.group for each in ACTIONS} == {group for chain in CHAINS for group in chain}


@pytest.mark.parametrize("chain", CHAINS, ids="+".join)
def test_no_key_means_two_things_within_a_chain(chain: tuple[str, ...]) -> None:
    together = [each for group in chain for each in actions.actions(group)]
    assert actions.clashes(together) == []


def test_no_key_is_one_the_terminal_keeps() -> None:
    taken = {key for each in ACTIONS for key in each.key_list}
    assert taken & set(keymap.RESERVED) == set()


def _swallowed(key: str) -> bool:
    return len(key) == 1 or key in {"exclamation_mark", "slash", "question_mark"}


def test_every_key_an_input_method_swallows_has_a_twin() -> None:
    letters = [each for each in ACTIONS if any(map(_swallowed, each.key_list))]
    assert len(letters) > 20
    assert [each.id for each in letters if all(map(_swallowed, each.key_list))] == []


@pytest.mark.parametrize("group", FIELDS)
def test_keys_of_forms_are_not_those_of_text_fields(group: str) -> None:
    forms = (*actions.actions(group), *actions.actions("app" if group != "start" else group))
    own = {key for each in forms for key in each.key_list}
    theirs = {
        key
        for kind in FIELDS[group]
        for binding in kind.BINDINGS
        for key in (binding.key if isinstance(binding, Binding) else binding[0]).split(",")
    }
    assert own & (theirs - TAKEN) == set()


def test_bindings_carry_the_ids_so_that_a_keymap_can_change_them() -> None:
    found = {binding.id: binding for binding in actions.bindings("live", "app")}
    assert found["live.ring"].key == "c,ctrl+g"
    assert found["live.ring"].action == "act('live.ring')"
    assert found["app.intake"].priority


def _keymap(folder: Path, text: str) -> dict[str, str]:
    (folder / keymap.FILE_NAME).write_text(text, encoding="utf-8")
    return keymap.load_keymap(folder)


def test_a_keymap_changes_keys_everywhere(tmp_path: Path) -> None:
    assert _keymap(tmp_path, '[keys]\n"live.ring" = "g, ctrl+g"\n') == {"live.ring": "g,ctrl+g"}
    assert actions.action("live.ring").key_list == ("g", "ctrl+g")
    assert {each.id: each.key for each in actions.bindings("live")}["live.ring"] == "g,ctrl+g"


def test_without_a_keymap_nothing_changes(tmp_path: Path) -> None:
    assert keymap.load_keymap(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        pytest.param('[keys]\n"live.ring" = \n', "toml", 2, id="not TOML"),
        pytest.param('[key]\n"live.ring" = "g"\n', "table", 1, id="another table"),
        pytest.param('[keys]\n\n"live.rings" = "g"\n', "action", 3, id="no such action"),
        pytest.param('[keys]\n"live.ring" = 7\n', "keys", 2, id="not a text"),
        pytest.param('[keys]\n"live.ring" = ""\n', "keys", 2, id="no key"),
        pytest.param('[keys]\n"live.ring" = "ctrl+m"\n', "key", 2, id="reserved"),
        pytest.param('[keys]\n"live.ring" = "shift+f3"\n', "key", 2, id="cursor's place"),
        pytest.param('[keys]\n"live.ring" = "g+ctrl"\n', "key", 2, id="wrong way round"),
        pytest.param('[keys]\n"live.ring" = "a"\n', "clash", 2, id="taken on the screen"),
        pytest.param('[keys]\n"live.ring" = "f2"\n', "clash", 2, id="taken everywhere"),
        pytest.param('[keys]\n"live.ring" = "up"\n', "clash", 2, id="taken by the list"),
    ],
)
def test_a_wrong_keymap_is_refused_with_its_line(
    tmp_path: Path, text: str, key: str, line: int
) -> None:
    with pytest.raises(Refused) as refused:
        _keymap(tmp_path, text)
    assert refused.value.key == f"ui.refused.keymap_{key}"
    assert refused.value.values["line"] == line
    assert actions.action("live.ring").key_list == ("c", "ctrl+g")


def test_two_actions_that_swap_keys_do_not_clash(tmp_path: Path) -> None:
    _keymap(tmp_path, '[keys]\n"live.ring" = "a"\n"live.arrive" = "c"\n')
    assert actions.action("live.arrive").key_list == ("c",)
