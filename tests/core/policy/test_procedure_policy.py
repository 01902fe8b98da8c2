"""The procedure's numbers: what the default pack says, and what holds where a pack says nothing."""

from __future__ import annotations

import tomllib
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packs import PROCEDURE_IDS, TEXT, changed, default, problems, without
from xfconsole.core.policy.difference import difference
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.pack import Post, Procedure
from xfconsole.core.policy.procedure import OWNERS, default_procedure
from xfconsole.core.words.two_languages import BothLanguages

SPLIT = "[5, 3, 3, 4]"
SCOPES = ("office", "unit", "township")


def said(text: str) -> Procedure:
    return parse(text, "office.toml").procedure


def post(name: str, scope: str, next_rank: str | None = None) -> Post:
    return Post(name, BothLanguages(name, name), scope, "house", "default", next_rank)


def owners(*posts: Post) -> dict[str, str]:
    return dict(default_procedure({each.id: each for each in posts}).owners)


def test_the_numbers_of_the_default_pack() -> None:
    found = default().procedure
    assert (found.due_soon_days, found.chase_again_days, found.climb_days) == (3, 2, 2)
    assert (found.urgent_phone_minutes, found.urgent_written_minutes) == (20, 40)
    assert (found.split_days, found.allowance_workdays) == ((5, 3, 3, 4), 30)
    assert found.allowance_topics == ("低保",)
    assert found.owners == {
        "office": "duty_officer",
        "unit": "unit_head",
        "upper": "leader_in_charge",
        "township": "township_head",
    }


@pytest.mark.parametrize("field", [each.name for each in fields(Procedure)])
def test_the_default_pack_and_the_program_say_the_same(field: str) -> None:
    built_in = default_procedure(default().posts)
    assert getattr(default().procedure, field) == getattr(built_in, field)


def test_a_pack_without_the_table_differs_in_nothing() -> None:
    old = without("procedure")
    assert "procedure" not in tomllib.loads(old)
    assert problems(old) == []
    assert difference(parse(old, "office.toml"), default()) == []


def test_a_pack_of_before_has_the_usual_days_of_what_it_has_no_table_for() -> None:
    begin, end = TEXT.index("[procedure.simple]"), TEXT.index("# ── 身份信息的保留")
    old = TEXT[:begin] + TEXT[end:]
    assert not {"simple", "leader"} & tomllib.loads(old)["procedure"].keys()
    assert problems(old) == []
    assert difference(parse(old, "office.toml"), default()) == []


@pytest.mark.parametrize("rule", PROCEDURE_IDS)
def test_its_rules_are_found_by_their_ids_in_every_pack(rule: str) -> None:
    for policy in (default(), parse(without("procedure"), "office.toml")):
        found = policy.rule(rule)
        assert found is not None
        assert found.id == rule
        assert found == policy.procedure.rules[rule]
        assert found in policy.rules()


def test_it_has_no_other_rules() -> None:
    assert tuple(default().procedure.rules) == PROCEDURE_IDS


def test_a_pack_says_its_own_source_and_reason() -> None:
    found = said(changed("二〇一四年全国性通知", "本市规定")).rules["procedure.split"]
    assert "本市规定" in found.source.zh


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("days = 3\n", "days = 1\n", "due_soon_days", 1),
        ("days = 3\n", "days = 366\n", "due_soon_days", 366),
        ("days = 2\n", "days = 366\n", "chase_again_days", 366),
        ("minutes = 40", "minutes = 1", "urgent_written_minutes", 1),
        ("minutes = 40", "minutes = 1440", "urgent_written_minutes", 1440),
        ("workdays = 30", "workdays = 366", "allowance_workdays", 366),
        ("accept_workdays = 3\n", "accept_workdays = 1\n", "simple_accept_workdays", 1),
        ("decide_workdays = 10", "decide_workdays = 366", "simple_decide_workdays", 366),
        ("signatures = 10", "signatures = 100000", "leader_signatures", 100_000),
        ("\nworkdays = 1\n", "\nworkdays = 366\n", "leader_workdays", 366),
        (SPLIT, "[15]", "split_days", (15,)),
        (SPLIT, "[1]", "split_days", (1,)),
        (SPLIT, "[5, 2, 2, 2, 2, 2]", "split_days", (5, 2, 2, 2, 2, 2)),
        ('topics = ["低保"]\n', "", "allowance_topics", ("低保",)),
        ('topics = ["低保"]', "topics = []", "allowance_topics", ()),
    ],
)
def test_what_may_just_be_said(old: str, new: str, field: str, value: object) -> None:
    assert getattr(said(changed(old, new)), field) == value


@given(st.lists(st.integers(-2, 17), max_size=8))
def test_a_split_is_one_to_six_levels_of_a_day_or_more_within_fifteen(days: list[int]) -> None:
    text = changed(SPLIT, str(days))
    sound = 1 <= len(days) <= 6 and min(days) >= 1 and sum(days) <= 15
    assert (problems(text) == []) is sound
    if sound:
        assert said(text).split_days == tuple(days)


@given(st.sampled_from(sorted(default().posts)), st.sampled_from(sorted(OWNERS)))
def test_any_post_of_the_pack_can_own_any_limit(name: str, who: str) -> None:
    line = f'{who} = "{OWNERS[who][0]}"'
    assert said(changed(line, f'{who} = "{name}"')).owners[who] == name


POSTS = st.lists(
    st.builds(
        post,
        st.sampled_from(["a", "b", "c", *(name for name, _ in OWNERS.values())]),
        st.sampled_from(SCOPES),
        st.none(),
    ),
    min_size=1,
    unique_by=lambda each: each.id,
)


@given(POSTS)
def test_without_the_table_every_owner_is_a_post_of_the_pack(posts: list[Post]) -> None:
    found, known = owners(*posts), {each.id: each for each in posts}
    assert set(found) == set(OWNERS)
    for who, (name, scope) in OWNERS.items():
        assert found[who] == name or name not in known
        scopes = {each.scope for each in posts}
        assert known[found[who]].scope == scope or name in known or scope not in scopes


def test_without_the_posts_of_the_default_pack_the_scope_decides_and_the_top_is_the_upper() -> None:
    posts = (
        post("clerk", "office", "chief"),
        post("chief", "office"),
        post("bureau", "unit", "chief"),
        post("town", "township", "chief"),
    )
    assert owners(*posts) == {
        "office": "clerk",
        "unit": "bureau",
        "upper": "chief",
        "township": "town",
    }


def test_where_there_is_one_post_it_owns_everything() -> None:
    assert set(owners(post("clerk", "office")).values()) == {"clerk"}
