"""Reading XML elements without their namespace: leaf texts by path, dates, and the typed view of an lxml element."""

from datetime import date
from typing import TYPE_CHECKING, Protocol

from tieout.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

JOINED = frozenset({"Ustrd", "AddtlTxInf", "AddtlNtryInf"})
PRICED = frozenset({"Amt", "TtlNetNtryAmt", "TtlChrgsAndTaxAmt"})
NOT_NEEDED = frozenset({"PstlAdr", "RltdAgts", "CtctDtls", "Avlbty", "Tax", "Purp", "CcyXchg", "CardTx", "SplmtryData"})
_ISO_DATE = 10


class Node(Protocol):
    """The part of an lxml element that the readers use."""

    tag: str
    text: str | None
    sourceline: int | None

    def get(self, key: str) -> str | None:
        """An attribute's value."""

    def clear(self) -> None:
        """Drop text, attributes and children."""

    def __len__(self) -> int: ...
    def __iter__(self) -> "Iterator[Node]": ...
    def __getitem__(self, index: int) -> "Node": ...
    def __delitem__(self, index: int) -> None: ...

    def getparent(self) -> "Node":
        """The element around this one."""
        ...

    def getroottree(self) -> "Tree":
        """The document that this element is part of."""
        ...


class DocInfo(Protocol):
    """What stands before the root element."""

    doctype: str


class Tree(Protocol):
    """The document of an element."""

    docinfo: DocInfo


class LocalNames(dict[str, str]):
    """Tag with its namespace → local name; each is cut once."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition("}")[2]
        return name


Leaves = dict[str, str]
local_name = LocalNames()


class Place:
    """A path inside an element, and the places below it: worked out once per path, not once per element."""

    __slots__ = ("is_joined", "is_price", "path", "places")

    def __init__(self, path: str = "") -> None:
        name = path.rpartition("/")[2]
        self.path = path
        self.is_price = name in PRICED
        self.is_joined = name in JOINED
        self.places: dict[str, Place | None] = {}

    def below(self, tag: str) -> "Place | None":
        """The place of a child by its tag; None for one that no statement line needs."""
        name = local_name[tag]
        path = f"{self.path}/{name}" if self.path else name
        place = self.places[tag] = None if name in NOT_NEEDED else Place(path)
        return place


TOP = Place()


def leaves(node: Node, place: Place = TOP, into: Leaves | None = None) -> Leaves:
    """First text of each leaf by its path ("Refs/EndToEndId"); an amount's currency at "path@".

    Free text that may repeat (remittance lines) is joined by spaces.
    """
    found: Leaves = {} if into is None else into
    places = place.places
    for child in node:
        tag = child.tag
        inner = places[tag] if tag in places else place.below(tag)
        if inner is None:
            continue
        text = child.text
        if text is None or not (text := text.strip()):
            leaves(child, inner, found)
            continue
        if "\n" in text:
            text = " ".join(text.split())
        if inner.path not in found:
            found[inner.path] = text
            if inner.is_price:
                found[inner.path + "@"] = (child.get("Ccy") or "").strip()
        elif inner.is_joined:
            found[inner.path] += " " + text
    return found


def first(found: Leaves, *paths: str) -> str | None:
    """The first of the paths that has a text."""
    for path in paths:
        if path in found:
            return found[path]
    return None


def iso_date(text: str) -> date:
    """The calendar day of an ISODate or ISODateTime, as the bank wrote it: no shift between time zones.

    Raises:
        InputError: the text does not begin with a date.
    """
    try:
        return date.fromisoformat(text[:_ISO_DATE])
    except ValueError:
        raise InputError(f"{text!r} is not an ISO date (YYYY-MM-DD)") from None


def date_at(found: Leaves, path: str) -> date | None:
    """The date of a DateAndDateTimeChoice at `path`, in either of its forms."""
    text = first(found, path + "/Dt", path + "/DtTm", path)
    return iso_date(text) if text is not None else None
