"""The catalogues: both languages say the same things, and the code says only what is in them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from screens.intake.fields import FIELDS
from screens.intake.sheet import HINTS
from screens.live.post_questions import QUESTIONS
from screens.matter.document_form import HELPED
from screens.prompt.incident_card import REPORTS
from screens.roster.changing import COPIES, PARTS
from tests import sources
from tests.sources import sentences
from xfconsole.core.facts.event import FACTS
from xfconsole.core.facts.of_identity import Kept
from xfconsole.core.facts.of_matter import LINES
from xfconsole.core.figures.period import Stretch
from xfconsole.core.identity.due import Stage
from xfconsole.core.ledger.listing import Sort
from xfconsole.core.matter.limits import PROMISED
from xfconsole.core.matter.timeliness import By
from xfconsole.core.matter.transitions import DUTIES
from xfconsole.core.office.disk_room import RoomStage
from xfconsole.core.office.finding import Health
from xfconsole.core.office.slip import OptionalFile
from xfconsole.core.policy.pack import CheckPart
from xfconsole.core.policy.reporting import ReportForm
from xfconsole.core.policy.retention import RULES as RETENTION
from xfconsole.core.reader.same_matter import Alike
from xfconsole.core.reader.searched import SEARCHED
from xfconsole.core.words import desk as model
from xfconsole.core.words import procedure as life_words
from xfconsole.core.words.documents import FIELDS as DOCUMENT_FIELDS
from xfconsole.core.words.documents import FORMS, LETTERS, Document, LetterPart
from xfconsole.core.words.procedure import Measure
from xfconsole.core.words.rates import Rate
from xfconsole.core.words.receiving import Decision, MeetingNote, ReceptionForm
from xfconsole.imports import columns
from xfconsole.imports.roster_above import NoteKind
from xfconsole.ui.keys.action_table import ACTIONS
from xfconsole.ui.keys.actions import words_key
from xfconsole.ui.keys.verb_table import BY_LETTER, IncidentVerb, Takes
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.closed_lists import COLUMNS, word_key
from xfconsole.ui.words.figures import MATTERS, SHORT, SOON
from xfconsole.ui.words.handover_sheet import SIGNING

CJK = re.compile("[\u3400-\u9fff]")
WORDS = re.compile("[a-z]{2,}")
ASKING = {"say", "Refused", "refuse"}
"""Functions whose first argument is a catalogue key."""

WORD_LISTS = (
    *(model.Channel, model.Purpose, model.Level, model.CountSource, model.RingOutcome),
    model.Hearing,
    Rate,
    model.RosterHow,
    *(
        model.ReportKind,
        model.ReportChannel,
        model.EmergencyService,
        model.DutyState,
        model.PromptKind,
        model.Place,
    ),
    *(Document, LetterPart),
    *(life_words.State, life_words.Act, life_words.Who, life_words.Law, life_words.Ground),
    *(life_words.Finding, life_words.Need, life_words.Clock, life_words.Bar, life_words.Barred),
    *(life_words.Manner, life_words.Signing, life_words.Opinion, life_words.Satisfaction),
    Measure,
    *(Decision, MeetingNote, ReceptionForm),
    Kept,
    Stage,
    Sort,
    Alike,
)
REFUSABLE = {
    name
    for document, form in FORMS.items()
    for name in (*form.record, *form.needed)
    if not DOCUMENT_FIELDS[name].computed and not (document in LETTERS and name in set(LetterPart))
}
"""Fields that a document may be refused for; of a decision letter's parts one sentence tells."""
LOOKED_AT = (
    *(
        "permissions",
        "disk",
        "reserve",
        "log",
        "backups",
        "second",
        "keys",
        "settings",
        "passphrase",
        "file",
        "rest",
    ),
    *("cipher", "pages", "structure", "version", "chain", "head", "backup_heads", "paper"),
    *("drafts", "desks", "clock", "officers", "texts", "tables", "roster"),
)
"""What the doctor has findings on."""


def can_be_misspelt(verb: IncidentVerb) -> bool:
    """Whether there are lines that the grammar refuses, once it knows the verb."""
    return verb.posts is not None or verb.takes is not Takes.TEXT


OTHER_HEADS = (
    *("office", "as_of"),
    *("what", "count", "rate", "share", "of", "target", "reached", "answered", "figure"),
    *("since", "officer", "act", "number", "level", "people", "opened", "closed", "reports"),
    *("post", "person", "told", "arrived", "time", "before", "after", "duty", "phone", "ends"),
    "limit",
    *("day", "shift", "raised", "due", "most_hour", "most_ten", "floods", "full_hours"),
    *("handled", "median", "report", "sent", "to", "way", "receipt"),
    *("leader", "given", "do_by", "done", "signed", "outgoing", "incoming", "head"),
)
BUILT: dict[str, set[str]] = {
    "document.field.": {f"document.field.{name}" for name in DOCUMENT_FIELDS},
    "document.refused.field.": {f"document.refused.field.{name}" for name in REFUSABLE},
    "roster.rhythm.": {f"roster.rhythm.{form.value}" for form in ReportForm},
    "roster.note.": {f"roster.note.{kind.value}" for kind in NoteKind},
    "roster_screen.plan.": {
        f"roster_screen.plan.{part}{hint}" for part in PARTS for hint in ("", "_hint")
    },
    "roster_screen.copy.": {f"roster_screen.copy.{name}" for name in COPIES},
    "search.place.": {
        f"search.place.{name}" for each in SEARCHED.values() for name in each.values()
    },
    "action.": {words_key(each, "action") for each in ACTIONS if not each.verb},
    "help.group.": {f"help.group.{each.group}" for each in ACTIONS},
    "help.": {words_key(each, "help") for each in ACTIONS if not each.verb}
    | {f"help.group.{each.group}" for each in ACTIONS},
    "event.": {f"event.{kind.replace('.', '_')}" for kind in FACTS}
    | {"event.post_rung_eta", "event.prompt_raised_corrected", "event.withheld"}
    | {"event.post_stood_down_for", "event.place_not_known", "event.instruction_carried"}
    | {"event.checklist_unticked", "event.clock_said_aloud"}
    | {"event.report_filed_again"}
    | {"event.obligation_missed_arrive", "event.deadline_set_rolled"}
    | {"event.deadline_moved_rule", "event.event_taken_back"},
    "verb.": {words_key(each, what) for each in ACTIONS if each.verb for what in ("action", "help")}
    | {f"verb.{each.name}.form" for each in BY_LETTER.values()}
    | {f"verb.{each.name}.expected" for each in BY_LETTER.values() if can_be_misspelt(each)}
    | {f"verb.{name}.whom" for name in QUESTIONS},
    "due.verb.": {f"due.verb.{clock.value}" for clock in life_words.Clock if clock in DUTIES},
    "field.typed.": {f"field.typed.{name}" for name in FIELDS if name != "source"},
    "field.head.": {f"field.head.{name}" for name in COLUMNS},
    "field.shown.": {f"field.shown.{name}" for name in LINES},
    "letters.field.": {f"letters.field.{name}" for name in columns.FIELDS},
    "intake.sex.": {"intake.sex.male", "intake.sex.female"},
    "intake.hint.": {f"intake.hint.{name}" for name in HINTS},
    "derivation.rule.": {f"derivation.rule.{clock.value}" for clock in life_words.Clock},
    "derivation.count.": {f"derivation.count.{how}" for how in ("calendar", "working")},
    "matter.refused.record.": {
        f"matter.refused.record.{name}"
        for name in (
            *("handed_on", "due", "next_duty", "days", "until", "accepted", "asked_on", "session"),
        )
    },
    "incident.signs.": {"incident.signs.leader", "incident.signs.officer"},
    "incident.report.": {f"incident.report.{name}" for name in "from at to channel taken".split()},
    "letters.sheet.": {
        f"letters.sheet.{name}"
        for name in "name import file rows added known replies bad left_out done".split()
    },
    "handover.signs.": {f"handover.signs.{who}" for who in SIGNING},
    "document.help.": {f"document.help.{each.value}" for each in HELPED},
    "document.next.": {f"document.next.{clock.value}" for clock in PROMISED},
    "figures.head.": {
        f"figures.head.{name}"
        for name in (
            *OTHER_HEADS,
            *SOON,
            *MATTERS[:5],
            *(by.value for by in By),
            *SHORT,
            "satisfied",
        )
    },
    "figures.chart.": {
        f"figures.chart.{name}"
        for name in (
            *("hours", "arrivals", "came", "late", "going", "answers", "subjects", "months"),
            *("within_15", "within_60", "within_90", "beyond_90", "waiting", "overdue_15"),
        )
    },
    "figures.count.": {f"figures.count.{name}" for name in MATTERS},
    "figures.by.": {f"figures.by.{by.value}" for by in By},
    "figures.no.": {"figures.no.unit", "figures.no.subject"},
    "figures.refused.": {f"figures.refused.{each.value}" for each in Stretch},
    "slip.instead.": {f"slip.instead.{each.value}" for each in OptionalFile},
    "room.said.": {f"room.said.{stage.value}" for stage in RoomStage},
    "erasure.line.": {"erasure.line.kept"} | {f"erasure.line.{each.value}" for each in Stage},
    "erasure.state.": {"erasure.state.kept"} | {f"erasure.state.{each.value}" for each in Stage},
    "erasure.off.": {f"erasure.off.{name}" for name in ("propose", "approve", "cancel")},
    "erasure.class.": {f"erasure.class.{each.partition('.')[2]}" for each in RETENTION},
    "erasure.stage.": {"erasure.stage.proposed", "erasure.stage.approved"},
    "doctor.name.": {f"doctor.name.{name}" for name in LOOKED_AT},
    "doctor.health.": {f"doctor.health.{each.value}" for each in Health},
    "life.refused.": {f"life.refused.{guard.value}" for guard in life_words.Guard},
    "live.owed.": {f"live.owed.{each.value}" for each in REPORTS[:-1]},
    "live.report.state.": {
        f"live.report.state.{name}" for name in ("eta", *(each.value for each in model.DutyState))
    },
    "upward.owed.": {f"upward.owed.{each.value}" for each in REPORTS[:-1]},
    "instruction.hint.": {"instruction.hint.posts", "instruction.hint.due"},
    "instruction.field.": {
        f"instruction.field.{name}" for name in ("leader", "text", "posts", "due")
    },
    "instruction.ask.done.": {"instruction.ask.done.carry_out", "instruction.ask.done.carry_over"},
    "checklist.part.": {f"checklist.part.{each.value}" for each in CheckPart},
    "incident.section.": {
        f"incident.section.{name}"
        for name in (
            *("posts", "requests", "reports", "instructions", "checklist", "entries"),
            *("summary", "evaluation"),
        )
    },
    "handover.said.": {"handover.said.written", "handover.said.aloud"},
    "upward.first.": {"upward.first.phone", "upward.first.written"},
    "upward.field.": {f"upward.field.{name}" for name in ("to", "channel", "person", "read_back")},
    "upward.hint.": {"upward.hint.to", "upward.hint.person"},
    "upward.read.": {"upward.read.yes", "upward.read.no"},
    "upward.refused.": {f"upward.refused.{name}" for name in ("to", "channel", "read_back")},
    "policy.field.first_": {
        f"policy.field.first_{level.value}_{form.value}"
        for level in (model.Level.GENERAL, model.Level.MAJOR)
        for form in ReportForm
    },
    "word.": {word_key(member) for words in WORD_LISTS for member in words},
}
"""Keys put together at run time: their prefix, and exactly those that may be asked for."""

SAME_IN_BOTH: set[str] = set()
"""Keys whose Chinese text holds no Chinese, because the words are names."""


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def trees() -> Iterator[ast.AST]:
    return map(sources.tree, sources.files(*sources.PRODUCT))


def literals() -> set[str]:
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def asked_for() -> set[str]:
    return {
        node.args[0].value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in ASKING
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and "." in node.args[0].value
    }


def test_both_languages_have_the_same_keys() -> None:
    assert sentences("zh").keys() == sentences("en").keys()


def test_both_languages_fill_the_same_fields() -> None:
    zh, en = sentences("zh"), sentences("en")
    assert {key for key in zh if fields(zh[key]) != fields(en[key])} == set()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [key for key, text in sentences(language).items() if not text.strip()] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_key_starts_with_the_name_of_its_file_and_stands_once(language: str) -> None:
    for area in i18n.area_files(language):
        pairs = json.loads(area.read_text(encoding="utf-8"), object_pairs_hook=list)
        keys = [key for key, _ in pairs]
        assert [key for key in keys if not key.startswith(area.name[:-4])] == []
        assert len(keys) == len(set(keys)), area.name


def test_chinese_is_chinese_where_english_has_words() -> None:
    zh, en = sentences("zh"), sentences("en")
    bare = {key: re.sub(r"\{.*?\}", "", text) for key, text in en.items()}
    plain = {key for key in zh if WORDS.search(bare[key]) and not CJK.search(zh[key])}
    assert plain - SAME_IN_BOTH == set()


def test_english_holds_no_chinese() -> None:
    assert [key for key, text in sentences("en").items() if CJK.search(text)] == []


def test_every_key_the_code_asks_for_is_there() -> None:
    assert asked_for() - sentences("zh").keys() == set()


def test_every_key_put_together_is_there() -> None:
    assert set().union(*BUILT.values()) - sentences("zh").keys() == set()


def test_no_key_is_left_over() -> None:
    used = literals() | set().union(*BUILT.values())
    assert sentences("zh").keys() - used == set()


@pytest.mark.parametrize(
    ("option", "environ", "chosen"),
    [
        pytest.param(None, {}, "en", id="no locale at all"),
        pytest.param(None, {"LANG": "C.UTF-8"}, "en", id="C"),
        pytest.param(None, {"LANG": "POSIX"}, "en", id="POSIX"),
        pytest.param(None, {"LANG": "zh_CN.UTF-8"}, "zh", id="Chinese"),
        pytest.param(None, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en", id="LC_ALL first"),
        pytest.param(None, {"LANG": "de_DE", "LC_MESSAGES": "zh_TW"}, "zh", id="LC_MESSAGES"),
        pytest.param(None, {"LANG": "zh_CN", "XFCONSOLE_LANG": "en"}, "en", id="own variable"),
        pytest.param("zh", {"XFCONSOLE_LANG": "en"}, "zh", id="option first"),
    ],
)
def test_the_language_is_chosen(option: str | None, environ: dict[str, str], chosen: str) -> None:
    assert i18n.choose_language(option, environ) == chosen


def test_a_language_that_is_neither_is_an_error() -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.choose_language("fr", {})


def test_a_value_is_inserted_as_it_is() -> None:
    said = i18n.catalogue("en").say("ui.prompt.more", n="{evil} [red]")
    assert "{evil} [red]" in said


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        i18n.say("ui.nothing_of_that_name")
