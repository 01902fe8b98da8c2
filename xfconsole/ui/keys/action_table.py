"""Every action of every screen, one group after the other, in the order of the key bar.

Never Ctrl+H, I, J, M (the terminal sends Backspace, Tab, Enter for them) nor Ctrl+Q. A single
letter, digit or sign always has a twin, because a Chinese input method swallows it.
"""

from __future__ import annotations

from xfconsole.ui.keys.action import Action
from xfconsole.ui.keys.verb_table import card_actions, live_actions

_EVERYWHERE = (
    Action("app.help", "f1", priority=True),
    Action("app.intake", "f2", priority=True),
    Action("app.live", "f3", priority=True),
    Action("app.ledger", "f4", priority=True),
    Action("app.roster", "f5", priority=True),
    Action("app.log", "f6", priority=True),
    Action("app.command", "f8", priority=True),
    Action("app.answer", "f9", priority=True),
    Action("app.leave", "f10", "ctrl+c"),
    Action("app.palette", "ctrl+p", priority=True),
    Action("app.lock", "ctrl+backslash", "f11", priority=True),
    Action("app.officers", "ctrl+underscore"),
    Action("app.retention", "ctrl+right_square_bracket"),
    Action("app.reception", "shift+f5,f17"),
    Action("app.figures", "shift+f6,f18"),
    Action("app.upward", "shift+f8,f20"),
    Action("app.adopt", "shift+f4,f16", shared=True),
    Action("app.more", "f12", "ctrl+circumflex_accent", show=False, priority=True),
)

_INTAKE = (
    Action("intake.save", "ctrl+s", priority=True),
    Action("intake.anonymous", "f7", priority=True),
    Action("intake.read_back", "ctrl+r", priority=True),
    Action("intake.confidential", "ctrl+g", priority=True),
    Action("intake.choose", "ctrl+o", priority=True),
    Action("intake.same", "ctrl+t", priority=True),
    Action("intake.discard", "ctrl+l", priority=True),
    Action("intake.back", "escape"),
    Action("intake.next", "enter", "tab", show=False),
    Action("intake.previous", "shift+tab", show=False),
)

_READBACK = (
    Action("readback.done", "enter"),
    Action("readback.without", "ctrl+n"),
    Action("readback.edit", "escape"),
)

_DRAFT = (
    Action("draft.resume", "enter"),
    Action("draft.discard", "ctrl+l"),
    Action("draft.later", "escape"),
)

_SAME = (
    Action("same.mark", "enter"),
    Action("same.up", "up"),
    Action("same.down", "down"),
    Action("same.forward", "pagedown", "space"),
    Action("same.backward", "pageup"),
    Action("same.number", "n", "ctrl+n"),
    Action("same.back", "escape"),
)

_PICK = (
    Action("pick.take", "enter", priority=True),
    Action("pick.back", "escape"),
)

_LEDGER = (
    Action("ledger.open", "enter"),
    Action("ledger.filter", "slash,ideographic_comma", "ctrl+f"),
    Action("ledger.views", "v", "ctrl+o"),
    Action("ledger.sort", "s", "ctrl+s"),
    Action("ledger.columns", "c", "ctrl+k"),
    Action("ledger.keep", "w", "ctrl+w"),
    Action("ledger.live", "l", "ctrl+l"),
    Action("ledger.derive", "d", "ctrl+d"),
    Action("ledger.import", "i", "ctrl+t"),
    Action("ledger.receipt", "r", "ctrl+r"),
    Action("ledger.back", "escape"),
)

_COLUMNS = (
    Action("columns.take", "enter"),
    Action("columns.toggle", "space", "ctrl+t"),
    Action("columns.earlier", "minus", "ctrl+u"),
    Action("columns.later", "plus,equals_sign", "ctrl+d"),
    Action("columns.usual", "u", "ctrl+r"),
    Action("columns.back", "escape"),
)

_VIEWS = (Action("views.forget", "ctrl+x", priority=True),)

_LETTERS = (
    Action("letters.read", "enter", priority=True),
    Action("letters.complete", "tab", priority=True),
    Action("letters.take", "ctrl+s", priority=True),
    Action("letters.columns", "ctrl+o", priority=True),
    Action("letters.reports", "ctrl+r", priority=True),
    Action("letters.back", "escape"),
)

_MATTER = (
    Action("matter.take_over", "h", "shift+f9,f21", shared=True),
    Action("matter.settle", "z", "ctrl+x", shared=True),
    Action("matter.act", "a", "ctrl+a"),
    Action("matter.derive", "d", "ctrl+d"),
    Action("matter.chase", "c", "ctrl+g"),
    Action("matter.supervise", "s", "ctrl+s"),
    Action("matter.issue", "i", "ctrl+o"),
    Action("matter.paper", "w", "ctrl+w"),
    Action("matter.bar", "b", "ctrl+b"),
    Action("matter.same", "e", "ctrl+e"),
    Action("matter.note", "t", "ctrl+t"),
    Action("matter.live", "l", "ctrl+l"),
    Action("matter.correct", "k", "ctrl+k"),
    Action("matter.identity", "r", "ctrl+r"),
    Action("matter.review", "v", "ctrl+y"),
    Action("matter.back", "escape"),
)

_IDENTITY = (Action("identity.close", "escape"),)

_FORM = (
    Action("form.file", "ctrl+s", priority=True),
    Action("form.next", "enter", "tab"),
    Action("form.choose", "ctrl+o", priority=True),
    Action("form.previous", "shift+tab", show=False),
    Action("form.back", "escape"),
)

_PREVIEW = (
    Action("preview.issue", "ctrl+s", priority=True),
    Action("preview.back", "escape"),
)

_DERIVATION = (
    Action("derivation.earlier", "left"),
    Action("derivation.later", "right"),
    Action("derivation.back", "escape"),
)

_ROSTER = (
    Action("roster.replace", "r", "ctrl+r"),
    Action("roster.leave", "l", "ctrl+l"),
    Action("roster.edit", "e", "ctrl+e"),
    Action("roster.take", "t", "ctrl+t"),
    Action("roster.copy", "c", "ctrl+k"),
    Action("roster.undo", "u", "ctrl+z"),
    Action("roster.tonight", "d", "f7"),
    Action("roster.import", "o", "ctrl+o"),
    Action("roster.holes", "h", "ctrl+n"),
    Action("roster.bell", "b", "ctrl+b"),
    Action("roster.period", "p", "ctrl+d"),
    Action("roster.reception", "j", "ctrl+w"),
    Action("roster.grid", "g", "ctrl+g"),
    Action("roster.left", "left", show=False),
    Action("roster.right", "right", show=False),
)

_ROSTER_CHANGE = (
    Action("roster_change.take", "ctrl+s", priority=True),
    Action("roster_change.back", "escape"),
)

_ROSTER_IMPORT = (
    Action("roster_import.read", "enter", priority=True),
    Action("roster_import.complete", "tab", priority=True),
    Action("roster_import.take", "ctrl+s", priority=True),
    Action("roster_import.back", "escape"),
)

_LOG = (
    Action("log.earlier", "left"),
    Action("log.later", "right"),
    Action("log.open", "enter"),
    Action("log.filter", "slash,ideographic_comma", "ctrl+f"),
    Action("log.all", "e", "ctrl+e"),
    Action("log.note", "t", "ctrl+t"),
    Action("log.correct", "k", "ctrl+k"),
    Action("log.figures", "r", "f7"),
    Action("log.back", "escape"),
)

_FIGURES = (
    Action("figures.earlier", "left"),
    Action("figures.later", "right"),
    Action("figures.back", "escape"),
)

_UPWARD = (
    Action("upward.open", "enter"),
    Action("upward.new", "n", "ctrl+n"),
    Action("upward.again", "g", "ctrl+g"),
    Action("upward.back", "escape"),
)

_OFFICERS = (
    Action("officers.add", "a", "ctrl+a"),
    Action("officers.revoke", "x", "ctrl+x"),
    Action("officers.passphrase", "p", "ctrl+l"),
    Action("officers.code", "k", "ctrl+k"),
    Action("officers.back", "escape"),
)

_RETENTION = (
    Action("retention.propose", "p", "ctrl+o"),
    Action("retention.request", "r", "ctrl+r"),
    Action("retention.approve", "a", "ctrl+a"),
    Action("retention.cancel", "x", "ctrl+x"),
    Action("retention.set_aside", "g", "ctrl+g", shared=True),
    Action("retention.back", "escape"),
)

_RECEPTION = (
    Action("reception.open", "enter"),
    Action("reception.come", "a", "ctrl+a"),
    Action("reception.decide", "d", "ctrl+d"),
    Action("reception.undecide", "u", "ctrl+z"),
    Action("reception.held", "h", "ctrl+g"),
    Action("reception.meeting", "k", "ctrl+k"),
    Action("reception.notice", "n", "ctrl+n"),
    Action("reception.told", "t", "ctrl+t"),
    Action("reception.change", "c", "ctrl+e"),
    Action("reception.cancel", "x", "ctrl+x"),
    Action("reception.queue", "m", "ctrl+b"),
    Action("reception.plan", "p", "ctrl+o"),
    Action("reception.ledger", "l", "ctrl+l"),
    Action("reception.result", "r", "ctrl+r"),
    Action("reception.paper", "w", "ctrl+w"),
    Action("reception.back", "escape"),
)

_PROMPT = (
    Action("prompt.next", "space,ideographic_space", "ctrl+o", show=False),
    *card_actions(),
    Action("prompt.list", "l", "ctrl+l"),
    Action("prompt.take", "enter", show=False),
    Action("prompt.back", "escape"),
)

_REPORT = (
    Action("report.file", "ctrl+s", priority=True),
    Action("report.next", "tab", priority=True),
    Action("report.back", "escape"),
)

_TOLD = (
    Action("told.receipt", "enter", "ctrl+s"),
    Action("told.again", "g", "ctrl+g"),
    Action("told.back", "escape"),
)

_INSTRUCT = (
    Action("instruct.act", "enter"),
    Action("instruct.new", "n", "ctrl+n"),
    Action("instruct.back", "escape"),
)

_CHECKLIST = (
    Action("checklist.toggle", "space,ideographic_space", "enter"),
    Action("checklist.back", "escape"),
)

_ASK = (
    Action("ask.take", "enter", priority=True),
    Action("ask.up", "up", show=False),
    Action("ask.down", "down", show=False),
    Action("ask.back", "escape"),
)

_BELL = (
    Action("bell.heard", "y", "ctrl+y"),
    Action("bell.not_heard", "n", "ctrl+n"),
    Action("bell.later", "escape", "ctrl+l"),
    Action("bell.again", "space,ideographic_space", "ctrl+r"),
)

_COMMAND = (
    Action("command.run", "enter"),
    Action("command.complete", "tab", priority=True),
    Action("command.earlier", "up", show=False),
    Action("command.later", "down", show=False),
    Action("command.back", "escape"),
)

_LIST = (
    Action("list.up", "up", show=False),
    Action("list.down", "down", show=False),
    Action("list.page_up", "pageup", show=False),
    Action("list.page_down", "pagedown", show=False),
    Action("list.first", "home", show=False),
    Action("list.last", "end", show=False),
)

_START = (
    Action("start.next", "enter", priority=True),
    Action("start.up", "up", show=False),
    Action("start.down", "down", show=False),
    Action("start.previous", "escape"),
    Action("start.recover", "f7"),
    Action("start.help", "f1"),
    Action("start.leave", "f10", "ctrl+c"),
)

_HANDOVER = (
    Action("handover.sign_in", "enter", "ctrl+s"),
    Action("handover.note", "t", "ctrl+t"),
    Action("handover.accept", "a", "ctrl+a"),
    Action("handover.paper", "w", "ctrl+w"),
    Action("handover.back", "escape"),
)

_ACCEPT = (
    Action("accept.toggle", "space", "enter"),
    Action("accept.all", "a", "ctrl+a"),
    Action("accept.done", "ctrl+s"),
    Action("accept.back", "escape"),
)

_LOCK = (
    Action("lock.open", "enter", priority=True),
    Action("lock.up", "up", priority=True),
    Action("lock.down", "down", priority=True),
    Action("lock.clear", "escape", "ctrl+c", priority=True),
)

_PALETTE = (
    Action("palette.run", "enter", priority=True),
    Action("palette.up", "up", show=False),
    Action("palette.down", "down", show=False),
    Action("palette.back", "escape"),
)

_CLOSE = (
    Action("close.life", "tab", "l"),
    Action("close.back", "escape", "f1"),
)

ACTIONS: tuple[Action, ...] = (
    *_EVERYWHERE,
    *_INTAKE,
    *_READBACK,
    *_DRAFT,
    *_SAME,
    *_PICK,
    Action("live.take_over", "h", "shift+f9,f21", shared=True),
    Action("live.settle", "z", "shift+f2,f14", shared=True),
    *live_actions(),
    *_LEDGER,
    *_COLUMNS,
    *_VIEWS,
    *_LETTERS,
    *_MATTER,
    *_IDENTITY,
    *_FORM,
    *_PREVIEW,
    *_DERIVATION,
    *_ROSTER,
    *_ROSTER_CHANGE,
    *_ROSTER_IMPORT,
    *_LOG,
    *_FIGURES,
    *_UPWARD,
    *_OFFICERS,
    *_RETENTION,
    *_RECEPTION,
    *_PROMPT,
    *_REPORT,
    *_TOLD,
    *_INSTRUCT,
    *_CHECKLIST,
    *_ASK,
    *_BELL,
    *_COMMAND,
    *_LIST,
    *_START,
    *_HANDOVER,
    *_ACCEPT,
    *_LOCK,
    *_PALETTE,
    *_CLOSE,
)
"""The registry, in the order of the help screen."""
