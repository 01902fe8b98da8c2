"""Documents made out in tests: with a text of its own, or so that a matter has its code."""

from __future__ import annotations

from xfconsole.core.facts.of_procedure import DocumentIssued
from xfconsole.core.words.documents import Document
from xfconsole.desk import Desk
from xfconsole.desk.state.work import Done


def issue_text(
    desk: Desk,
    number: str,
    document: Document = Document.NOTICE,
    text: str = "已收到",
    unit: str = "",
) -> Done:
    """Issue a document that says this text and nothing that was filled in."""
    return desk.issue(number, document, lambda _: (text, {}), unit)


def issue_fact(desk: Desk, number: str, fact: DocumentIssued) -> Done:
    """Issue a document as it was made out elsewhere."""
    return desk.issue(
        number, fact.document, lambda _: (fact.text, fact.values), language=fact.language
    )


def query_code(desk: Desk, number: str) -> str:
    """Return a matter's code, from a receipt issued to learn it."""
    codes: list[str] = []

    def made(code: str) -> tuple[str, dict[str, str]]:
        codes.append(code)
        return "回执", {}

    desk.issue(number, Document.RECEIPT, made)
    return codes[0]
