"""Every way to get one line of a pack wrong, and the line that is named for it."""

from __future__ import annotations

import pytest

from tests.packs import changed, line_of, problems


@pytest.mark.parametrize(
    ("old", "new", "key", "mark"),
    [
        pytest.param(
            "tell_minutes = 5",
            "tell_minute = 5",
            "unknown_key_near",
            "tell_minute =",
            id="unknown key, a near one known",
        ),
        pytest.param(
            "attempts = 2",
            "colour = 1\nattempts = 2",
            "unknown_key",
            "colour",
            id="unknown key, nothing near",
        ),
        pytest.param(
            "snooze_max_minutes = 15",
            "snooze_max_minutes = 15\ncolour = 1",
            "unknown_key",
            "colour",
            id="unknown key outside tables",
        ),
        pytest.param(
            "[posts.duty_leader]",
            "[extra.table]\n[posts.duty_leader]",
            "unknown_key",
            "[extra.table]",
            id="unknown table",
        ),
        pytest.param(
            'level = "major"\n',
            "",
            "missing_text",
            '[[bands]]\nid = "band.major"',
            id="missing key, named at its table",
        ),
        pytest.param(
            "version = 1\n", "", "missing_number", "# xfconsole", id="missing key outside tables"
        ),
        pytest.param(
            "attempts = 2\n", "", "missing_number", "[ladders.default]", id="missing number"
        ),
        pytest.param(
            "deputies = true\n", "", "missing_flag", "[ladders.default]", id="missing flag"
        ),
        pytest.param("[chase.eta]", "[chase.xyz]", "missing_table", "[chase]", id="missing table"),
        pytest.param(
            "at_least = 5\n",
            'at_least = "5"\n',
            "not_number",
            'at_least = "5"',
            id="text for a number",
        ),
        pytest.param(
            "at_least = 5\n",
            "at_least = true\n",
            "not_number",
            "at_least = true",
            id="true for a number",
        ),
        pytest.param(
            "at_least = 5\n",
            "at_least = 5.0\n",
            "not_number",
            "at_least = 5.0",
            id="decimals for a number",
        ),
        pytest.param('id = "band.general"', "id = 7", "not_text", "id = 7", id="number for a text"),
        pytest.param(
            "deputies = true", 'deputies = "yes"', "not_flag", "deputies =", id="text for a flag"
        ),
        pytest.param(
            'name = { zh = "值班员", en = "duty officer" }',
            'name = "x"',
            "not_words",
            'name = "x"',
            id="text for words",
        ),
        pytest.param("version = 1", "version = 0", "range", "version = 0", id="version 0"),
        pytest.param(
            "at_least = 5\n", "at_least = 0\n", "range", "at_least = 0", id="head-count 0"
        ),
        pytest.param(
            "tell_minutes = 5",
            "tell_minutes = 1441",
            "range",
            "tell_minutes = 1441",
            id="1441 minutes",
        ),
        pytest.param(
            "tell_minutes = 5",
            "tell_minutes = -1",
            "range",
            "tell_minutes = -1",
            id="minus one minute",
        ),
        pytest.param("attempts = 2", "attempts = 0", "range", "attempts = 0", id="0 attempts"),
        pytest.param("attempts = 2", "attempts = 11", "range", "attempts = 11", id="11 attempts"),
        pytest.param(
            "again_minutes = 5",
            "again_minutes = 0",
            "range",
            "again_minutes = 0",
            id="starting over without end",
        ),
        pytest.param(
            "minutes = 60", "minutes = 0", "range", "minutes = 0", id="follow-ups without end"
        ),
        pytest.param(
            "every_minutes = 10",
            "every_minutes = 0",
            "range",
            "every_minutes = 0",
            id="chasing without end",
        ),
        pytest.param(
            'level = "general"', 'level = "huge"', "unknown_level", "huge", id="unknown level"
        ),
        pytest.param(
            'level = "general"',
            'level = "none"',
            "unknown_level",
            '"none"',
            id="level none is no band",
        ),
        pytest.param(
            'post = "receptionist"', 'post = "porter"', "unknown_post", "porter", id="unknown post"
        ),
        pytest.param(
            'travel = "house"',
            'travel = "moon"',
            "unknown_travel",
            "moon",
            id="unknown travel class",
        ),
        pytest.param(
            'ladder = "default"', 'ladder = "rope"', "unknown_ladder", "rope", id="unknown ladder"
        ),
        pytest.param(
            'scope = "unit"', 'scope = "world"', "unknown_scope", "world", id="unknown scope"
        ),
        pytest.param(
            'next_rank = "principal_leader"',
            'next_rank = "king"',
            "unknown_next_rank",
            "king",
            id="unknown next rank",
        ),
        pytest.param(
            'id = "attend.receptionist"',
            'id = "attend.duty_leader"',
            "duplicate_id",
            'id = "attend.duty_leader"\npost = "receptionist"',
            id="an id twice",
        ),
        pytest.param(
            'id = "chase.eta"',
            'id = "band.major"',
            "duplicate_id",
            'id = "band.major"\nsource = { zh = "值班',
            id="an id twice across tables",
        ),
        pytest.param(
            'id = "band.major"', 'id = "band major"', "id", "band major", id="an id with a space"
        ),
        pytest.param(
            'id = "band.major"', f'id = "{41 * "x"}"', "id", 41 * "x", id="an id too long"
        ),
        pytest.param(
            "[travel.house]", '[travel."a b"]', "id", '[travel."a b"]', id="a name with a space"
        ),
        pytest.param(
            "at_least = 30",
            "at_least = 5",
            "bands_number",
            "at_least = 5\nsource",
            id="bands that do not rise",
        ),
        pytest.param(
            'level = "major"',
            'level = "general"',
            "bands_level",
            'level = "general"\nat_least = 30',
            id="a level twice",
        ),
        pytest.param(
            'next_rank = ""',
            'next_rank = "leader_in_charge"',
            "rank_ring",
            'next_rank = "principal_leader"',
            id="ranks in a ring",
        ),
        pytest.param(
            'next_rank = ""',
            'next_rank = "principal_leader"',
            "rank_ring",
            'next_rank = "principal_leader"\n\n# ──',
            id="a post above itself",
        ),
        pytest.param(
            "\nassigned = true",
            "\nassigned = false",
            "assigned",
            "assigned = false",
            id="assigned = false",
        ),
        pytest.param(
            "at_least = 50\n",
            "",
            "grounds",
            '[[attendance]]\nid = "attend.leader_in',
            id="no ground to come",
        ),
        pytest.param(
            "at_least = 50\n",
            'at_least = 50\nlevel = "major"\n',
            "grounds",
            '[[attendance]]\nid = "attend.leader_in',
            id="two grounds to come",
        ),
        pytest.param(
            'zh = "值班员", en',
            "en",
            "missing_text",
            'name = { en = "duty officer"',
            id="zh missing",
        ),
        pytest.param(
            ', en = "duty officer"', "", "missing_text", 'name = { zh = "值班员" }', id="en missing"
        ),
        pytest.param('en = "duty officer"', 'en = " "', "blank", 'en = " "', id="en blank"),
        pytest.param(
            'zh = "值班员"',
            'zh = "值\\u001b班员"',
            "control",
            "\\u001b",
            id="an escaped escape character",
        ),
        pytest.param(
            'zh = "值班员"', 'zh = "值\\n班员"', "control", "值\\n班员", id="an escaped line end"
        ),
        pytest.param(
            'zh = "值班员"',
            'zh = "值\\u202e班员"',
            "control",
            "\\u202e",
            id="an escaped bidirectional control",
        ),
        pytest.param("值班员", "值\x00班员", "control_character", "\x00", id="NUL"),
        pytest.param(
            "# 版本号",
            "# \x1b[2J版本号",
            "control_character",
            "\x1b",
            id="a control character in a comment",
        ),
        pytest.param(
            "# 版本号",
            "# \u202e版本号",
            "control_character",
            "\u202e",
            id="a bidirectional control in a comment",
        ),
        pytest.param(
            "# 版本号", f"# {1000 * '长'}", "long_line", 1000 * "长", id="an endless line"
        ),
        pytest.param("version = 1", "version 1", "statement", "version 1", id="no equals sign"),
        pytest.param(
            "version = 1", "version = one", "value", "version = one", id="a word without quotes"
        ),
        pytest.param("version = 1", "version = 1 2", "end", "version = 1 2", id="two values"),
        pytest.param(
            'id = "default"', 'id = "default', "quote", 'id = "default\n', id="a quote not closed"
        ),
        pytest.param(
            'id = "default"',
            "id = 'default",
            "quote",
            "id = 'default\n",
            id="a single quote not closed",
        ),
        pytest.param('id = "default"', 'id = "de\\fault\\q"', "backslash", "\\q", id="a backslash"),
        pytest.param(
            "[travel.house]",
            "[travel.house",
            "bracket",
            "[travel.house\n",
            id="a bracket not closed",
        ),
        pytest.param(
            "version = 1", "version = 1\nversion = 2", "repeated", "version = 2", id="a key twice"
        ),
        pytest.param(
            "[travel.city]",
            "[travel.house]",
            "repeated",
            '[travel.house]\nid = "travel.city"',
            id="a table twice",
        ),
    ],
)
def test_the_line_at_fault(old: str, new: str, key: str, mark: str) -> None:
    text = changed(old, new)
    found = problems(text)
    assert [(each.line, each.key) for each in found if each.key == f"policy.problem.{key}"] == [
        (line_of(mark, text), f"policy.problem.{key}")
    ]
