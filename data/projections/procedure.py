"""What the facts of a matter's life do to the ledger's line and to its deadlines."""

from __future__ import annotations

from datetime import datetime

from data.journal.codec import columns_of, instant_text
from data.projections.by_fact import projects
from data.tables.statements import Write, change, insert
from xfconsole.core.facts import of_incident, of_matter, of_procedure
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.matter.transitions import BEYOND_A_REPLY
from xfconsole.core.words.procedure import Act, Clock

_STATE = change("UPDATE matter SET state = :state WHERE uid = :matter")
_BEYOND = ", ".join(f"'{state.value}'" for state in sorted(BEYOND_A_REPLY))
_REPLIED = change(
    f"UPDATE matter SET state = 'replied' WHERE uid = :matter AND state NOT IN ({_BEYOND})"
)
_HOLDER = change("UPDATE matter SET holder = :holder WHERE uid = :matter")
_FINDING = change("UPDATE matter SET finding = :finding WHERE uid = :matter")
_SUPERVISED = change("UPDATE matter SET supervised = :on WHERE uid = :matter")
_LEADER = change("UPDATE matter SET leader = :leader WHERE uid = :matter")
_LEADER_BARRED = change("UPDATE matter SET leader = '' WHERE uid = :matter AND leader = :person")
_SIMPLE = change("UPDATE matter SET simple = :on WHERE uid = :matter")
_URGENT = change("UPDATE matter SET urgent = 1 WHERE uid = :matter")
_ANSWERED = change(
    "UPDATE matter SET answered_at = min(coalesce(answered_at, :at), :at) WHERE uid = :matter"
)
_AGAIN = change("UPDATE matter SET again = answered_at IS NOT NULL OR again WHERE uid = :matter")
_REOPENED = change("UPDATE matter SET finding = NULL WHERE uid = :matter")
_DECIDABLE = change(
    "UPDATE matter SET undecided = 0 WHERE uid = :matter AND NOT EXISTS "
    "(SELECT 1 FROM deadline WHERE matter = :matter AND clock = 'shadow')"
)
_RECKONED = change(
    "UPDATE matter SET reckoned = 1, undecided = max(undecided, :undecided) WHERE uid = :matter"
)
_SATISFACTION = change("UPDATE matter SET satisfaction = :satisfaction WHERE uid = :matter")
_LINK = insert("linked")
_UNLINK = change("DELETE FROM linked WHERE matter = :matter AND target = :target")
_BAR = insert("barred")

_KEY = "matter = :matter AND clock = :clock AND anchor = :anchor AND part = :part"
_SILENT = """
    EXISTS (SELECT 1 FROM matter WHERE uid = :matter AND brought <> '' AND taken_at IS NULL
      AND :due_at <= registered_at)
"""
_SET = change(
    f"""
    INSERT INTO deadline (matter, clock, anchor, part, who, unit, measure, days, started_on,
      target_on, rolled_on, control_at, due_at, provisional, look_at, silent)
    VALUES (:matter, :clock, :anchor, :part, :who, :unit, :measure, :days, :started,
      :target, :rolled, :control_at, :due_at, :provisional, :look_at, {_SILENT})
    ON CONFLICT (matter, clock, anchor, part) DO UPDATE SET
      who = excluded.who, unit = excluded.unit,
      days = excluded.days, started_on = excluded.started_on, target_on = excluded.target_on,
      rolled_on = excluded.rolled_on, control_at = excluded.control_at, due_at = excluded.due_at,
      provisional = excluded.provisional, look_at = excluded.look_at, met_at = NULL, met_by = NULL,
      prompt = NULL, prompt_due = NULL, silent = excluded.silent
    """
)
_MOVE = change(
    f"""
    UPDATE deadline SET days = :days, started_on = :started, target_on = :target,
      rolled_on = :rolled, control_at = :control_at, provisional = :provisional,
      look_at = :look_at,
      prompt = CASE WHEN coalesce(control_at, due_at) = :control THEN prompt END,
      prompt_due = CASE WHEN coalesce(control_at, due_at) = :control THEN prompt_due END,
      due_at = :due_at,
      silent = {_SILENT}
    WHERE {_KEY}
    """
)
_MEET = change(
    f"""
    UPDATE deadline SET met_at = :at, met_by = :act, look_at = NULL, prompt = NULL,
      prompt_due = NULL
    WHERE {_KEY}
    """
)
_DROP = change(f"DELETE FROM deadline WHERE {_KEY}")
_PROMPT = change(
    f"""
    UPDATE deadline SET prompt = :prompt, what = :what, step = :step, post = :post,
      person = :person, prompt_due = :due, prompted_at = :at, look_at = :look_at
    WHERE {_KEY}
    """
)
REST = change(
    """
    UPDATE deadline SET prompt = NULL, prompt_due = NULL,
      look_at = CASE WHEN look_at IS NULL OR look_at > :until THEN :until ELSE look_at END
    WHERE matter = :matter AND prompt = :prompt
    """
)


_TAKE_UP = change(
    "UPDATE matter SET taken_at = :at WHERE uid = :matter AND brought <> '' AND taken_at IS NULL"
)
_SPEAK = change("UPDATE deadline SET silent = 0 WHERE matter = :matter AND silent")


def taken_up(event: Event, fact: Fact) -> list[Write]:
    """Let what a file brought overdue ring from now on, if an officer took the matter up."""
    if not of_procedure.takes_up(fact):
        return []
    own = {"matter": event.subject}
    return [(_TAKE_UP, {**own, "at": instant_text(event.recorded_at)}), (_SPEAK, own)]


@projects(of_procedure.MatterMoved)
def moved(event: Event, fact: of_procedure.MatterMoved) -> list[Write]:
    """Bring the ledger's line to where the matter stands now."""
    own = {"matter": event.subject}
    writes = [*taken_up(event, fact), (_STATE, {**own, "state": fact.to.value})]
    match fact.act:
        case Act.FORWARD | Act.ASSIGN | Act.PASS_DOWN | Act.PASS:
            writes.append((_HOLDER, {**own, "holder": fact.unit}))
        case Act.RETURN | Act.RETRIEVE:
            writes += [(_HOLDER, {**own, "holder": ""}), (_SIMPLE, {**own, "on": 0})]
        case Act.ASSIGN_LEADER:
            writes.append((_LEADER, {**own, "leader": fact.leader}))
        case Act.SIMPLIFY | Act.ORDINARY:
            writes.append((_SIMPLE, {**own, "on": int(fact.act is Act.SIMPLIFY)}))
        case Act.REPLY | Act.ANSWER:
            writes.append((_ANSWERED, {**own, "at": instant_text(event.happened_at)}))
        case Act.SUPERVISE | Act.END_SUPERVISION:
            writes.append((_SUPERVISED, {**own, "on": int(fact.act is Act.SUPERVISE)}))
        case Act.MARK_URGENT:
            writes.append((_URGENT, own))
        case Act.ASK_REVIEW:
            writes.append((_AGAIN, own))
        case Act.REOPEN:
            writes += [(_AGAIN, own), (_REOPENED, own), (_HOLDER, {**own, "holder": ""})]
            writes.append((_SIMPLE, {**own, "on": 0}))
    if fact.finding is not None:
        writes.append((_FINDING, {**own, "finding": fact.finding.value}))
    if fact.satisfaction is not None:
        writes.append((_SATISFACTION, {**own, "satisfaction": fact.satisfaction.value}))
    return writes


@projects(of_procedure.DocumentIssued)
def issued(event: Event, fact: of_procedure.DocumentIssued) -> list[Write]:
    """A document takes the matter up, if an officer made it out."""
    return taken_up(event, fact)


@projects(of_matter.ReplyRecorded)
def replied(event: Event, fact: of_matter.ReplyRecorded) -> list[Write]:
    """Let the ledger's line say that a reply was given, and when."""
    own = {"matter": event.subject}
    return [(_REPLIED, own), (_ANSWERED, {**own, "at": instant_text(event.happened_at)})]


@projects(of_procedure.MatterLinked)
def linked(event: Event, fact: of_procedure.MatterLinked) -> list[Write]:
    """Keep which matter was found to be the same."""
    return [(_LINK, columns_of(fact, event=event.uid, matter=event.subject))]


@projects(of_procedure.MatterUnlinked)
def unlinked(event: Event, fact: of_procedure.MatterUnlinked) -> list[Write]:
    """Take a wrong link away."""
    return [(_UNLINK, columns_of(fact, matter=event.subject))]


@projects(of_procedure.PartyBarred)
def barred(event: Event, fact: of_procedure.PartyBarred) -> list[Write]:
    """Keep who may have no hand in the matter."""
    row = columns_of(fact, event=event.uid, matter=event.subject)
    named = {"matter": event.subject, "person": fact.person}
    return [*taken_up(event, fact), (_BAR, row), (_LEADER_BARRED, named)]


@projects(of_procedure.MatterChased)
def chased(event: Event, fact: of_procedure.MatterChased) -> list[Write]:
    """Let the prompt rest that the chase answered."""
    return [*taken_up(event, fact), *rested(event, fact.prompt, fact.again_at)]


@projects(of_incident.PromptSnoozed)
def snoozed(event: Event, fact: of_incident.PromptSnoozed) -> list[Write]:
    """Let the prompt rest that was put off; an incident's stands in no table."""
    return rested(event, fact.prompt, fact.until)


def rested(event: Event, prompt: str, until: datetime) -> list[Write]:
    """Let a matter's prompt rest until an instant."""
    row = {"matter": event.subject, "prompt": prompt, "until": instant_text(until)}
    return [(REST, row)]


@projects(of_procedure.DeadlineSet)
def deadline_set(event: Event, fact: of_procedure.DeadlineSet) -> list[Write]:
    """Add a clock, or let one that was stopped run again."""
    row = columns_of(fact, matter=event.subject)
    undecided = int(fact.clock is Clock.SHADOW)
    return [(_SET, row), (_RECKONED, {"matter": event.subject, "undecided": undecided})]


@projects(of_procedure.DeadlineMoved)
def deadline_moved(event: Event, fact: of_procedure.DeadlineMoved) -> list[Write]:
    """Move a clock's last day."""
    own = {"matter": event.subject, "control": instant_text(fact.control)}
    return [(_MOVE, columns_of(fact, **own))]


@projects(of_procedure.DeadlineMet)
def deadline_met(event: Event, fact: of_procedure.DeadlineMet) -> list[Write]:
    """End a clock."""
    return [(_MEET, columns_of(fact, matter=event.subject))]


@projects(of_procedure.DeadlineDropped)
def deadline_dropped(event: Event, fact: of_procedure.DeadlineDropped) -> list[Write]:
    """Take a clock away whose start turned out not to be one."""
    writes: list[Write] = [(_DROP, columns_of(fact, matter=event.subject))]
    if fact.clock is Clock.SHADOW:
        writes.append((_DECIDABLE, {"matter": event.subject}))
    return writes


@projects(of_procedure.DutyPrompted)
def duty_prompted(event: Event, fact: of_procedure.DutyPrompted) -> list[Write]:
    """Let the deadline say what is asked about it now."""
    own = {"matter": event.subject, "at": instant_text(event.recorded_at)}
    return [(_PROMPT, columns_of(fact, **own))]
