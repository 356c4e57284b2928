"""Cases of passes: folders with a rule and lines, and what the product's own SQL finds in them on DuckDB.

| file | what it has |
|---|---|
| `rule.yml` | `passes:` as tieout.yml writes them; `left:` and `right:` where a side is not an account and a bank |
| `left.csv`, `right.csv` | the lines of each side: id, date, amount in major units, and any other column of a line |
| `decisions.csv` | what people decided: decision_no, kind, side, item (the id of a line), part_no, amount, who, why |
| `expected.csv` | the matches, one a row; columns that it leaves out are not compared |

`expected.csv` may have `round` (which round found it), `status`, `score` (from 0 to 1), `left` and `right` (ids of lines,
joined by ` + `) and `evidence`. Fee schedules of all cases stand in tieout.yml, rates in rates.csv.

Each case is a reconciliation of its own, and all are matched at once, as a run does it: a round is one statement for all of
them. They share no source, no account and no journal.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import yaml

from ingest.lake.schemas import BOOK_LINE, STATEMENT_LINE
from ingest.rates import RATE_COLUMNS
from reconcile import rule_rows
from reconcile.casework.queries import _DECISIONS
from tests.passes.rendering import KINDS, MODELS, Rendered, Round
from tieout.config import Config, Reconciliation, Side, load
from tieout.money import Currencies
from warehouse.rows import store_rows

HERE = Path(__file__).parent
_SOURCES = {"source": "VARCHAR", "restates": "BOOLEAN", "ids_by_kind": "BOOLEAN"}
_SETTLED = {
    "source": "VARCHAR",
    "line_ref": "VARCHAR",
    "file_id": "BIGINT",
    "line_no": "BIGINT",
    "occurrence": "INTEGER",
}
_NO_LAKE = """
ATTACH ':memory:' AS published;
CREATE SCHEMA published.lake;
CREATE TABLE published.lake.book_lines (
    source VARCHAR, entity_id VARCHAR, journal_scope VARCHAR, line_ref VARCHAR, file_id BIGINT
)
"""
"""Where journals that were restated would lie: here are none."""
FOLDERS = sorted(file.parent for kind in KINDS for file in (HERE / kind).glob("*/expected.csv"))
_LINE = (
    *("id", "date", "amount", "currency", "reference", "group", "counterparty", "description"),
    *("fee", "gross", "journal", "reverses", "kind"),
)
_DECISION = ("decision_no", "kind", "side", "item", "part_no", "amount", "who", "why")

Match = dict[str, str]
"""A match by the columns of expected.csv."""


def read_expected(folder: Path) -> tuple[list[str], list[Match]]:
    """The columns of expected.csv, and its matches."""
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return list(rows.fieldnames or ()), list(rows)


def match_all(folders: Sequence[Path], rendered: Rendered, tmp_path: Path) -> dict[Path, list[Match]]:
    """The matches that the passes of each case find in its lines, in the order of their rounds."""
    with duckdb.connect(config={"threads": 1}) as connection:
        _load(connection, _read_rules(folders, tmp_path), folders, rendered.relations)
        for name in MODELS:
            connection.execute(f"CREATE TABLE {rendered.relations[name]} AS {rendered.models[name]}")
        names = _run_passes(connection, rendered)
        found: dict[Path, list[Match]] = {folder: [] for folder in folders}
        for number, match in _matches(connection, rendered.relations, names):
            found[folders[number - 1]].append(match)
        return found


def _read_rules(folders: Sequence[Path], tmp_path: Path) -> Config:
    """One tieout.yml of all cases, read as the product reads it: what a rule leaves out has the product's defaults."""
    whole = yaml.safe_load((HERE / "tieout.yml").read_text(encoding="utf-8"))
    for number, folder in enumerate(folders, start=1):
        rule = folder / "rule.yml"
        own = yaml.safe_load(rule.read_text(encoding="utf-8")) if rule.exists() else {"passes": []}
        left = own.setdefault("left", {"source": "ledger", "account": str(1000 + number)})
        right = own.setdefault("right", {})
        if right.setdefault("source", f"bank-{number}") != left["source"]:
            whole["sources"].append({"id": right["source"], "kind": "statement", "format": "camt053", "path": "bank"})
        whole["reconciliations"].append({"id": f"case-{number}", **own})
    file = tmp_path / "tieout.yml"
    file.write_text(yaml.safe_dump(whole), encoding="utf-8")
    return load(file)


def _load(
    connection: duckdb.DuckDBPyConnection, config: Config, folders: Sequence[Path], relations: Mapping[str, str]
) -> None:
    """Fill what the models and the passes read."""
    connection.execute(_NO_LAKE)
    connection.execute("ATTACH ':memory:' AS inputs; CREATE SCHEMA inputs.raw; USE inputs")
    for name, table in rule_rows(config).items():
        store_rows(connection, name, table.columns, table.rows)
    store_rows(connection, "decisions", _DECISIONS, [])
    store_rows(connection, "settled_match_items", _SETTLED, [])
    store_rows(connection, "sources", _SOURCES, [("ledger", False, False)])
    store_rows(connection, "rates", RATE_COLUMNS, [])
    connection.execute("USE memory")
    rates = _rows_of(HERE / "rates.csv", tuple(RATE_COLUMNS))
    connection.execute(f"INSERT INTO inputs.raw.rates BY NAME SELECT * FROM {rates}")
    _create_given(connection, relations)
    for number, (folder, reconciliation) in enumerate(zip(folders, config.reconciliations, strict=True), start=1):
        for side, of_side in (("left", reconciliation.left), ("right", reconciliation.right)):
            if (folder / f"{side}.csv").exists():
                _load_lines(connection, relations, folder / f"{side}.csv", number, of_side)
        if (folder / "decisions.csv").exists():
            _load_decisions(connection, folder / "decisions.csv", number, reconciliation)


def _create_given(connection: duckdb.DuckDBPyConnection, relations: Mapping[str, str]) -> None:
    """The relations around the passes, in the product's columns: the lines that count, currencies, and nothing settled."""
    of_statement = "CAST(NULL AS VARCHAR) AS source, CAST(NULL AS VARCHAR) AS account_code"
    for kind, schema, more in (
        ("book", BOOK_LINE, "CAST(NULL AS VARCHAR) AS book, CAST(NULL AS VARCHAR) AS journal_scope"),
        ("statement", STATEMENT_LINE, of_statement),
    ):
        columns = connection.from_arrow(schema.empty_table())
        columns.project(f"CAST(NULL AS BIGINT) AS file_id, {more}, *").create(
            relations[f"stg_{kind}_lines"].replace('"', "")
        )
    connection.execute(f"CREATE TABLE {relations['int_settled_items']} (item_no BIGINT, side VARCHAR)")
    connection.execute(
        f"CREATE TABLE {relations['stg_currencies']}"
        " (currency VARCHAR, scale INTEGER, unit DECIMAL(10, 9), minor_per_major BIGINT)"
    )
    scales = Currencies.of().scales()
    units = ", ".join(
        f"('{code}', {scales[code]}, 1e-{scales[code]}, {10 ** scales[code]})"
        for code in ("EUR", "USD", "GBP", "JPY", "CHF")
    )
    connection.execute(f"INSERT INTO {relations['stg_currencies']} VALUES {units}")


def _rows_of(file: Path, columns: tuple[str, ...]) -> str:
    """A CSV file as a relation of texts that has all of `columns`, null where the file has none."""
    with file.open(encoding="utf-8") as lines:
        header = next(csv.reader(lines))
    assert set(header) <= set(columns), f"{file}: unknown columns {set(header) - set(columns)}"
    given = ", ".join(f"'{name}': 'VARCHAR'" for name in header)
    others = "".join(f', CAST(NULL AS VARCHAR) AS "{name}"' for name in columns if name not in header)
    read = f"read_csv('{file}', header = true, auto_detect = false, delim = ',', quote = '\"', columns = {{{given}}})"
    return f"(SELECT *{others} FROM {read})"


def _load_lines(
    connection: duckdb.DuckDBPyConnection, relations: Mapping[str, str], file: Path, number: int, side: Side
) -> None:
    """Lines of a side, in minor units and numbered in the order of their file."""
    minor = "CAST(CAST({} AS DECIMAL(28, 9)) * minor_per_major AS BIGINT) AS {}".format
    if side.source == "ledger":
        table = relations["stg_book_lines"]
        own = (
            f"'ledger' AS book, 'book' AS journal_scope, '{side.account}' AS account_code, date AS effective_date,"
            f" '{number}/' || journal AS journal_id, '{number}/' || reverses AS reverses"
        )
    else:
        table = relations["stg_statement_lines"]
        own = f"'{side.source}' AS source, date, {minor('fee', 'fee')}, {minor('gross', 'gross')}"
    connection.execute(
        f"""
        INSERT INTO {table} BY NAME
        SELECT
            {2 * number + (0 if file.stem == "left" else 1)} AS file_id,
            row_number() OVER () AS line_no,
            id AS line_ref,
            'de' AS entity_id,
            coalesce(lines.currency, 'EUR') AS currency,
            {minor("amount", "amount")},
            reference, "group" AS group_key, counterparty, description, kind,
            {own}
        FROM {_rows_of(file, _LINE)} AS lines
        JOIN {relations["stg_currencies"]} AS currencies ON coalesce(lines.currency, 'EUR') = currencies.currency
        """
    )


def _load_decisions(
    connection: duckdb.DuckDBPyConnection, file: Path, number: int, reconciliation: Reconciliation
) -> None:
    connection.execute(
        f"""
        INSERT INTO inputs.raw.decisions BY NAME
        SELECT
            {100 * number} + CAST(decision_no AS BIGINT) AS decision_no,
            '{reconciliation.id}' AS reconciliation,
            kind,
            side,
            CASE side WHEN 'left' THEN '{reconciliation.left.source}:' ELSE '{reconciliation.right.source}:' END || item
                AS item_id,
            part_no,
            CAST(CAST(amount AS DECIMAL(28, 9)) * 100 AS BIGINT) AS amount,
            who,
            why
        FROM {_rows_of(file, _DECISION)}
        """
    )


def _run_passes(connection: duckdb.DuckDBPyConnection, rendered: Rendered) -> list[str]:
    """Run the rounds of every pass in their order, as the materialization `match_passes` does; returns their names."""
    connection.execute(
        f"CREATE TABLE {rendered.relations['links']} (round_no INTEGER, pass_no INTEGER, kind VARCHAR, status VARCHAR,"
        " match_no BIGINT, left_no BIGINT, right_no BIGINT, score INTEGER, evidence VARCHAR)"
    )
    connection.execute(f"CREATE TABLE open_items AS FROM {rendered.relations['int_items']}")
    ruled = connection.execute("SELECT DISTINCT pass_no, kind FROM inputs.raw.passes ORDER BY pass_no, kind").fetchall()
    names: list[str] = []
    for pass_no, kind in [(0, "decision"), *ruled, (0, "reversal")]:
        connection.execute(f"SET VARIABLE pass_no = {pass_no}")
        for matching_round in rendered.rounds[kind]:
            names.append(matching_round.name)
            connection.execute(f"SET VARIABLE round_no = {len(names)}")
            _run_round(connection, matching_round, refusable=kind != "decision")
    return names


def _run_round(connection: duckdb.DuckDBPyConnection, matching_round: Round, *, refusable: bool) -> None:
    connection.execute(matching_round.find)
    if refusable:
        connection.execute(matching_round.drop_refused)
    connection.execute(matching_round.leave_open)
    connection.execute("DROP TABLE open_items; ALTER TABLE still_open RENAME TO open_items")


def _matches(
    connection: duckdb.DuckDBPyConnection, relations: Mapping[str, str], names: list[str]
) -> Iterator[tuple[int, Match]]:
    """Links as matches, one row each, items by the ids of their lines, with the number of their case."""
    found = connection.execute(
        f"""
        SELECT
            coalesce(lefts.reconciliation_no, rights.reconciliation_no) AS number,
            round_no,
            links.status,
            links.score,
            links.evidence,
            match_no,
            CASE WHEN left_no IS NOT NULL AND right_no IS NOT NULL THEN right_no END AS pair_no,
            string_agg(lefts.line_ref, ' + ' ORDER BY lefts.line_ref) AS lefts,
            string_agg(rights.line_ref, ' + ' ORDER BY rights.line_ref) AS rights
        FROM {relations["links"]} AS links
        LEFT JOIN {relations["int_items"]} AS lefts ON links.left_no = lefts.item_no AND lefts.side = 'left'
        LEFT JOIN {relations["int_items"]} AS rights ON links.right_no = rights.item_no AND rights.side = 'right'
        GROUP BY ALL
        ORDER BY round_no, lefts, rights
        """
    ).fetchall()
    for number, round_no, status, score, evidence, _, _, lefts, rights in found:
        yield (
            number,
            {
                "round": names[round_no - 1],
                "status": status,
                "score": f"{score / 10_000:.4f}".rstrip("0").rstrip("."),
                "left": lefts or "",
                "right": rights or "",
                "evidence": evidence or "",
            },
        )
