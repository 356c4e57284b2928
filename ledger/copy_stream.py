"""PostgreSQL's COPY TO as a file that a parser can read from."""

import io

import psycopg


class CopyStream(io.RawIOBase):
    """A readable, forward-only file over the blocks that COPY sends; it never holds more than one block."""

    def __init__(self, copy: psycopg.Copy) -> None:
        super().__init__()
        self._copy = copy
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It can be read."""
        return True

    def push_back(self, data: bytes) -> None:
        """Give back what was read too early."""
        self._rest = memoryview(data + bytes(self._rest))

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` from the stream; 0 at its end."""
        target = memoryview(buffer)  # type: ignore[arg-type]
        filled = 0
        while filled < len(target):
            if not self._rest:
                self._rest = memoryview(self._copy.read())
                if not self._rest:
                    break
            taken = min(len(self._rest), len(target) - filled)
            target[filled : filled + taken] = self._rest[:taken]
            self._rest = self._rest[taken:]
            filled += taken
        return filled
