"""The console: wires office, screens, themes and keys together. It holds no rule of its own."""

from __future__ import annotations

from xfconsole.app.console import ConsoleApp

__all__ = ["ConsoleApp"]
