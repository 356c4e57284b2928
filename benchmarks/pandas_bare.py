"""What the same rules take in pandas, the tool that most such scripts are written with.

`python -m benchmarks.pandas_bare WORKSPACE` does what a run does on the workspace of `scale`, from its files to tables
that can be read: it checks what it reads, proves every journal, matches by the same passes, lists what stays open, adds
up the trial balance and the proof, and writes the tables as Parquet. Amounts are whole cents. It prints the seconds and
the pairs that it confirmed.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]

STATEMENTS = {"clearing": "1110", "deferred": "2100"}
AS_OF = pd.Timestamp("2026-10-31")
LAG_DAYS = 3
Frame = Any  # pandas comes without types


def run(root: Path, target: Path) -> tuple[float, int]:
    """Seconds, and how many pairs were confirmed."""
    began = time.monotonic()
    book = _read(root, "book").rename(columns={"line_id": "id"})
    statement = pd.concat([_read(root, name).assign(account=account) for name, account in STATEMENTS.items()])
    _prove_journals(book)
    by_reference = _exclusive(_pairs(book, statement, ["account", "reference", "cents"], 5), "reference")
    open_book, open_statement = _open(book, by_reference["id_x"]), _open(statement, by_reference["id_y"])
    by_amount = _exclusive(_pairs(open_book, open_statement, ["account", "cents"], 3), "amount_date")
    matches = pd.concat([by_reference, by_amount])
    left, right = _outcomes(_open(open_book, by_amount["id_x"])), _outcomes(_open(open_statement, by_amount["id_y"]))
    tables = {
        "general_ledger": _ledger(book),
        "statement_lines": statement,
        "trial_balance": _trial_balance(book),
        "matches": _matches_table(matches),
        "match_items": _items(matches),
        "open_items": pd.concat([left.assign(side="left"), right.assign(side="right")]),
        "summary": _proof(book, statement, matches, left, right),
    }
    for name, table in tables.items():
        table.to_parquet(target / f"{name}.parquet")
    return time.monotonic() - began, len(matches)


def _read(root: Path, source: str) -> Frame:
    """A source's rows, every one checked; exact cents, since a float would not do."""
    rows = pd.concat([pd.read_csv(path, dtype=str) for path in sorted(root.glob(f"inbox/{source}/*.csv"))])
    amount = rows.pop("amount")
    if not amount.str.fullmatch(r"-?\d{1,15}\.\d\d").all():
        raise ValueError(f"{source}: an amount is none")
    rows["cents"] = amount.str.replace(".", "", regex=False).astype("int64")
    rows["date"] = pd.to_datetime(rows["date"], format="%Y-%m-%d")
    key = "line_id" if "line_id" in rows else "id"
    if rows[[key, "date"]].isna().any(axis=None) or rows[key].duplicated().any():
        raise ValueError(f"{source}: a row has no id or date, or an id stands twice")
    return rows


def _prove_journals(book: Frame) -> None:
    journals = book.groupby("journal_id")
    if (journals["cents"].sum() != 0).any() or (journals["date"].min() != journals["date"].max()).any():
        raise ValueError("a journal does not balance, or is of several dates")


def _pairs(book: Frame, statement: Frame, keys: list[str], days: int) -> Frame:
    rights = statement.dropna(subset=keys)
    pairs = book.merge(rights, on=keys, suffixes=("_x", "_y"))
    return pairs[(pairs["date_x"] - pairs["date_y"]).dt.days.abs() <= days]


def _exclusive(pairs: Frame, kind: str) -> Frame:
    """Pairs of which neither item has another candidate."""
    alone = ~pairs["id_x"].duplicated(keep=False) & ~pairs["id_y"].duplicated(keep=False)
    return pairs[alone].assign(kind=kind)


def _open(items: Frame, matched: Frame) -> Frame:
    return items[~items["id"].isin(matched)]


def _outcomes(items: Frame) -> Frame:
    fresh = (AS_OF - items["date"]).dt.days <= LAG_DAYS
    return items.assign(outcome=fresh.map({True: "in_transit", False: "missing"}), age=(AS_OF - items["date"]).dt.days)


def _ledger(book: Frame) -> Frame:
    return book.assign(
        debit=book["cents"].clip(lower=0),
        credit=(-book["cents"]).clip(lower=0),
        period=book["date"].dt.strftime("%Y-%m"),
    )


def _trial_balance(book: Frame) -> Frame:
    moved = book.groupby(["account", book["date"].dt.strftime("%Y-%m")])["cents"].sum().reset_index()
    return moved.assign(closing=moved.groupby("account")["cents"].cumsum())


def _matches_table(matches: Frame) -> Frame:
    ids = pd.util.hash_pandas_object(matches["id_x"] + "|" + matches["id_y"], index=False)
    shared = matches["reference"].fillna(matches["reference_x"])
    reason = ("Same reference " + shared + " and same amount").where(matches["kind"] == "reference", "Same amount")
    return pd.DataFrame({"match_id": ids, "kind": matches["kind"], "reason": reason, "cents": matches["cents"]})


def _items(matches: Frame) -> Frame:
    ids = pd.util.hash_pandas_object(matches["id_x"] + "|" + matches["id_y"], index=False)
    return pd.concat(
        pd.DataFrame(
            {
                "match_id": ids,
                "side": side,
                "id": matches[f"id_{end}"],
                "date": matches[f"date_{end}"],
                "cents": matches["cents"],
            }
        )
        for side, end in (("left", "x"), ("right", "y"))
    )


def _proof(book: Frame, statement: Frame, matches: Frame, left: Frame, right: Frame) -> Frame:
    """Left less right is what stays open; nothing is unexplained."""

    def total(items: Frame) -> Frame:
        return items.groupby("account")["cents"].sum()

    proof = pd.DataFrame({"left": total(book), "right": total(statement), "matched": total(matches)})
    proof["open"] = total(left).sub(total(right), fill_value=0)
    if (proof["left"] - proof["right"] != proof["open"]).any():
        raise ValueError("part of the difference is unexplained")
    return proof.reset_index()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="tieout-pandas-") as folder:
        took, found = run(Path(sys.argv[1]), Path(folder))
    print(took, found)
