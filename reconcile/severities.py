"""The limits of severities as rows: one for each currency with limits of its own, one for the rest."""

from collections.abc import Iterator

from tieout.config import Config
from tieout.config.severity import RISING, SEVERITIES

_AMOUNT = "DECIMAL(38, 9)"
SEVERITY_COLUMNS = {
    "currency": "VARCHAR",  # empty: every currency without a row of its own
    "medium_amount": _AMOUNT,  # major units
    "high_amount": _AMOUNT,
    "critical_amount": _AMOUNT,
    "medium_age": "INTEGER",  # days, exceeded; null: by no age
    "high_age": "INTEGER",
    "critical_age": "INTEGER",
    "low_due": "INTEGER",  # days from the first publication
    "medium_due": "INTEGER",
    "high_due": "INTEGER",
    "critical_due": "INTEGER",
}


def severity_rows(config: Config) -> Iterator[tuple[object, ...]]:
    """The limits of `severity:`; a currency's own row has every limit, filled up from the general ones."""
    rules = config.severity
    general = [getattr(rules.amounts, name) for name in RISING]
    common = (
        *(getattr(rules.ages, name) for name in RISING),
        *(getattr(rules.due_days, name) for name in reversed(SEVERITIES)),
    )
    yield ("", *general, *common)
    for currency, own in rules.by_currency.items():
        named = [getattr(own, name) for name in RISING]
        yield (
            currency,
            *(usual if given is None else given for given, usual in zip(named, general, strict=True)),
            *common,
        )
