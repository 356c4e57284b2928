"""What `groups:` and `intercompany:` say of the rest of tieout.yml: members that exist, books that they keep."""

from collections.abc import Iterator

from tieout.config.groups import Group, IntercompanyAccount
from tieout.config.lines import Path
from tieout.config.models import LEDGER, Config
from tieout.errors import InputError
from tieout.money import Currencies
from tieout.suggestions import did_you_mean

Found = tuple[Path, str]


def group_errors(config: Config, currencies: Currencies) -> Iterator[Found]:
    """Each mistake with its place, in the order of the file."""
    taken = {entity.id for entity in config.entities}
    for number, group in enumerate(config.groups):
        path: Path = ("groups", number)
        if group.id in taken:
            yield (*path, "id"), f"'{group.id}' is taken by an entity or another group: choose another id"
        taken.add(group.id)
        yield from _currency(path, group, currencies)
        yield from _members(config, path, group)
        yield from _books(config, path, group)
    paired: set[tuple[str, str]] = set()
    for number, pair in enumerate(config.intercompany):
        for side in ("left", "right"):
            account: IntercompanyAccount = getattr(pair, side)
            yield from _entity(config, ("intercompany", number, side, "entity"), account)
            if (account.entity, account.account) in paired:
                yield ("intercompany", number, side, "account"), "stands in another pair already: remove one of them"
            paired.add((account.entity, account.account))
        if pair.left.entity == pair.right.entity:
            yield ("intercompany", number, "right"), "is of the same entity as left: nobody owes himself"


def _currency(path: Path, group: Group, currencies: Currencies) -> Iterator[Found]:
    try:
        scale = currencies.scale(group.currency)
    except InputError as error:
        yield (*path, "currency"), str(error)
        return
    if group.tolerance != round(group.tolerance, scale):
        yield (*path, "tolerance"), f"{group.tolerance} has more than the {scale} decimals of {group.currency}"


def _members(config: Config, path: Path, group: Group) -> Iterator[Found]:
    entities = {entity.id: entity for entity in config.entities}
    for place, member in enumerate(group.entities):
        if member not in entities:
            yield (*path, "entities", place), f"no entity '{member}': {did_you_mean(member, entities)}"
        elif member in group.entities[:place]:
            yield (*path, "entities", place), f"'{member}' stands twice: remove one"
        elif entities[member].calendar != entities.get(group.entities[0], entities[member]).calendar:
            words = f"'{member}' has another fiscal calendar than '{group.entities[0]}': their periods do not meet"
            yield (*path, "entities", place), words


def _books(config: Config, path: Path, group: Group) -> Iterator[Found]:
    books = [LEDGER, *(source.id for source in config.sources if source.kind == "book")]
    if group.book not in books:
        yield (*path, "book"), f"no book '{group.book}': {did_you_mean(group.book, books)}"
    for member, book in group.books.items():
        if member not in group.entities:
            yield (
                (*path, "books", member),
                f"'{member}' is no member of the group: {did_you_mean(member, group.entities)}",
            )
        if book not in books:
            yield (*path, "books", member), f"no book '{book}': {did_you_mean(book, books)}"


def _entity(config: Config, path: Path, account: IntercompanyAccount) -> Iterator[Found]:
    valid = [entity.id for entity in config.entities]
    if account.entity not in valid:
        yield path, f"no entity '{account.entity}': {did_you_mean(account.entity, valid)}"
