"""An ordinary user's home on a machine that is cut off from every network."""

from __future__ import annotations

import ensurepip
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.programs import BECOME
from tests.tty.terminal import Terminal

PYTHON: Final = os.path.realpath(sys.executable)
SOMEBODY: Final = "12345"
_CUT_OFF: Final = 'mount -t tmpfs cut-off "$1" && cd "$2" && shift 2 && exec "$@"'
_ALONE: Final = ("sh", "-c", _CUT_OFF, "sh", str(Path(ensurepip.__file__).parent))


@dataclass(frozen=True, slots=True)
class Laptop:
    """An ordinary user's home on a machine with no network, and with a Python without ensurepip."""

    home: Path

    @property
    def entering(self) -> tuple[str, ...]:
        """The command before one that is run there, by that user."""
        if os.geteuid() == 0:
            user = ("setpriv", f"--reuid={SOMEBODY}", f"--regid={SOMEBODY}", "--clear-groups")
            return ("unshare", "-nm", *_ALONE, str(self.home), *user)
        user = ("unshare", "-U", f"--map-user={os.getuid()}", f"--map-group={os.getgid()}")
        return ("unshare", "-rnm", *_ALONE, str(self.home), *user)

    @property
    def office(self) -> Path:
        return self.home / ".local" / "share" / "xfconsole"

    @property
    def programs(self) -> list[str]:
        folder = self.home / ".local" / "lib" / "xfconsole"
        return [each.name.rpartition(".")[0] for each in folder.glob("*/")]

    @property
    def launcher(self) -> str:
        return str(self.home / ".local" / "bin" / "xfconsole")

    @property
    def environ(self) -> dict[str, str]:
        return {
            **{"PATH": os.environ["PATH"], "HOME": str(self.home), "PYTHON": PYTHON},
            **{"XFCONSOLE_LANG": "zh", "LANG": "C.UTF-8", "TERM": "xterm-256color"},
        }

    def run(self, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, with nobody to ask."""
        return subprocess.run(
            [*self.entering, *command],
            env=self.environ | environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def done(self, *command: str, **environ: str) -> str:
        """Run a command that has to succeed; returns what it said."""
        ended = self.run(*command, **environ)
        assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
        return ended.stdout

    def refused(self, *command: str, **environ: str) -> str:
        """Run a command that has to be refused in one sentence; returns that."""
        ended = self.run(*command, **environ)
        assert ended.returncode == 1
        assert ended.stderr.count("\n") == 1, ended.stderr
        return ended.stderr

    def unpack(self, archive: Path) -> str:
        """Unpack an archive as it came from a stick; returns the path of its installer."""
        self.done("tar", "xzf", str(archive))
        return f"{archive.name.removesuffix('.tar.gz')}/install.sh"

    @contextmanager
    def console(self) -> Iterator[Terminal]:
        """Run the console there for the length of a block."""
        arguments = ("-c", BECOME, *self.entering, self.launcher)
        terminal = Terminal(*arguments, environ=self.environ)
        try:
            yield terminal
        finally:
            terminal.close()
