"""A company small enough to know every cent of: its workspace, its files, and the real command on it."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from cli import main
from orchestration.run.execute import execute
from tests.support import warm
from tests.unit.ingest.statement_files import ntry, statement, tx
from tieout.postgres.embedded import EmbeddedServer
from tieout.published import open_published
from tieout.workspace import Workspace

CONFIG = """\
tenant: {tenant}
entities:
  - {{id: de, name: Acme GmbH, currency: EUR}}
sources:
  - id: bank
    kind: statement
    format: csv
    path: inbox/bank/*.csv
    currency: EUR
    account: "1000"
    columns: {{id: id, date: date, amount: amount, reference: reference}}
  - {{id: giro, kind: statement, format: camt053, path: inbox/giro/*.xml, account: "1200"}}
  - {{id: stripe, kind: statement, format: stripe_balance, path: inbox/stripe/*.csv, account: "1110"}}
reconciliations:
  - {{id: bank, left: {{source: ledger, account: "1000"}}, right: {{source: bank}}}}
  - {{id: giro, left: {{source: ledger, account: "1200"}}, right: {{source: giro}}}}
  - {{id: stripe, left: {{source: ledger, account: "1110"}}, right: {{source: stripe}}}}
"""
COMMAND = (sys.executable, "-c", "from cli import main; main()")
STRIPE_HEAD = (
    "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,"
    "description,automatic_payout_id\n"
)


def silent(step, text):
    """No progress."""


@dataclass
class Company:
    """A workspace on disk; `tieout` runs the command in a process of its own, `inside` the same in this process."""

    root: Path
    tenant: str = "acme"

    def configure(self, text=CONFIG):
        self.root.mkdir(parents=True, exist_ok=True)
        for inbox in ("bank", "giro", "stripe"):
            (self.root / "inbox" / inbox).mkdir(parents=True, exist_ok=True)
        (self.root / "tieout.yml").write_text(text.format(tenant=self.tenant))
        return self

    @property
    def workspace(self):
        return Workspace.open(self.root)

    @property
    def link(self):
        return self.workspace.marts_link

    def arguments(self, *arguments):
        return [*COMMAND, *arguments, "-w", str(self.root)]

    def tieout(self, *arguments):
        """The command in a process of its own, which need not import first."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=200)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def start(self, *arguments):
        return warm.start(*arguments, "-w", str(self.root))

    def cold(self, *arguments, **options):
        """The command as a shell starts it."""
        return subprocess.run(
            self.arguments(*arguments), capture_output=True, text=True, check=False, timeout=200, **options
        )

    def inside(self, *arguments):
        """The command without the seconds that a process of its own spends on imports."""
        out, err = io.StringIO(), io.StringIO()
        command = ["tieout", *arguments, "-w", str(self.root)]
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", command)
            with pytest.raises(SystemExit) as ended:
                main()
        return subprocess.CompletedProcess(command, ended.value.code or 0, out.getvalue(), err.getvalue())

    def rest(self):
        """This process is done with the server: it stops, unless another needs it."""
        EmbeddedServer.of(self.workspace.postgres_dir).release()

    def run(self):
        return execute(self.workspace, progress=silent, as_of=None, wait_seconds=60)

    def result(self, *arguments):
        done = self.tieout(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def sql(self, query):
        with open_published(self.workspace) as marts:
            return marts.execute(query).fetchall()

    def version(self):
        """Which version is published, and its bytes."""
        return self.link.resolve(), self.link.read_bytes()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def bank(self, name, *rows):
        """Rows are (id, day of January 2026, amount); the reference is the id."""
        lines = "".join(f"{row},2026-01-{day:02},{amount},{row}\n" for row, day, amount in rows)
        return self.write(f"inbox/bank/{name}.csv", "id,date,amount,reference\n" + lines)

    def stripe(self, name, *rows):
        """Rows are (transaction, day of January 2026, gross, fee)."""
        lines = "".join(
            f"{row},2026-01-{day:02} 10:00:00,2026-01-{day + 1:02} 00:00:00,eur,{gross},{fee},"
            f"{Decimal(gross) - Decimal(fee)},charge,ch_{row},Order,po_1\n"
            for row, day, gross, fee in rows
        )
        return self.write(f"inbox/stripe/{name}.csv", STRIPE_HEAD + lines)

    def giro(self, name, *amounts):
        """A CAMT.053 statement with an entry of each amount (minor units, all on 15 January 2025)."""
        entries = "".join(
            ntry(amount, f"<NtryDtls>{tx(f'<EndToEndId>G{number}</EndToEndId>')}</NtryDtls>")
            for number, amount in enumerate(amounts, 1)
        )
        return self.write(f"inbox/giro/{name}.xml", statement(entries, 0, sum(amounts)))

    def post(self, name, *journals):
        """Journals are (id, day of January 2026, debit account, credit account, amount); the reference is the id."""
        rows = "".join(
            f"{journal},2026-01-{day:02},{account},{amount},{journal}\n{journal},2026-01-{day:02},{against},-{amount},{journal}\n"
            for journal, day, account, against, amount in journals
        )
        path = self.write(f"postings/{name}.csv", "journal_id,date,account,amount,reference\n" + rows)
        return self.result("post", str(path))


def one_line(text):
    """Whether text is exactly one line and no traceback."""
    return text.count("\n") == 1 and "Traceback" not in text


def postgres_processes(root):
    """Ids of the PostgreSQL servers whose data stand in that workspace."""
    data = os.path.realpath(root / ".tieout" / "postgres")
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"postgres") and data.encode() in words:
            found.append(int(entry.parent.name))
    return found
