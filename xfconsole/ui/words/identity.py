"""Says how far the erasure of an identity has come, and what is left of it: never who it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import Any

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import IdentityErased, Kept
from xfconsole.core.identity.due import ErasureRow, Stage
from xfconsole.core.identity.erasure import erasure_of
from xfconsole.core.office.backups import YEAR
from xfconsole.core.policy.pack import Rule
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.procedure import Bar
from xfconsole.ui.words.catalogue import language, say


def row_line(row: ErasureRow, zone: tzinfo) -> str:
    """Return one matter of the list as a sentence: its number, the rule, and who decided what."""
    line = say(
        f"erasure.line.{row.stage.value}",
        number=row.number,
        rule=row.rule,
        since=_day(row.since, zone),
        by=row.proposed_by,
        second=row.approved_by,
        after=_moment(row.after, zone),
    )
    if row.awaits:
        line = say("erasure.line.awaits", line=line, letters=row.awaits)
    if row.kept is None or (row.kept is Kept.PERIOD and row.stage is Stage.DUE):
        return line
    return say("erasure.line.kept", line=line, kept=row.kept)


def rule_name(row: ErasureRow) -> str:
    """Return in a word which rule it is."""
    return say(f"erasure.class.{row.rule.partition('.')[2]}")


def state_words(row: ErasureRow, zone: tzinfo) -> str:
    """Return since when it is due, who proposed it, or until when it can be cancelled."""
    if row.kept is not None:
        return say("erasure.state.kept", kept=row.kept)
    if row.awaits:
        return say("erasure.state.awaits", after=_moment(row.after, zone), letters=row.awaits)
    return say(
        f"erasure.state.{row.stage.value}",
        since=_day(row.since, zone),
        by=row.proposed_by,
        second=row.approved_by,
        after=_moment(row.after, zone),
    )


def rule_line(rule: Rule) -> str:
    """Return what a rule rests on and why it is there."""
    source, reason = rule.source.say(language()), rule.reason.say(language())
    return say("erasure.rule", rule=rule.id, source=source, reason=reason)


def last_backup_line(now: datetime, zone: tzinfo) -> str:
    """Return by when the last backup that still holds what is erased now is gone."""
    # Thinning takes the last of a year with the next backup that is made.
    return say("erasure.last_backup", day=_day(now + YEAR + timedelta(days=1), zone))


def stub_line(events: Iterable[Event], zone: tzinfo) -> str:
    """Return what became of a matter's identity: erased, or being erased; empty for neither."""
    standing = erasure_of(events)
    if standing.erased is not None and isinstance(standing.erased.fact, IdentityErased):
        fact = standing.erased.fact
        values = {"rule": fact.rule, "by": fact.proposed_by, "second": fact.approved_by}
        at, first = _moment(standing.erased.happened_at, zone), _moment(fact.first_at, zone)
        key = "erasure.stub_again" if fact.first_at else "erasure.stub"
        return say(key, at=at, first=first, **values)
    if standing.proposal is None:
        return ""
    stage = "approved" if standing.approval else "proposed"
    said = say(
        f"erasure.stage.{stage}",
        rule=standing.rule,
        by=standing.proposal.officer,
        second=standing.approved_by,
        after=_moment(standing.after, zone),
    )
    return say("erasure.under_way", said=said)


def row_object(row: ErasureRow, zone: tzinfo) -> dict[str, Any]:
    """Return one matter of the list under its documented keys (docs/json.md)."""
    return {
        "number": row.number,
        "stage": row.stage.value,
        "rule": row.rule,
        "since": _iso(row.since, zone),
        "proposed_by": row.proposed_by or None,
        "approved_by": row.approved_by or None,
        "after": _iso(row.after, zone),
        "kept": row.kept.value if row.kept else None,
        **({"awaits": list(row.awaits)} if row.awaits else {}),
    }


def stub_object(events: Iterable[Event], zone: tzinfo) -> dict[str, Any] | None:
    """Return what became of a matter's identity under its documented keys, None for nothing."""
    standing = erasure_of(events)
    if standing.erased is not None and isinstance(standing.erased.fact, IdentityErased):
        fact = standing.erased.fact
        return {
            "stage": "erased",
            "rule": fact.rule,
            "proposed_by": fact.proposed_by,
            "approved_by": fact.approved_by,
            "at": _iso(standing.erased.happened_at, zone),
            "first_at": _iso(fact.first_at, zone),
            "after": None,
        }
    if standing.proposal is None:
        return None
    return {
        "stage": (Stage.APPROVED if standing.approval else Stage.PROPOSED).value,
        "rule": standing.rule,
        "proposed_by": standing.proposal.officer,
        "approved_by": standing.approved_by or None,
        "at": None,
        "first_at": None,
        "after": _iso(standing.after, zone),
    }


def _day(at: datetime | None, zone: tzinfo) -> str:
    return at.astimezone(zone).date().isoformat() if at else ""


def _moment(at: datetime | None, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""


def _iso(at: datetime | None, zone: tzinfo) -> str | None:
    return at.astimezone(zone).isoformat() if at else None


def summary_words(row: MatterRow) -> str:
    """Return a line's summary; instead of it why it is withheld, before it what has to be done."""
    if row.barred is not None:
        return say("party.withheld", law=row.barred.law)
    return _with_what_to_do(row)


def short_summary(row: MatterRow) -> str:
    """Return the same for a column, where little room is left."""
    if row.barred is not None:
        return say(_SHORT[row.barred])
    return _with_what_to_do(row)


_SHORT = {Bar.ACCUSED: "party.short_accused", Bar.RECUSED: "party.short_recused"}


def _with_what_to_do(row: MatterRow) -> str:
    if row.holder_barred:
        return f"{say('party.retrieve', unit=row.holder)} {row.summary}"
    return row.summary
