"""Reading a statement ten times as large takes no more memory: the readers stream."""

import subprocess
import sys

import pytest

from tests.support.rounds import rounds
from tests.unit.ingest.statement_files import IBAN, ntry, statement, tx

SMALL = rounds(400_000, 2_000_000)
LARGE = 10 * SMALL
ALLOWANCE_KB = 8_000  # allocator noise and the fixed-size reference filter
READ = """
import resource, sys
from pathlib import Path
from importlib import import_module
from tieout.money import Currencies
read = import_module(f"ingest.formats.{sys.argv[1]}.reader").parse
currencies = Currencies.of()
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
list(read(Path(sys.argv[2]), currencies, rounding=None, encoding=None))
before = peak()
count = sum(1 for _ in read(Path(sys.argv[3]), currencies, rounding=None, encoding=None))
print(count, peak() - before)
"""


def camt053(path, size):
    details = (
        "<NtryDtls>" + tx("<EndToEndId>E{n}</EndToEndId>", rest="<RmtInf><Ustrd>Text</Ustrd></RmtInf>") + "</NtryDtls>"
    )
    entry = ntry(100, "<AcctSvcrRef>BANK{n}</AcctSvcrRef>" + details)
    count = size // len(entry)
    head, tail = statement("ENTRIES", 0, count * 100).split("ENTRIES")
    write(path, head, entry, count, tail)
    return count


def mt940(path, size):
    entry = ":61:250115C1,00NTRFCUST{n}//BANK{n}\r\n:86:166?00GUTSCHRIFT?20EREF+E{n}?21SVWZ+Text?32Somebody\r\n"
    count = size // len(entry)
    head = f":20:X\r\n:25:{IBAN}\r\n:28C:1/1\r\n:60F:C250101EUR0,00\r\n"
    write(path, head, entry, count, f":62F:C250131EUR{count},00\r\n-\r\n")
    return count


def write(path, head, entry, count, tail):
    with path.open("w", newline="") as file:
        file.write(head)
        file.writelines(entry.replace("{n}", str(number)) for number in range(count))
        file.write(tail)


@pytest.mark.soak
@pytest.mark.parametrize("render", [camt053, mt940], ids=["camt053", "mt940"])
def test_memory_does_not_grow_with_the_file(tmp_path, render):
    warm_up, small, large = (tmp_path / name for name in ("warm_up", "small", "large"))
    render(warm_up, SMALL // 4)
    grown = {}
    for path, size in ((small, SMALL), (large, LARGE)):
        count = render(path, size)
        result = subprocess.run(
            [sys.executable, "-c", READ, render.__name__, str(warm_up), str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        rows, grown[size] = map(int, result.stdout.split())
        assert rows == count + 1
        path.unlink()
    assert grown[LARGE] < grown[SMALL] + ALLOWANCE_KB
