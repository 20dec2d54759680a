"""Writes the container of Outlook messages ([MS-CFB], version 3), as small as it can be."""

from __future__ import annotations

from dataclasses import dataclass, field

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = _NONE
    right: int = _NONE
    start: int = _END
    size: int = 0


@dataclass(slots=True)
class _Chains:
    """Sectors of one size, and the table that chains them."""

    unit: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        if not content:
            return _END
        first = len(self.table)
        count = -(-len(content) // self.unit)
        self.data += content.ljust(count * self.unit, b"\0")
        self.table += [*range(first + 1, first + count), _END]
        return first


def compound(streams: dict[str, bytes]) -> bytes:
    """A file with these streams; a "/" in a name is a folder."""
    entries = _entries(streams)
    mini, big = _Chains(_MINI), _Chains(_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            chains = big if len(entry.data) >= _CUTOFF else mini
            entry.start, entry.size = chains.add(entry.data), len(entry.data)
    entries[0].start, entries[0].size = big.add(bytes(mini.data)), len(mini.data)
    mini_table = big.add(_numbers(mini.table))
    directory = big.add(b"".join(map(_packed, entries)).ljust(_SECTOR, b"\0"))
    # Each sector of the table takes a place in the table.
    sectors = 1
    while sectors * 128 < len(big.table) + sectors:
        sectors += 1
    first = len(big.table)
    table = _numbers([*big.table, *[_FAT] * sectors])
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
        + bytes(6)
        + _numbers(
            [0, sectors, directory, 0, _CUTOFF, mini_table, -(-len(mini.table) // 128), _END, 0],
            pad=False,
        )
        + _numbers([first + n if n < sectors else _FREE for n in range(109)], pad=False)
    )
    return header + bytes(big.data) + table


def _entries(streams: dict[str, bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", _ROOT)]
    places = {"": 0}
    last: dict[int, int] = {}
    for path, data in streams.items():
        folder, _, name = path.rpartition("/")
        if folder not in places:
            places[folder] = len(entries)
            _hang(entries, last, 0, _Entry(folder, _STORAGE))
        _hang(entries, last, places[folder], _Entry(name, _STREAM, data))
    return entries


def _hang(entries: list[_Entry], last: dict[int, int], parent: int, entry: _Entry) -> None:
    """Add the entry below its folder, to the right of the one before it."""
    number = len(entries)
    entries.append(entry)
    if parent in last:
        entries[last[parent]].right = number
    else:
        entries[parent].child = number
    last[parent] = number


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    return (
        name.ljust(64, b"\0")
        + (len(name) + 2).to_bytes(2, "little")
        + bytes([entry.kind, 1])
        + _numbers([_NONE, entry.right, entry.child], pad=False)
        + bytes(36)
        + _numbers([entry.start, entry.size, 0], pad=False)
    )


def _numbers(values: list[int], *, pad: bool = True) -> bytes:
    packed = b"".join(value.to_bytes(4, "little") for value in values)
    return packed.ljust(-(-len(packed) // _SECTOR) * _SECTOR, b"\xff") if pad else packed
