"""Rows that wait between reading, judging and applying: in chunks, outside the memory once they are many."""

import marshal
import struct
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any

CHUNK = 1_000
_IN_MEMORY = 2 * 1024 * 1024
_LENGTH = struct.Struct("<Q")


class Spool:
    """Chunks of plain values, written once, read in their order as often as needed; gone when closed.

    Takes what JSON takes and nothing else, so that a kind whose values are not plain finds out at once.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed by __exit__)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, chunk: Any) -> None:
        """One chunk more."""
        content = marshal.dumps(chunk)
        self._file.write(_LENGTH.pack(len(content)))
        self._file.write(content)

    def __iter__(self) -> Iterator[list[Any]]:
        self._file.seek(0)
        while head := self._file.read(_LENGTH.size):
            yield marshal.loads(self._file.read(_LENGTH.unpack(head)[0]))  # noqa: S302 (our own bytes)


class Repeats:
    """Which rows are about the same thing, by their keys; eight bytes for a key, whatever the list's length."""

    def __init__(self) -> None:
        self._keys, self._numbers = array("q"), array("L")

    def add(self, keys: Sequence[str], number: int) -> None:
        """The keys of one row."""
        for key in keys:
            self._keys.append(hash(key))
            self._numbers.append(number)

    def find(self) -> dict[int, list[int]]:
        """Row → all rows that share a key with it (itself included), for rows that are not alone."""
        keys, numbers = self._keys, self._numbers
        if len(set(keys)) == len(keys):
            return {}
        found: dict[int, set[int]] = {}
        before = -1
        for place in sorted(range(len(keys)), key=keys.__getitem__):
            if before >= 0 and keys[before] == keys[place]:
                one, other = numbers[before], numbers[place]
                if one != other:
                    both = found.get(one, {one}) | found.get(other, {other})
                    for number in both:
                        found[number] = both
            before = place
        return {number: sorted(group) for number, group in found.items()}
