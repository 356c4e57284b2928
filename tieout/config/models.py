"""The shape of `tieout.yml`."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from tieout.config.ageing import Ageing
from tieout.config.calendars import MONTHS, FiscalCalendar
from tieout.config.close import CloseRules
from tieout.config.digest import Digest
from tieout.config.fees import FeeSchedule
from tieout.config.groups import Group, IntercompanyPair
from tieout.config.passes import Pass
from tieout.config.publish import Publish
from tieout.config.rates import RateFiles
from tieout.config.reporting import Layout, Reporting
from tieout.config.severity import SeverityRules
from tieout.config.strict import AccountCode, CurrencyCode, Identifier, Strict
from tieout.formats import find_format
from tieout.money import MAX_SCALE

LEDGER = "ledger"


class Currency(Strict):
    """A unit beyond ISO 4217 and the crypto defaults, with its number of decimals."""

    code: CurrencyCode
    scale: int = Field(ge=0, le=MAX_SCALE)


class Entity(Strict):
    """A legal entity: its functional currency, and its fiscal year: the first month (1 to 12), or a whole calendar."""

    id: Identifier
    name: str
    currency: CurrencyCode
    fiscal_year_start: int = Field(default=1, ge=1, le=12)
    fiscal_calendar: FiscalCalendar | None = None
    layout: Layout | None = None

    @property
    def calendar(self) -> FiscalCalendar:
        """Its fiscal calendar; months from `fiscal_year_start` where tieout.yml gives none."""
        return self.fiscal_calendar or FiscalCalendar(starts=f"1 {MONTHS[self.fiscal_year_start - 1]}")

    @model_validator(mode="after")
    def _one_beginning(self) -> Self:
        if self.fiscal_calendar is not None and "fiscal_year_start" in self.model_fields_set:
            raise PydanticCustomError(
                "fiscal_calendar", "has both 'fiscal_calendar' and 'fiscal_year_start': leave the second one out"
            )
        return self


class Columns(Strict):
    """Which column of a mapped file holds what; `date` and an amount are needed.

    The amount may be debit and credit, or gross and fee; `balance` is the account's after the row.
    """

    id: str | None = None
    date: str
    amount: str | None = None
    debit: str | None = None
    credit: str | None = None
    direction: str | None = None
    currency: str | None = None
    fee: str | None = None
    gross: str | None = None
    balance: str | None = None
    reference: str | None = None
    description: str | None = None
    group: str | None = None
    counterparty: str | None = None
    kind: str | None = None
    value_date: str | None = None
    entity: str | None = None

    def mapped(self) -> dict[str, str]:
        """Only the columns that the file has: our name → the file's."""
        return {ours: theirs for ours, theirs in self if theirs is not None}


class StatementAccount(Strict):
    """Which account of the books a bank account is: its ledger account, and whose it is where several entities are."""

    account: AccountCode
    entity: str | None = None


JournalIdScope = Literal["book", "fiscal_year", "fiscal_period", "kind"]
"""Within what a journal's id is given once: the whole book, a fiscal year or period, the journals of one kind."""


class Source(Strict):
    """Anything lines come from: an imported book or an external statement."""

    id: Identifier
    kind: Literal["book", "statement"]
    format: str
    path: str
    account: AccountCode | None = None
    entity: str | None = None
    currency: CurrencyCode | None = None
    columns_mapped: Columns | None = Field(default=None, alias="columns")
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    encoding: str | None = None
    date_format: str | None = None
    decimal: Literal[".", ","] = "."
    thousands: str | None = Field(default=None, min_length=1, max_length=1)
    skip_rows: int = Field(default=0, ge=0)
    timezone: str | None = None
    negate: bool = False
    fee_in_amount: bool | None = None
    rounding: Literal["half_even"] | None = None
    bank: bool | None = None
    account_id: tuple[str, ...] = ()
    accounts: dict[str, StatementAccount] = Field(default_factory=dict)
    journal_id_scope: tuple[JournalIdScope, ...] = ("fiscal_year",)
    restates: bool = False

    @field_validator("account_id", "journal_id_scope", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """One account, or one part of a scope, may stand without a list."""
        return (value,) if isinstance(value, str) else value

    @field_validator("accounts", mode="before")
    @classmethod
    def _by_code(cls, value: object) -> object:
        """A ledger account alone may stand for the mapping that names it."""
        if not isinstance(value, dict):
            return value
        return {bank: {"account": code} if isinstance(code, str | int) else code for bank, code in value.items()}

    @property
    def account_ids(self) -> tuple[str, ...]:
        """The bank accounts that are this source's, as it names them; none: that of its first file."""
        return self.account_id or tuple(self.accounts)

    @property
    def columns(self) -> dict[str, str]:
        """Our column name → the file's, for mapped formats."""
        return self.columns_mapped.mapped() if self.columns_mapped else {}

    @property
    def is_bank(self) -> bool:
        """Whether its lines are a bank's, so that they prove cash: as it says itself, or else as its format says."""
        return find_format(self.kind, self.format).is_bank if self.bank is None else self.bank


class References(Strict):
    """How a side's references become keys, after capitals and without blanks, in this order.

    `pattern` is a regular expression whose first group (or whole match) is the key; `prefixes` are cut off;
    `leading_zeros: drop` drops zeros before each number; `digits` keeps only the runs of so many digits or more, joined
    by a hyphen.
    """

    pattern: str | None = None
    prefixes: tuple[str, ...] = ()
    leading_zeros: Literal["keep", "drop"] = "keep"
    digits: int | None = Field(default=None, ge=1, le=30)


class Side(Strict):
    """One side of a reconciliation: a book's account, or a statement; `where` keeps only lines of these values.

    `direction` keeps only debits (money in) or credits; `negate` turns their signs, so that the two legs of a clearing
    account agree.
    """

    source: str
    account: AccountCode | None = None
    entity: str | None = None
    where: dict[Literal["kind", "currency", "counterparty"], str | tuple[str, ...]] = Field(default_factory=dict)
    direction: Literal["debit", "credit"] | None = None
    negate: bool = False
    references: References = References()


class Reconciliation(Strict):
    """Two sides that must agree, line by line; what is younger than the expected lag (days) may still be in transit."""

    id: Identifier
    left: Side
    right: Side
    expected_lag_days: int = Field(default=3, ge=0, le=366)
    passes: tuple[Pass, ...] = (
        Pass(kind="reference"),
        Pass(kind="group"),
        Pass(kind="amount_date", within_days=3),
    )


class Schedule(Strict):
    """When the daily run starts: a cron expression and the timezone it is read in."""

    cron: str = "0 6 * * *"
    timezone: str = "UTC"


class Config(Strict):
    """A whole `tieout.yml`. `as_of` stops the clock on a day (a sample, an old case); without it, it is today."""

    tenant: Identifier
    entities: tuple[Entity, ...] = Field(min_length=1)
    accounts: str | None = None
    rules: str | None = None
    currencies: tuple[Currency, ...] = ()
    fees: tuple[FeeSchedule, ...] = ()
    rates: tuple[RateFiles, ...] = ()
    sources: tuple[Source, ...] = ()
    reconciliations: tuple[Reconciliation, ...] = ()
    schedule: Schedule = Schedule()
    severity: SeverityRules = SeverityRules()
    digest: Digest = Digest()
    ageing: Ageing = Ageing()
    publish: Publish | None = None
    reporting: Reporting = Reporting()
    close: CloseRules = CloseRules()
    groups: tuple[Group, ...] = ()
    intercompany: tuple[IntercompanyPair, ...] = ()
    as_of: date | None = None

    def entity(self, entity_id: str) -> Entity:
        """The entity of that id (the config was checked: it exists)."""
        return next(entity for entity in self.entities if entity.id == entity_id)

    def entity_of(self, source: Source) -> Entity | None:
        """Whose lines a source brings: the entity it names, or the only one there is."""
        if source.entity is not None:
            return self.entity(source.entity)
        return self.entities[0] if len(self.entities) == 1 else None

    def entities_of(self, source: Source) -> tuple[Entity, ...]:
        """Whose lines a source may bring: its own entity's, or those that its accounts or reconciliations name."""
        owner = self.entity_of(source)
        if owner is not None:
            return (owner,)
        accounts = {account.entity for account in source.accounts.values()}
        reconciled = {entity for entity, _ in self._counterparts(source)}
        for named in (accounts, reconciled):
            if named and None not in named:
                return tuple(entity for entity in self.entities if entity.id in named)
        return self.entities

    def entities_of_account(self, source: Source, code: str | None) -> tuple[Entity, ...]:
        """Whose lines a source may bring that are of this ledger account (None: any)."""
        named = {entity for entity, account in self._counterparts(source) if account == code}
        entities = self.entities_of(source)
        return tuple(each for each in entities if each.id in named) if named and None not in named else entities

    def whole_side(self, rule: Reconciliation, side: Side) -> Side:
        """A side of a source with `accounts`, with the ledger account and the entity that it takes from the other."""
        source = next((each for each in self.sources if each.id == side.source), None)
        if source is None or not source.accounts or side.account is not None:
            return side
        other = rule.right if side is rule.left else rule.left
        return side.model_copy(update={"account": other.account, "entity": side.entity or other.entity})

    def _counterparts(self, source: Source) -> Iterator[tuple[str | None, str | None]]:
        """The entity and the ledger account that each reconciliation proves by this source."""
        for rule in self.reconciliations:
            for side, other in ((rule.left, rule.right), (rule.right, rule.left)):
                if side.source == source.id:
                    yield side.entity or other.entity, self.whole_side(rule, side).account or other.account

    def currency_of(self, source: Source) -> str | None:
        """The currency of lines that name none: the source's own, or its entity's functional currency."""
        if source.currency is not None:
            return source.currency
        entity = self.entity_of(source)
        return entity.currency if entity else None
