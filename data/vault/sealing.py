"""Seals what may not lie in the clear even inside the open file: identities and drafts."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from xfconsole.core.words.desk import Identity, Uid
from xfconsole.core.words.refusal import Refused

KEY_BYTES = 32
_NONCE_BYTES = 12


def subkey(key: bytes, purpose: str) -> bytes:
    """Derive the 32-byte key of one purpose (HKDF-SHA256, RFC 5869), so that no key serves two."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"xfconsole {purpose}".encode()).derive(key)


def seal(key: bytes, clear: bytes, context: str) -> bytes:
    """Encrypt bytes (AES-256-GCM, fresh nonce first); they open with this key and context only."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, clear, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """Return what ``seal`` encrypted. Raises Refused when a bit, the key or the context differs."""
    nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, body, context.encode())
    except (InvalidTag, ValueError):
        raise Refused("vault.refused.seal") from None


class Sealer:
    """Seals identities under one key for each matter, and drafts under a key of their own.

    A matter's key is stored wrapped by the key-encryption key; destroying the wrapped key erases
    the identity wherever its ciphertext lies.
    """

    def __init__(self, kek: bytes) -> None:
        self._matters = subkey(kek, "matter keys")
        self._drafts = subkey(kek, "drafts")

    def new_key(self, matter: Uid) -> str:
        """Make the key of a matter and return it wrapped, as base64 text to store."""
        return _text(seal(self._matters, os.urandom(KEY_BYTES), f"key of {matter}"))

    def seal(self, matter: Uid, wrapped: str, clear: bytes) -> str:
        """Encrypt bytes under a matter's wrapped key; returns base64 text."""
        return _text(seal(self._unwrap(matter, wrapped), clear, matter))

    def open(self, matter: Uid, wrapped: str, sealed: str) -> bytes:
        """Return what ``seal`` encrypted. Raises Refused when anything of it was changed."""
        return unseal(self._unwrap(matter, wrapped), _bytes(sealed), matter)

    def seal_identity(self, matter: Uid, wrapped: str, identity: Identity) -> str:
        """Encrypt what a complainant said of themselves under the matter's wrapped key."""
        return self.seal(matter, wrapped, identity_bytes(identity))

    def open_identity(self, matter: Uid, wrapped: str, sealed: str) -> Identity:
        """Return the identity that ``seal_identity`` encrypted. Raises Refused like ``open``."""
        return identity_of(self.open(matter, wrapped, sealed))

    def seal_draft(self, form: str, values: Mapping[str, str]) -> bytes:
        """Encrypt the fields of a form as typed so far."""
        return seal(self._drafts, _canonical(dict(values)), form)

    def open_draft(self, form: str, body: bytes) -> dict[str, str]:
        """Return the fields that ``seal_draft`` encrypted. Raises Refused like ``open``."""
        clear = unseal(self._drafts, body, form)
        return {str(name): str(value) for name, value in _parsed(clear).items()}

    def _unwrap(self, matter: Uid, wrapped: str) -> bytes:
        return unseal(self._matters, _bytes(wrapped), f"key of {matter}")


def identity_bytes(identity: Identity) -> bytes:
    """Return the identity's filled fields as canonical JSON: equal identities, equal bytes."""
    named = {f.name: getattr(identity, f.name) for f in fields(identity)}
    return _canonical({name: value for name, value in named.items() if value})


def identity_of(clear: bytes) -> Identity:
    """Return the identity that ``identity_bytes`` wrote."""
    values = _parsed(clear)
    values["representatives"] = tuple(values.get("representatives", ()))
    return Identity(**values)


def _canonical(values: Mapping[str, Any]) -> bytes:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A terminal can hand over half a character; a draft keeps it rather than fail.
    return text.encode("utf-8", "surrogatepass")


def _parsed(clear: bytes) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(clear.decode("utf-8", "surrogatepass"))
    return values


def _text(sealed: bytes) -> str:
    return b64encode(sealed).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        sealed = b64decode(text, validate=True)
    except ValueError:
        raise Refused("vault.refused.seal") from None
    # Base64 leaves bits of its last character unused: without this they could be changed unseen.
    if _text(sealed) != text:
        raise Refused("vault.refused.seal")
    return sealed
