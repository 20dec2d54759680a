"""The child process that reads documents, one after another, within its limits.

It is the only place where untrusted bytes are parsed. Whatever it does not expect ends it; its
parent starts another. Requests are lines of JSON on stdin; a reply is its length in eight bytes, a
line of JSON, and the reading.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from bot.ingestion.documents.reading import encode, read
from bot.ingestion.parsing.ocr import Recogniser
from bot.ingestion.reasons import UnreadableError
from bot.ingestion.workers.limits import Limits, allow_cpu, confine


@dataclass(frozen=True, slots=True)
class _Reply:
    digest: str = ""
    code: str = ""
    detail: str = ""
    reading: bytes = b""

    def send(self, out: BinaryIO) -> None:
        head = {"digest": self.digest, "code": self.code, "detail": self.detail}
        payload = json.dumps(head).encode() + b"\n" + self.reading
        out.write(len(payload).to_bytes(8, "big") + payload)
        out.flush()


def serve(requests: BinaryIO, out: BinaryIO, limits: Limits) -> None:
    """Answer requests until there are no more, or until memory has run out once."""
    ocr = Recogniser() if limits.ocr else None
    for line in requests:
        request = json.loads(line)
        if ocr is not None:
            ocr.begin()
        allow_cpu(limits.cpu_s)
        try:
            reply = _answer(Path(request["path"]), request["name"], limits, ocr)
        except MemoryError:
            _Reply(code="out_of_memory").send(out)
            return
        reply.send(out)


def _answer(path: Path, name: str, limits: Limits, ocr: Recogniser | None) -> _Reply:
    try:
        data = _load(path, limits.file_mb)
    except OSError as error:
        return _Reply(code="unreadable", detail=error.strerror or type(error).__name__)
    except UnreadableError as error:
        return _Reply(code=error.reason.code, detail=error.reason.detail)
    digest = sha256(data).hexdigest()
    try:
        return _Reply(digest=digest, reading=encode(read(data, name, ocr)))
    except UnreadableError as error:
        return _Reply(digest=digest, code=error.reason.code, detail=error.reason.detail)
    except RecursionError:
        return _Reply(digest=digest, code="damaged", detail=path.suffix)


def _load(path: Path, file_mb: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(file_mb * 2**20 + 1)
    if len(data) > file_mb * 2**20:
        raise UnreadableError("too_large", f"> {file_mb} MB")
    return data


def main() -> None:
    """Run as a child: limits as JSON in the first argument."""
    limits = Limits(**json.loads(sys.argv[1]))
    with os.fdopen(os.dup(1), "wb") as out:
        # A parser that prints must not end up in a reply.
        sys.stdout.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        confine(limits)
        serve(sys.stdin.buffer, out, limits)


if __name__ == "__main__":
    main()
