"""Verbs of leaders' instructions (批示) at a live incident: noted, passed on, carried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from xfconsole.core.facts.of_instruction import (
    InstructionDone,
    InstructionGiven,
    InstructionRelayed,
)
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.roster.roster import ANY_UNIT
from xfconsole.core.words.desk import RingOutcome, Uid
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.desk.state.live import Live
from xfconsole.desk.state.work import Done, Work
from xfconsole.desk.verbs.reporting import ReportVerbs, done, refuse_reader

_NOW = timedelta(0)


class InstructVerbs(ReportVerbs):
    """What comes down; ``incident`` is its uid or number, ``of`` the instruction's event."""

    def instruct(
        self,
        incident: str,
        leader: str,
        text: str,
        posts: Sequence[str] = (),
        *,
        due: datetime | None = None,
        ago: timedelta = _NOW,
    ) -> Done:
        """Note a leader's instruction, given ``ago`` before now, and to which posts it goes.

        Refuses a leader whom the matter bars, posts of no pack, and a due time that is over.
        """
        with self._work() as work:
            live = work.live(incident)
            name, said = neutral_line(leader).strip(), neutral(text).strip()
            if not name:
                raise Refused("instruction.refused.leader")
            if not said:
                raise Refused("desk.refused.no_text")
            at = work.time(live, ago)
            if due is not None and due <= at:
                raise Refused("instruction.refused.due")
            bar = live.bars.person(name)
            if bar is not None:
                block = AccessBlocked(Barred.APPROVER, bar, person=name)
                raise Blocked(live.incident.opened.matter, block)
            for post in posts:
                self._check_post(work, live, post)
            told = tuple(dict.fromkeys(posts))
            work.add(live.incident.uid, InstructionGiven(name, said, told, due), at)
        return done(work, live)

    def relay(
        self,
        incident: str,
        of: Uid,
        post: str,
        outcome: RingOutcome,
        *,
        person: str = "",
        read_back: bool | None = None,
        ago: timedelta = _NOW,
        prompt: Uid | None = None,
    ) -> Done:
        """Log how ringing a post to pass an instruction on ended; ``person`` is its holder if left.

        Refuses whom the matter bars: no instruction goes to them.
        """
        with self._work() as work:
            live = work.live(incident, over=True)
            self._check_prompt(live, prompt)
            instruction = _open(live, of)
            self._check_post(work, live, post)
            at = work.time(live, ago)
            name = neutral_line(person).strip() or self._holder(work, live, post, at)
            refuse_reader(live, name)
            if at < instruction.at:
                raise Refused("instruction.refused.early")
            told = outcome is RingOutcome.ANSWERED
            fact = InstructionRelayed(of, post, name, outcome, read_back if told else None, prompt)
            work.add(live.incident.uid, fact, at)
        return done(work, live)

    def carry_out(
        self, incident: str, of: Uid, text: str, *, carried: bool = False, prompt: Uid | None = None
    ) -> Done:
        """Log that an instruction was carried out, and how; or that it goes on with the matter.

        Then its clocks go on, too, also once the incident is over.
        """
        with self._work() as work:
            live = work.live(incident, over=True)
            self._check_prompt(live, prompt)
            instruction = _open(live, of)
            said = neutral(text).strip()
            if not said:
                raise Refused("desk.refused.no_text")
            fact = InstructionDone(instruction.uid, said, carried, prompt, keeps=carried)
            work.add(live.incident.uid, fact)
        return done(work, live)

    def _check_post(self, work: Work, live: Live, post: str) -> None:
        if post not in self._night.policy(work.tx, live.incident.policy).posts:
            raise Refused("desk.refused.no_post", post=neutral_line(post))

    def _holder(self, work: Work, live: Live, post: str, at: datetime) -> str:
        known = self._night.policy(work.tx, live.incident.policy).posts[post]
        unit = live.incident.places.get(known.scope, ANY_UNIT)
        holders = self._night.roster_for(live).holders(post, unit, at)
        if not holders:
            raise Refused("desk.refused.nobody_holds", post=known.name)
        return holders[0].person


def _open(live: Live, of: Uid) -> Instruction:
    found = live.incident.instructed.find(of)
    if found is None:
        raise Refused("instruction.refused.none")
    if found.ended_at is not None:
        raise Refused("instruction.refused.over")
    return found
