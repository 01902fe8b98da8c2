"""What the keys of the live screen do to the chosen incident, and why one may be impossible."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from screens.live import post_questions
from screens.live.correct import as_meant, correct
from screens.live.incident_questions import QUESTIONS, close_reason
from screens.live.instructions import InstructionScreen
from screens.live.name_place import ask_place
from screens.live.policy_change import PolicyChangeScreen
from screens.live.post_questions import PostVerbs, concerns
from screens.live.posts_table import PostsTable
from screens.live.report import choose_report
from screens.live.safety import ChecklistScreen
from screens.live.timeline import Timeline
from screens.live.told import ToldScreen
from screens.shared.event_words import LogTeller
from screens.shared.form import open_form
from screens.shared.question import AskScreen
from screens.shared.settling import settling
from screens.shared.take_over import taking_over
from screens.shared.undo import undo
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import contests
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.words.desk import Level, Place, ReportKind
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.held_key import CardGate
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.verb_table import BY_NAME, Posts
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.contested import ContestWords

if TYPE_CHECKING:
    from textual.screen import Screen

    _Base = Screen[None]
else:
    _Base = object

_NO_SUCH_POST = {
    Posts.AWAITED: "live.off.nobody_awaited",
    Posts.OPEN: "live.off.all_here",
    Posts.CORRECTED: "live.off.nothing_corrected",
}


class LiveKeys(Acting, _Base):
    """Mixin of the live screen; ``view`` is the chosen incident."""

    GROUP: ClassVar[str] = "live"

    @property
    def view(self) -> IncidentView | None:
        """The chosen incident, or None."""
        raise NotImplementedError

    def action_reason(self, action_id: str) -> str:
        """Return why something cannot be done to the chosen incident now."""
        name, view = action_id.partition(".")[2], self.view
        if name == "undo":
            situation = self.host.situation
            fine = situation is not None and situation.undoable(self.host.now())
            return "" if fine else say("desk.refused.nothing_to_undo")
        if view is None:
            return say("live.off.no_incident")
        if name == "take_over":
            return "" if view.keeping.others else say("keeping.here")
        if name == "settle":
            return "" if view.contested and not view.hidden else say("contested.off")
        return _no_post(name, view) or self._reason(name, view)

    def _reason(self, name: str, view: IncidentView) -> str:
        if name == "close":
            return close_reason(view)
        if name == "correct" and self._entry() is None:
            return say("desk.refused.not_correctable")
        if name == "raise" and view.level is Level.MAJOR:
            return say("live.off.highest", level=word(view.level))
        if name == "report" and ReportKind.FINAL in view.reported:
            return say("desk.refused.report_final")
        if name == "policy" and not view.newer_policy:
            return say("live.off.same_policy")
        return ""

    # --- acts ----------------------------------------------------------------------------------

    def perform(self, name: str) -> object:
        """Ask what a verb wants to know; some have a screen of their own."""
        if name in post_questions.QUESTIONS:
            asking = post_questions.QUESTIONS[name](self._posts())
        elif name in QUESTIONS:
            asking = QUESTIONS[name](self.host, self._view())
        else:
            return super().perform(name)
        return self.app.push_screen(AskScreen(asking))

    async def do_other(self) -> None:
        """Somebody whom the roster does not name was rung."""
        await open_form(self, self._posts().other())

    async def do_undo(self) -> None:
        """Take back the outcome logged last."""
        await undo(self.host)

    def do_take_over(self) -> None:
        """Take over what another desk keeps."""
        view = self._view()
        asking = taking_over(self.host, view.number, view.uid, view.keeping)
        self.app.push_screen(AskScreen(asking))

    def do_settle(self) -> None:
        """Settle which holds of what two desks did at once: the entry under the cursor, or the
        first."""
        view, events, line = self._view(), self.timeline_events(), self.query_one(Timeline).current
        subjects = ([e for e in events if e.subject == uid] for uid in (view.uid, view.matter))
        found = [contest for told in subjects for contest in contests(told)]
        here = [each for each in found if line is not None and line.event in each.acts]
        host = self.host
        for contest in (here or found)[:1]:
            tell = LogTeller(host.office.policy, host.zone).fact
            words = ContestWords(events, tell, host.views.desk_names(), host.zone)
            self.app.push_screen(AskScreen(settling(host, view.number, contest, words)))

    def do_unit(self) -> None:
        """Say which unit it concerns."""
        ask_place(self, self.host, self._view(), Place.UNIT)

    def do_township(self) -> None:
        """Say which sub-district or township it concerns."""
        ask_place(self, self.host, self._view(), Place.TOWNSHIP)

    def do_report(self) -> None:
        """Ask which report, then write it."""
        choose_report(self, self.host, self._view())

    def do_instruct(self) -> None:
        """Show what leaders instructed."""
        self.app.push_screen(InstructionScreen(self._view().uid))

    def do_told(self) -> None:
        """Show who was told what."""
        self.app.push_screen(ToldScreen(self._view().uid))

    def do_paper(self) -> None:
        """Ask which paper of the incident is saved."""
        # Imported here: once in a night, at most, and not before the first frame.
        from screens.live.papers import papers

        self.app.push_screen(AskScreen(papers(self.host, self._view())))

    def do_safety(self) -> None:
        """Show how to receive people and keep them safe, to be ticked line by line."""
        self.app.push_screen(ChecklistScreen(self._view().uid))

    async def do_policy(self) -> None:
        """Show what the present plan changes, and accept it or not."""
        view = self._view()
        policy = await self.host.desk_do(lambda desk: desk.policy)
        self.app.push_screen(PolicyChangeScreen(view, policy))

    def do_correct(self) -> None:
        """Correct the entry under the time-line's cursor; first go there."""
        lines, event = self.query_one(Timeline), self._entry()
        assert event is not None
        if self.focused is not lines:
            entries = {each.uid for each in self.entries()}
            lines.go_to_last(lambda line: line.event.uid in entries)
            self.set_focus(lines)
            self.host.tell(say("live.correct_which"))
            return
        line = lines.current
        assert line is not None
        meant = as_meant(event, self.timeline_events())
        asking = correct(self.host, self._view(), meant, lines.sentence(line))
        self.app.push_screen(AskScreen(asking))

    def _entry(self) -> Event | None:
        """Return the entry that can be corrected under the time-line's cursor, or else the last."""
        lines, events = self.query_one(Timeline), self.entries()
        if self.focused is not lines:
            return events[-1] if events else None
        line = lines.current
        if line is None:
            return None
        of = line.event.fact.of if isinstance(line.event.fact, EventCorrected) else line.event.uid
        return next((each for each in events if each.uid == of), None)

    # --- helpers -------------------------------------------------------------------------------

    @cached_property
    def numbers(self) -> CardGate:
        """Shut while the posts have others' numbers, or others to ring, than the officer read."""
        gate = CardGate(self.host.keys)
        gate.open_by_key()
        return gate

    def timeline_events(self) -> list[Event]:
        """Return the chosen incident's events as last read."""
        raise NotImplementedError

    def entries(self) -> list[Event]:
        """Return which of them can be corrected."""
        raise NotImplementedError

    def _view(self) -> IncidentView:
        view = self.view
        assert view is not None
        return view

    def _posts(self) -> PostVerbs:
        situation = self.host.situation
        assert situation is not None
        if not self.numbers.open_for_key():
            self.numbers.open_by_key()
            raise Refused("live.refused.moved")
        verbs = PostVerbs(self.host, situation, self._view())
        row = self.query_one(PostsTable).current
        verbs.cursor = row.index - 1 if row else 0
        return verbs


def _no_post(name: str, view: IncidentView) -> str:
    """Return that there is no post that a verb could be about, where it needs one, or nothing."""
    verb, duties = BY_NAME.get(name), view.plan.obligations
    posts = verb.posts if verb else None
    if posts is None or any(concerns(posts, each) for each in duties):
        return ""
    return say(_NO_SUCH_POST[posts] if duties else "live.off.no_posts")
