"""Runs ``xfconsole`` with arguments as a script does: in a process of its own, no terminal."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.programs import run


@dataclass(frozen=True)
class CommandLine:
    """The command line over one office's folder, with the passphrase in a file beside it."""

    home: Path
    passphrase: Path
    lang: str = "en"
    environ: dict[str, str] = field(default_factory=dict)

    def run(
        self, *arguments: object, encoding: str = "utf-8", anew: bool = False
    ) -> CompletedProcess[str]:
        """Run one command to its end, on a terminal of that encoding."""
        told = {
            **os.environ,
            "XFCONSOLE_HOME": str(self.home),
            "XFCONSOLE_PASSPHRASE_FILE": str(self.passphrase),
            "XFCONSOLE_LANG": self.lang,
            "PYTHONIOENCODING": encoding,
            **self.environ,
        }
        words = ["-m", "xfconsole", *map(str, arguments)]
        return run(words, told, encoding=encoding, anew=anew)

    def done(self, *arguments: object) -> str:
        """Run one command that has to succeed and say nothing on stderr; returns its stdout."""
        ended = self.run(*arguments)
        assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
        return ended.stdout

    def json(self, *arguments: object) -> Any:
        """Return what a command prints as one JSON value."""
        return json.loads(self.done(*arguments, "--json"))

    def objects(self, *arguments: object) -> list[dict[str, Any]]:
        """Return what a command prints as one JSON object a line."""
        return [json.loads(line) for line in self.done(*arguments, "--json").splitlines()]


def command_line(folder: Path, passphrase: str, home: Path, lang: str = "en") -> CommandLine:
    """Return the command line for an office, its passphrase written to a file in ``folder``."""
    path = folder / "passphrase.txt"
    path.write_text(passphrase + "\n", encoding="utf-8")
    return CommandLine(home, path, lang)
