"""Puts functions of ours where the database library calls the system to write and to sync.

The library reaches libc through addresses that the loader filled in (ELF relocations): its table of
system calls for pwrite, ftruncate, open and unlink, and one slot for fsync, which its own
sqlite3_vfs.xSetSystemCall does not offer. Those addresses are found in the library's file and
overwritten in memory for the length of a block. Nothing of the library or of its arguments changes.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import _sqlite3  # type: ignore[import-untyped]

LIBRARY = Path(_sqlite3.__file__).resolve()
SUPPORTED = sys.platform == "linux" and sys.maxsize > 2**32 and sys.byteorder == "little"
UNSUPPORTED = "only 64-bit Linux tells where a library calls the system"

SIGNATURES: Mapping[str, Any] = {
    "pwrite": (ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64),
    "fsync": (ctypes.c_int, ctypes.c_int),
    "fdatasync": (ctypes.c_int, ctypes.c_int),
    "ftruncate": (ctypes.c_int, ctypes.c_int, ctypes.c_int64),
    "unlink": (ctypes.c_int, ctypes.c_char_p),
    "open": (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int),
}
"""What each call returns and takes; names ending in 64 are the same for 64 bits."""
_LIBC = ctypes.CDLL(None, use_errno=True)
_DYNAMIC, _LOADED = 2, 1
_STRTAB, _SYMTAB, _RELA, _RELASZ, _JMPREL, _PLTRELSZ = 5, 6, 7, 8, 23, 2
_READ_WRITE = 3


def real(name: str) -> Any:
    """Return libc's own function."""
    function = getattr(_LIBC, name)
    function.restype, *function.argtypes = SIGNATURES[name]
    return function


@contextmanager
def intercepted(ours: Mapping[str, Callable[..., int]]) -> Iterator[set[str]]:
    """Have the library call these functions instead; yields the names that it calls at all.

    A function fails by ``ctypes.set_errno`` and -1. It must raise nothing.
    """
    places = _places()
    kept: list[Any] = []
    before: list[tuple[int, int]] = []
    called: set[str] = set()
    for name, function in ours.items():
        callback = ctypes.CFUNCTYPE(*SIGNATURES[name], use_errno=True)(function)
        kept.append(callback)
        address = ctypes.cast(callback, ctypes.c_void_p).value
        assert address is not None
        for place in [*places.get(name, ()), *places.get(f"{name}64", ())]:
            before.append((place, _put(place, address)))
            called.add(name)
    try:
        yield called
    finally:
        for place, address in reversed(before):
            _put(place, address)


def _put(place: int, address: int) -> int:
    """Write an address over another; returns that."""
    page = place & ~0xFFF
    _LIBC.mprotect(ctypes.c_void_p(page), ctypes.c_size_t(0x2000), _READ_WRITE)
    slot = ctypes.c_uint64.from_address(place)
    old, slot.value = slot.value, address
    return old


def _places() -> dict[str, list[int]]:
    """Return where in memory the addresses of libc's functions stand, by name."""
    raw, base = LIBRARY.read_bytes(), _base()
    tables = _tables(raw)
    found: dict[str, list[int]] = {}
    for start, size in ((_RELA, _RELASZ), (_JMPREL, _PLTRELSZ)):
        at = _offset(raw, tables[start])
        for offset, info, _ in struct.iter_unpack("<QQq", raw[at : at + tables[size]]):
            symbol = _offset(raw, tables[_SYMTAB]) + 24 * (info >> 32)
            text = _offset(raw, tables[_STRTAB]) + int.from_bytes(
                raw[symbol : symbol + 4], "little"
            )
            name = raw[text : raw.index(b"\0", text)].decode() if info >> 32 else ""
            if name.removesuffix("64") in SIGNATURES:
                found.setdefault(name, []).append(base + offset)
    return found


def _base() -> int:
    for line in Path("/proc/self/maps").read_text().splitlines():
        if line.endswith(str(LIBRARY)):
            return int(line.partition("-")[0], 16)
    raise LookupError("the library is not loaded")


def _segments(raw: bytes) -> Iterator[tuple[int, ...]]:
    start, size, count = (*struct.unpack_from("<Q", raw, 32), *struct.unpack_from("<HH", raw, 54))
    for at in range(start, start + size * count, size):
        yield struct.unpack_from("<IIQQQQQQ", raw, at)


def _tables(raw: bytes) -> dict[int, int]:
    dynamic = next(each for each in _segments(raw) if each[0] == _DYNAMIC)
    entries = struct.iter_unpack("<QQ", raw[dynamic[2] : dynamic[2] + dynamic[5]])
    return dict(entries)


def _offset(raw: bytes, address: int) -> int:
    """Return where in the file an address of the library stands."""
    for kind, _, offset, at, _, size, *_ in _segments(raw):
        if kind == _LOADED and at <= address < at + size:
            return address - at + offset
    raise LookupError(address)
