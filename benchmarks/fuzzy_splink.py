"""The same payments linked by Splink (PyPI `splink`, MIT): probabilistic record linkage, trained without labels.

Model and blocking rules are those that Splink's documentation gives for bank payments ("Linking banking transactions"):
amounts and days by steps, memos by Jaccard. The days look one way, as the payments do. DuckDB has two threads, as ours.
"""

import logging
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import duckdb
import pyarrow as pa

from benchmarks.fuzzy_data import Payment

THREADS = 2
THRESHOLDS = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
_NEAR = "substr(l.memo, 1, 3) = substr(r.memo, 1, 3) and l.amount / r.amount > 0.7 and l.amount / r.amount < 1.3"
_BLOCKS = (
    f"strftime(l.day, '%Y%m') = strftime(r.day, '%Y%m') and {_NEAR}",
    f"strftime(l.day + 15, '%Y%m') = strftime(r.day, '%Y%m') and {_NEAR}",
    "substr(l.memo, 1, 9) = substr(r.memo, 1, 9)",
    "round(l.amount / 2, 0) * 2 = round(r.amount / 2, 0) * 2 and yearweek(r.day) = yearweek(l.day)",
    "round(l.amount / 2, 0) * 2 = round((r.amount + 1) / 2, 0) * 2 and yearweek(r.day) = yearweek(l.day + 4)",
)


def link_with_splink(left: list[Payment], right: list[Payment]) -> tuple[list[AbstractSet[tuple[str, str]]], float]:
    """Pairs that are each other's best, one set per threshold; and the seconds that training and prediction took."""
    with duckdb.connect(config={"threads": THREADS}) as connection:
        for name, payments in (("payments_left", left), ("payments_right", right)):
            connection.register("given", _table(payments))
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        began = time.monotonic()
        predicted = _predict(connection, len(left))
        seconds = time.monotonic() - began
        return list(_mutual_bests(connection, predicted)), seconds


def _table(payments: list[Payment]) -> pa.Table:
    return pa.table(
        {
            "unique_id": [payment.id for payment in payments],
            "day": [payment.day for payment in payments],
            "amount": [payment.cents / 100 for payment in payments],
            "memo": [payment.memo for payment in payments],
        }
    )


def _predict(connection: duckdb.DuckDBPyConnection, rows: int) -> str:
    """Train and predict; the name of the table of predictions."""
    import splink.comparison_level_library as level  # noqa: PLC0415 - an extra of the benchmarks
    import splink.comparison_library as comparison  # noqa: PLC0415
    from splink import Linker, SettingsCreator, block_on  # noqa: PLC0415
    from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415

    amount = [level.PercentageDifferenceLevel("amount", near) for near in (0.01, 0.03, 0.1, 0.3)]
    days = [level.CustomLevel(f"day_r - day_l between 0 and {most}", f"{most} days") for most in (1, 4, 10, 21)]
    memos = [level.JaccardLevel("memo", alike) for alike in (0.9, 0.7)]
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1 / rows,
        blocking_rules_to_generate_predictions=list(_BLOCKS),
        comparisons=[
            comparison.CustomComparison([level.ExactMatchLevel("amount"), *amount, level.ElseLevel()], "amount"),
            comparison.CustomComparison([level.ExactMatchLevel("memo"), *memos, level.ElseLevel()], "memo"),
            comparison.CustomComparison([*days, level.ElseLevel()], "day"),
        ],
    )
    api = DuckDBAPI(connection=connection)
    sides = [
        api.register(connection.table(f"payments_{side}"), dataset_display_name=f"the_{side}")
        for side in ("left", "right")
    ]
    linker = Linker(sides, settings, log_level=logging.CRITICAL)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for column in ("memo", "amount"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    return str(linker.inference.predict(threshold_match_probability=min(THRESHOLDS)).physical_name)


def _mutual_bests(connection: duckdb.DuckDBPyConnection, predicted: str) -> Iterator[AbstractSet[tuple[str, str]]]:
    for threshold in THRESHOLDS:
        rows = connection.execute(
            f"""
            SELECT unique_id_l, unique_id_r FROM (
                SELECT *,
                    row_number() OVER (PARTITION BY unique_id_l ORDER BY match_weight DESC, unique_id_r) AS left_rank,
                    row_number() OVER (PARTITION BY unique_id_r ORDER BY match_weight DESC, unique_id_l) AS right_rank
                FROM {predicted} WHERE match_probability >= {threshold}
            ) WHERE left_rank = 1 AND right_rank = 1
            """
        ).fetchall()
        yield {(min(pair), max(pair)) for pair in rows}
