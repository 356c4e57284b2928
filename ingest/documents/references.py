"""Which line ids of a statement are the bank's own and unique, remembered in constant memory.

A bank's reference identifies a line only while no other line of the statement carries it. Remembering every reference
would grow with the file, so they are kept in a Bloom filter of fixed size: it never misses a repetition, and the rare
false alarm (under 1 in 400 at a million lines) costs a line only its bank-given id, for a stable one of ours.
"""

from hashlib import blake2b

_BITS = 1 << 24
_MASK = _BITS - 1
_PROBES = 4
_SMALL = 4096


class SeenReferences:
    """References met so far in one statement: exact while few, a fixed-size filter beyond."""

    def __init__(self) -> None:
        self._few: set[str] = set()
        self._filter: bytearray | None = None

    def first(self, reference: str) -> bool:
        """Whether the reference is new; remembers it."""
        if self._filter is None:
            if reference in self._few:
                return False
            self._few.add(reference)
            if len(self._few) >= _SMALL:
                self._filter = bytearray(_BITS // 8)
                for earlier in self._few:
                    self._mark(self._filter, earlier)
                self._few = set()
            return True
        return self._mark(self._filter, reference)

    @staticmethod
    def _mark(bits: bytearray, reference: str) -> bool:
        digest = blake2b(reference.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        spread = int.from_bytes(digest, "little")
        step = (spread >> 32) | 1
        new = False
        for probe in range(_PROBES):
            position = (spread + probe * step) & _MASK
            flag = 1 << (position & 7)
            if not bits[position >> 3] & flag:
                bits[position >> 3] |= flag
                new = True
        return new
