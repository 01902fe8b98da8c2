"""A batch: lines of one desk that follow each other, signed by that desk, cut once for all.

A signature proves the desk, not the officer at it. The lines of a batch lie in the journal only; of
one that waits for others' they lie beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from data.file.connection import Connection
from data.journal.codec import canonical
from data.journal.desks import Line, lines_of, reached
from data.tables.statements import insert, upsert
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

MOST_LINES, MOST_CHARACTERS = 500, 4_000_000
"""How much one batch holds; a single line may be longer."""
LONGEST, MOST_READ = 64_000_000, 10_000
"""Bytes and lines that a batch read from a file may come to."""
_COLUMNS = ("uid", "subject", "happened_at", "recorded_at", "officer", "kind", "body", "stamp")
_UNCUT = "SELECT seq, dseq, length(body) FROM event WHERE desk = ? AND dseq > ? ORDER BY dseq"
_LAST_CUT = """
    SELECT last, name FROM batch WHERE desk = ? AND lines IS NULL ORDER BY last DESC LIMIT 1
"""
_READ_BY = "SELECT dseq FROM event WHERE desk = ? AND seq < ? ORDER BY dseq DESC LIMIT 1"
_PRIVATE = "SELECT private FROM desk_key WHERE desk = ?"
_KEEP_KEY = insert("desk_key")
_KEEP = upsert("batch")


@frozen
class Batch:
    """Lines ``first`` to ``last`` of a desk. ``before`` names the batch before it, ``digest`` is
    the SHA-256 of its lines, ``marks`` how far its desk had read each other one by then; ``key``
    and ``signature`` are Ed25519, in hex like the hashes."""

    desk: str
    first: int
    last: int
    before: str
    digest: str
    marks: Mapping[str, int]
    key: str
    signature: str = ""

    def signed(self, office: str) -> bytes:
        """Return what its desk signs."""
        told = (office, self.desk, self.first, self.last, self.before, self.digest)
        return canonical(["xfconsole batch 1", *told, self.marks, self.key]).encode()

    def name(self, office: str) -> str:
        """Return the hash by which the next batch names this one."""
        return hashlib.sha256(self.signed(office)).hexdigest()


def text_of(lines: Sequence[Line]) -> bytes:
    """Return the bytes of lines as they were written, one JSON list a line."""
    return "\n".join(canonical([line[name] for name in _COLUMNS]) for line in lines).encode()


def lines_in(batch: Batch, text: bytes) -> list[dict[str, Any]]:
    """Return the lines that ``text_of`` wrote. Raises Refused for bytes that it can't have."""
    found = []
    try:
        for number, row in enumerate(text.decode().split("\n"), batch.first):
            values = json.loads(row)
            whole = type(values) is list and len(values) == len(_COLUMNS)
            if not whole or not all(type(each) is str for each in values):
                raise ValueError("no line")
            line = dict(zip(_COLUMNS, values, strict=True))
            found.append({**line, "desk": batch.desk, "dseq": number})
        if len(found) != batch.last - batch.first + 1 or text_of(found) != text:
            raise ValueError("other lines")
    except (ValueError, RecursionError):
        raise Refused("store.refused.line", number=batch.first) from None
    return found


def as_object(batch: Batch) -> dict[str, Any]:
    """Return a batch as values for JSON."""
    return {name: getattr(batch, name) for name in Batch.__dataclass_fields__}


def batch_from(values: Any) -> Batch:
    """Return the batch that ``as_object`` gave. Raises ValueError for what is none."""
    batch = Batch(**values)
    texts = (batch.desk, batch.before, batch.digest, batch.key, batch.signature)
    marks = batch.marks
    numbers = [batch.first, batch.last, *(marks.values() if type(marks) is dict else [None])]
    named = all(type(each) is str and each.isprintable() for each in (*texts, *marks))
    if not named or any(type(each) is not int for each in numbers) or not batch.desk:
        raise ValueError("no batch")
    if not 0 < batch.first <= batch.last < min(2**53, batch.first + MOST_READ):
        raise ValueError("a batch begins after its end, or is longer than any")
    return batch


def signed_head(head: Mapping[str, Any]) -> bytes:
    """Return what a desk signs of the head of its file."""
    return canonical(["xfconsole file 1", head]).encode()


def is_of(batch: Batch, text: bytes, office: str) -> bool:
    """Whether the lines of a batch are these, and the key in it signed that."""
    return hashlib.sha256(text).hexdigest() == batch.digest and is_signed(batch, office)


def signed_slot(office: str, event: str, slot: str) -> bytes:
    """Return what a desk signs of an officer's slot, set by an event."""
    return canonical(["xfconsole slot 1", office, event, slot]).encode()


def is_signed(batch: Batch, office: str) -> bool:
    """Whether the key in a batch signed it."""
    return verified(batch.key, batch.signature, batch.signed(office))


def verified(key: str, signature: str, text: bytes) -> bool:
    """Whether a key signed a text; both are in hex."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def sign(private: bytes, text: bytes) -> str:
    """Return the signature of a text, in hex."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(text).hex()


def public_of(private: bytes) -> str:
    """Return the public half of a key, in hex."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def private_key(connection: Connection, desk: str) -> tuple[bytes, bool]:
    """Return the key that a desk signs with, and whether it was made just now.

    It lies in the office's file alone, and is told to nobody.
    """
    found = connection.execute(_PRIVATE, (desk,)).scalar()
    if found is not None:
        return found, False
    made = Ed25519PrivateKey.generate().private_bytes_raw()
    _KEEP_KEY.run(connection, [{"desk": desk, "private": made}])
    return made, True


def keep(connection: Connection, office: str, batch: Batch, lines: bytes | None = None) -> None:
    """Keep a batch; with ``lines`` it waits. A longer one takes the place of one that begins
    alike."""
    row = {**as_object(batch), "marks": canonical(batch.marks), "name": batch.name(office)}
    _KEEP.run(connection, [{**row, "lines": lines}])


def cut(connection: Connection, office: str, desk: str, most: int | None = None) -> int:
    """Cut what a desk of this file wrote since its last batch into new ones, ``most`` of them;
    return how many.

    A batch ends where the desk read others: all of its lines had the same before them, so that no
    two batches ever wait for each other.
    """
    private, _ = private_key(connection, desk)
    last, before = connection.execute(_LAST_CUT, (desk,)).first() or (0, "")
    count = 0
    found = _runs(connection.execute(_UNCUT, (desk, last)))
    for seq, first, amount in list(islice(found, most)):
        text = text_of(lines_of(connection, desk, first - 1, amount))
        digest = hashlib.sha256(text).hexdigest()
        marks = _read_by(connection, desk, seq)
        made = Batch(desk, first, first + amount - 1, before, digest, marks, public_of(private))
        signed = Batch(**{**as_object(made), "signature": sign(private, made.signed(office))})
        keep(connection, office, signed)
        before, count = signed.name(office), count + 1
    return count


def _runs(rows: Iterator[Any] | Any) -> Iterator[tuple[int, int, int]]:
    """Yield where each batch begins, in the file and at its desk, and how many lines it has."""
    begun, first, amount, size = 0, 0, 0, 0
    for seq, dseq, length in rows:
        full = amount == MOST_LINES or size + length > MOST_CHARACTERS
        if amount and (full or seq - dseq != begun - first):
            yield begun, first, amount
            amount = 0
        if not amount:
            begun, first, size = seq, dseq, 0
        amount, size = amount + 1, size + length
    if amount:
        yield begun, first, amount


def _read_by(connection: Connection, desk: str, seq: int) -> dict[str, int]:
    """Return how far a file had come with each other desk before one of its lines."""
    found = {
        name: connection.execute(_READ_BY, (name, seq)).scalar()
        for name in reached(connection)
        if name != desk
    }
    return {name: last for name, last in found.items() if last}
