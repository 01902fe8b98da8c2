"""Parts of a page that are made, not written: each between two remarks that name it."""

from __future__ import annotations

from pathlib import Path

from tests.screens import golden


def section(page: Path, name: str) -> str:
    """Return what stands between ``<!-- name: begin -->`` and ``<!-- name: end -->``."""
    begin, end = _remarks(name)
    return page.read_text(encoding="utf-8").partition(begin)[2].partition(end)[0]


def hold(page: Path, name: str, wanted: str) -> None:
    """Compare a part of the page with what it should be; --update-golden writes it."""
    if golden.update[0]:
        begin, end = _remarks(name)
        before, _, rest = page.read_text(encoding="utf-8").partition(begin)
        page.write_text(before + begin + wanted + end + rest.partition(end)[2], encoding="utf-8")
    assert section(page, name) == wanted, (
        f"{name} in {page.name} has changed; look at it, then pytest --update-golden"
    )


def _remarks(name: str) -> tuple[str, str]:
    return f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
