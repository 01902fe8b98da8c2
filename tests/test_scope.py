"""The clock binds the office, never the visitor: nothing here watches, ranks or recalls people.

Held over the tables, the journal, the commands, the policy pack, the actions and the catalogue.
Documents may name what is not done; these six may not, for in them a name is the thing itself.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from tests import sources
from tests.scope_words import in_a_name, in_a_text, is_a_register_of_people

SQL = re.compile(r"\b(CREATE|ALTER|INSERT|SELECT|UPDATE)\b")
SEALED_ONLY = {"sex", "age", "native_place", "occupation", "address", "representatives"}


def test_no_table_is_about_people_who_come() -> None:
    tables = database()
    assert "event" in tables
    assert [table for table in tables if is_a_register_of_people(table)] == []
    assert [
        f"{table}.{column}"
        for table, columns in tables.items()
        for column in columns
        if in_a_name(f"{table}.{column}") or in_a_name(column)
    ] == []


def test_no_table_keeps_a_visitor_in_the_clear() -> None:
    assert {
        table: kept for table, names in database().items() if (kept := names & SEALED_ONLY)
    } == {}


def test_no_statement_names_what_the_tables_may_not() -> None:
    statements = [
        (sources.name(path), text)
        for path in sources.files("data")
        for text in sources.strings(path)
        if SQL.search(text)
    ]
    assert statements
    names = [(where, name) for where, text in statements for name in re.findall(r"\w+", text)]
    assert [(where, name) for where, name in names if in_a_name(name)] == []
    created = r"CREATE (?:VIRTUAL )?TABLE (?:IF NOT EXISTS )?\W?(\w+)"
    tables = [name for _, text in statements for name in re.findall(created, text)]
    assert [name for name in tables if is_a_register_of_people(name)] == []


def test_no_fact_is_about_people_who_come() -> None:
    facts = importlib.import_module("xfconsole.core.facts.event").FACTS
    assert facts
    names = {kind: {field.name for field in dataclasses.fields(cls)} for kind, cls in facts.items()}
    assert [kind for kind in names if in_a_name(kind)] == []
    assert [name for fields in names.values() for name in fields if in_a_name(name)] == []
    assert {kind: kept for kind, fields in names.items() if (kept := fields & SEALED_ONLY)} == {}


def test_identity_is_what_the_paper_register_asks_for_and_no_more() -> None:
    identity = importlib.import_module("xfconsole.core.words.desk").Identity
    allowed = SEALED_ONLY | {"name", "phone"}
    assert {field.name for field in dataclasses.fields(identity)} <= allowed


def test_an_identity_is_reached_by_its_matter_alone() -> None:
    """One verb opens it; no view, no list and no search knows it or asks for it."""
    opened = {
        sources.name(path)
        for path in sources.files(*sources.PRODUCT)
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "open_identity"
    }
    assert opened == {"data/store/store.py", "xfconsole/desk/verbs/identifying.py"}
    ports = importlib.import_module("xfconsole.core.ports")
    views = {name: verb for name, verb in vars(ports.Views).items() if inspect.isfunction(verb)}
    assert "matter" in views
    shown = {name for name, verb in views.items() if mentions_identity(verb)}
    assert shown == set()
    desk = importlib.import_module("xfconsole.desk").Desk
    verbs = dict(inspect.getmembers(desk, inspect.isfunction))
    assert {name for name, verb in verbs.items() if mentions_identity(verb)} == {
        "read_identity",
        "read_identities",
    }
    asked = {*inspect.signature(desk.read_identity).parameters}
    assert asked == {"self", "matter", "reason", "second", "glass"}
    searched = importlib.import_module("xfconsole.core.reader.searched").SEARCHED
    assert not {each.kind for each in searched} & {"identity.read", "identity.reviewed"}
    assert "sealed" not in {name for each in searched.values() for name in each}


def test_reading_one_is_the_only_thing_on_a_key() -> None:
    """No action lists, looks up or counts who came."""
    actions = importlib.import_module("xfconsole.ui.keys.actions").all_actions()
    about = {each.id for each in actions if "identity" in each.id}
    assert about == {"matter.identity", "identity.close"}


def mentions_identity(verb: Any) -> bool:
    """Whether a function takes or returns an identity, or something that holds one."""
    told = " ".join(str(each) for each in verb.__annotations__.values())
    return bool(re.search(r"Identit(y|ies)", told))


def test_no_command_serves_keeping_watch_on_people() -> None:
    found = list(commands(root_command(), "xfconsole"))
    assert len(found) > 1
    assert [(where, words) for where, text in found if (words := in_a_name(text))] == []


def test_the_policy_pack_has_no_word_for_it() -> None:
    path = sources.ROOT / "xfconsole" / "policies" / "default.toml"
    pack = tomllib.loads(path.read_text(encoding="utf-8"))
    found = list(leaves(pack, ""))
    assert found
    assert [key for key, _ in found if in_a_name(key)] == []
    assert [(key, words) for key, value in found if (words := in_a_text(value))] == []
    named = [(key, value) for key, value in found if re.fullmatch(r"[\w.-]+", value)]
    assert [(key, value) for key, value in named if in_a_name(value)] == []


def test_no_action_serves_it() -> None:
    actions = importlib.import_module("xfconsole.ui.keys.actions").all_actions()
    assert actions
    assert [action.id for action in actions if in_a_name(action.id)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_catalogue_has_no_word_for_it(language: str) -> None:
    folder = f"xfconsole/ui/locales/{language}"
    texts = {
        key: text
        for path in sources.files(folder, suffix=".json")
        for key, text in json.loads(path.read_text(encoding="utf-8")).items()
    }
    assert texts
    assert [key for key in texts if in_a_name(key)] == []
    assert [(key, words) for key, text in texts.items() if (words := in_a_text(text))] == []


@pytest.mark.parametrize(
    "name",
    [
        "person_id",
        "visitorId",
        "petitioner.history",
        "watchlist",
        "WatchList",
        "risk_level",
        "score",
        "predicted_visits",
        "intercept-task",
        "return_home",
        "fetch_back",
        "photo",
        "id_card",
        "IDCard",
        "id_number",
        "national_id",
        "ethnic",
        "religion",
        "political_status",
        "blacklist",
        "name_hash",
        "phone_digest",
        "visit_count",
        "last_seen",
        "key_person",
        "ringleaders",
        "whereabouts",
        "截访",
        "劝返任务",
        "重点人员",
        "黑名单",
        "人脸",
        "身份证号",
        "风险等级",
        "来访次数",
    ],
)
def test_a_forbidden_name_is_recognised(name: str) -> None:
    assert in_a_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "person",
        "phone",
        "holder",
        "returned",
        "matter.returned",
        "attendance_rank",
        "level.raised",
        "headcount",
        "prompt.snoozed",
        "hall_safety",
        "recorded_at",
        "duty_leader",
        "representative_names",
        "identity_sealed",
        "post.arrived",
        "policy_label",
        "退回",
        "致电",
        "到场",
        "督办",
        "重复件",
        "匿名",
    ],
)
def test_a_word_of_the_office_is_let_through(name: str) -> None:
    assert not in_a_name(name)


@pytest.mark.parametrize("table", ["person", "people", "visitors", "petitioner", "caller"])
def test_a_register_of_people_is_recognised(table: str) -> None:
    assert is_a_register_of_people(table)
    assert not is_a_register_of_people("matter")


def database() -> dict[str, set[str]]:
    """Return every table with its columns, as the models declare them."""
    tables = importlib.import_module("data.tables.rows")
    metadata = tables.SQLModel.metadata
    return {
        name: {column.name for column in table.columns} for name, table in metadata.tables.items()
    }


def root_command() -> Any:
    return typer.main.get_command(importlib.import_module("xfconsole.cli").application())


def commands(command: Any, where: str) -> Iterator[tuple[str, str]]:
    """Yield place and text of every name, option and sentence of help, all the way down."""
    yield where, command.name or where
    yield where, command.help or ""
    for parameter in command.params:
        yield (
            where,
            " ".join([parameter.name, *parameter.opts, getattr(parameter, "help", "") or ""]),
        )
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, f"{where} {name}")


def leaves(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield dotted key and text of every value in the pack."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{key}.{name}".strip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key)
    else:
        yield key, str(value)
