"""What every test shares: a home of its own, and property tests without a stop-watch."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from data.journal import codec
from tests.screens.parsed_styles import ParsedStyles
from tests.screens.quiet import look_for_quiet
from xfconsole.core.facts.event import Fact
from xfconsole.ui.words import catalogue as i18n

# Two busy cores make a time limit per example fail for reasons that are not the code's.
settings.register_profile("desk", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("torture", max_examples=1_000, deadline=None, print_blob=True)
settings.load_profile("desk")


@pytest.fixture(scope="session", autouse=True)
def _a_process_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Change what every test of this process needs; once, since each fixture costs each test."""
    with pytest.MonkeyPatch.context() as patch:
        no_office_of_the_developer(patch, tmp_path_factory.mktemp("office"))
        parse_styles_once(patch)
        look_for_quiet(patch)
        rest_between_no_keys(patch)
        read_long_facts_once(patch)
        yield
    # A worker ends without what was to be done at its exit.
    if hub := sys.modules.get("tests.hub"):
        hub.end_server()


def no_office_of_the_developer(patch: pytest.MonkeyPatch, instead: Path) -> None:
    """Let no test open, or write into, the office of whoever runs it."""
    patch.setenv("XFCONSOLE_HOME", str(instead))
    for name in [name for name in os.environ if name.startswith("XFCONSOLE_PASSPHRASE")]:
        patch.delenv(name)


def parse_styles_once(patch: pytest.MonkeyPatch) -> None:
    """Let consoles within this process share what came of the styles they read."""
    patch.setattr("textual.css.stylesheet.parse", ParsedStyles())
    # What textual's own hash says, without a call: each widget asks all rules.
    patch.setattr("textual.css.model.RuleSet.__hash__", object.__hash__)


def rest_between_no_keys(patch: pytest.MonkeyPatch) -> None:
    """Let what looks a matter up once nothing was typed for a while do so at once."""
    patch.setattr("screens.intake.same_matter.PAUSE", 0.01)
    patch.setattr("screens.ledger.preview.REST", 0.01)


def read_long_facts_once(patch: pytest.MonkeyPatch) -> None:
    """Let offices within this process share the facts of a roster of more than a thousand turns."""
    kept: dict[tuple[str, str], Fact] = {}

    def fact_from(kind: str, text: str) -> Fact:
        if len(text) < 20_000:
            return codec.fact_from(kind, text)
        if (kind, text) not in kept:
            if len(kept) == 16:
                kept.clear()
            kept[kind, text] = codec.fact_from(kind, text)
        return kept[kind, text]

    patch.setattr("data.journal.journal.fact_from", fact_from)


def pytest_runtest_setup() -> None:
    """Let every test begin in English, whatever the one before left behind."""
    i18n.use("en")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write the golden screens anew."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")


def pytest_configure(config: pytest.Config) -> None:
    """Tell the golden screens whether to compare or to write."""
    # What is collected now is never garbage, and looking for some takes a quarter of the time.
    gc.disable()
    from tests.screens import golden

    golden.update[0] = bool(config.getoption("--update-golden"))


def pytest_collection_finish() -> None:
    """Look for garbage from now on, and never in what was loaded."""
    gc.collect()
    gc.freeze()
    # A console is a few thousand objects that refer to each other: looked at once, when it is over.
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Spread the long tests, early lest one worker is left with them.

    They wait now and then: every other worker begins with others, so that no core is idle.
    """
    workers = int(getattr(config, "workerinput", {}).get("workercount", 1))
    if workers == 1:
        return
    long = [each for each in items if _is_long(each)]
    short = [each for each in items if not _is_long(each)]
    total = len(items)
    items.clear()
    for worker in range(workers):
        own = long[worker::workers]
        rest = max(0, (total - len(items)) // (workers - worker) - len(own))
        first = rest // 3 if worker % 2 else 0
        items += short[:first] + own + short[first:rest]
        del short[:rest]


def _is_long(item: pytest.Item) -> bool:
    return item.path.parent.name in ("crash", "tty") or bool(item.get_closest_marker("long"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how often the desk was killed, cut off and failed, and what was lost by it."""
    from tests.crash.summary import table

    stats = terminalreporter.stats
    lines = table([*stats.get("passed", ()), *stats.get("failed", ())])
    if lines:
        terminalreporter.section("killed, cut off, failed")
        terminalreporter.write("\n".join(lines) + "\n")
