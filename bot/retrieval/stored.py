"""What an index stores of a chunk, compressed: the record that is shown, the text that is ranked.

A chunk is too short to compress well on its own, so that both sides know a dictionary of what
Swedish documents say often. Made by tests/bench/stored_dictionary.py; an index cannot be read with
another.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from threading import local

from zstandard import ZstdCompressionDict, ZstdCompressor, ZstdDecompressor, ZstdError

_LEVEL = 1
"""The quickest; higher ones make little smaller what is as short as a chunk."""
_RECORD_ENDS = b"\n"


def pack(record: bytes, marked: bytes) -> bytes:
    """`record` is one line."""
    return _COMPRESSION.pack(record + _RECORD_ENDS + marked)


def unpack(stored: bytes) -> tuple[bytes, bytes]:
    """The record and the marked text. Raises ValueError if it is something else."""
    try:
        record, _, marked = _COMPRESSION.unpack(stored).partition(_RECORD_ENDS)
    except ZstdError as error:
        raise ValueError("what is stored of a chunk cannot be unpacked") from error
    return record, marked


@cache
def dictionary() -> bytes:
    """What records and marked texts are compressed with."""
    return files("bot.retrieval").joinpath("stored.dictionary").read_bytes()


class _Compression(local):
    """Of one thread: no two may use it at once."""

    def __init__(self) -> None:
        known = ZstdCompressionDict(dictionary())
        self.pack = ZstdCompressor(_LEVEL, dict_data=known, write_dict_id=False).compress
        self.unpack = ZstdDecompressor(dict_data=known).decompress


_COMPRESSION = _Compression()
