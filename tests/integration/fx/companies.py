"""Companies whose exchange differences are worked out by hand, with the rates that they are worked out at.

Journals are written as `day | account amount[ currency = functional amount] | ...`, the reference first where there is
one; a line without a functional amount is in the entity's own currency.
"""

import csv
import io
from datetime import date, timedelta

ENTITIES = {
    "gold": "EUR",
    "parent": "EUR",
    "sub": "CAD",
    "left": "EUR",
    "right": "EUR",
    "late": "CAD",
    "cross": "CAD",
    "own": "EUR",
    "bare": "EUR",
    "unquoted": "ISK",
}

# Quotes of a euro, as the European Central Bank writes them: every business day, and by hand where a case needs it.
BY_HAND = {
    date(2026, 11, 30): ("1.25", "0.80", "160", "0.38"),
    date(2026, 12, 31): ("1.00", "0.80", "150", "0.40"),
}

# Quotes in euro: francs directly; kroner of Denmark seven days before the end of November, of Norway eight.
QUOTES = """date,base,quote,rate,source
2026-11-05,CAD,EUR,0.80,Bank of Canada
2026-11-30,CAD,EUR,0.90,Bank of Canada
2026-12-15,CAD,EUR,0.94,Bank of Canada
2026-12-31,CAD,EUR,1.00,Bank of Canada
2027-01-29,CAD,EUR,0.95,Bank of Canada
2026-11-30,CHF,EUR,1.05,SNB
2026-11-23,DKK,EUR,0.13,Nationalbanken
2026-11-22,NOK,EUR,0.09,Norges Bank
"""

GOLD = """
A-1 2026-11-10 | 1100 1000 USD = 900 | 4000 -1000 USD = -900
B-1 2026-11-10 | 2000 -500 GBP = -550 | 5100 500 GBP = 550
C-1 2026-11-12 | 1100 100 USD = 90 | 4000 -100 USD = -90
- 2026-11-10 | 1121 90000000000000 USD = 80000000000000 | 4100 -90000000000000 USD = -80000000000000
- 2026-11-10 | 2100 -70 USD = -60 | 4000 70 USD = 60
- 2026-11-11 | 1000 100 CHF = 100 | 1000 100 DKK = 12 | 1000 100 NOK = 8 | 1000 100 PLN = 9 | 4000 -129
- 2026-12-01 | 1000 -100 CHF = -100 | 1000 -100 DKK = -12 | 1000 -100 NOK = -8 | 1000 -100 PLN = -9 | 4000 129
A-1 2026-12-10 | 1000 400 USD = 380 | 1100 -400 USD = -380
C-1 2026-12-12 | 1000 100 USD = 92 | 1100 -100 USD = -92
C-1 2026-12-12 | 1100 100 USD = 92 | 1100 -100 USD = -90 | 7000 -2
D-1 2026-11-13 | 1100 10 USD = 9 | 4000 -10 USD = -9
D-1 2026-12-13 | 1000 10 USD = 8 | 1100 -10 USD = -8
B-1 2026-12-20 | 2000 500 GBP = 550 | 1000 -500 GBP = -610 | 7000 60
revaluation 2026-11-30 | 1100 1110 USD = 888 | 1100 -1110 USD = -999 | 7000 111
revaluation 2026-12-01 | 1100 -1110 USD = -888 | 1100 1110 USD = 999 | 7000 -111
"""

# A subsidiary founded on 5 November with 1,000 dollars at 0.80; it earns 200 in November, 100 less 40 in December, pays a
# dividend of 50 on 15 December, and closes the year's result of 260 to retained earnings on the 31st.
SUB = """
- 2026-11-05 | 1000 1000 | 3000 -1000
- 2026-11-20 | 1000 200 | 4000 -200
- 2026-12-10 | 1000 100 | 4000 -100
- 2026-12-11 | 5100 40 | 1000 -40
- 2026-12-15 | 3200 50 | 1000 -50
closing 2026-12-31 | 4000 300 | 5100 -40 | 3100 -260
"""

# The same subsidiary, which closes its year on the first day of the next one and earns 20 more in January.
LATE = SUB.replace("closing 2026-12-31", "closing 2027-01-01") + "- 2027-01-12 | 1000 20 | 4000 -20"

PARENT = """
- 2026-11-03 | 1000 2000 | 3000 -2000
- 2026-11-05 | 1600 800 | 1000 -800
- 2027-01-15 | 5100 10 | 1000 -10
"""

LEFT = """
- 2026-11-10 | 1150 100 | 4000 -100
- 2026-11-12 | 1000 30 | 4300 -30
"""

RIGHT = """
- 2026-11-10 | 5100 90 | 2050 -90
- 2026-11-12 | 5300 30 | 1000 -30
"""

# Canadian books with US dollars: neither quotes the other, both are quoted in euro.
CROSS = """
- 2026-11-10 | 1000 100 USD = 110 | 4000 -110
"""

# Books in a currency that nobody quotes.
UNQUOTED = """
- 2026-11-10 | 1000 100 | 3000 -100
- 2026-11-20 | 1000 10 | 4000 -10
"""

# Averages that the tenant gives itself: January's Canadian dollar.
AVERAGES = """date,base,quote,rate,source
2027-01-31,CAD,EUR,0.96,our treasury
"""

COMPANIES = {
    "gold": GOLD,
    "parent": PARENT,
    "sub": SUB,
    "left": LEFT,
    "right": RIGHT,
    "late": LATE,
    "cross": CROSS,
    "unquoted": UNQUOTED,
}
KINDS = ("revaluation", "closing")

CHART = """code,name,type,entity,tags
1150,Due from right,asset,left,intercompany:right
4300,Services to right,revenue,left,intercompany:right
2050,Due to left,liability,right,intercompany:left
5300,Services of left,expense,right,intercompany:left
1600,Investment,asset,,investment non_monetary
3200,Dividends,equity,,dividend
1121,Wallet,asset,,cash
"""

COLUMNS = ("journal_id", "date", "account", "amount", "currency", "base_amount", "entity", "reference", "kind")


def ecb_table() -> str:
    """A quote of four currencies for every business day from November to January, three of them wandering."""
    lines = ["Date,USD,GBP,JPY,KWD"]
    for number in range(92):
        day = date(2026, 11, 1) + timedelta(days=number)
        if day.weekday() < 5 and day <= date(2027, 1, 29):
            wandering = (
                f"1.{10 + number * 7 % 17:02}{number % 10}",
                f"0.8{number * 3 % 10}",
                f"1{50 + number % 13}.{number % 7}",
                f"0.3{number % 9}41",
            )
            lines.append(",".join((day.isoformat(), *BY_HAND.get(day, wandering))))
    return "\n".join(lines) + "\n"


def rows_of(entity: str, currency: str, text: str) -> list[tuple[object, ...]]:
    """The journals of a text as rows of COLUMNS."""
    rows: list[tuple[object, ...]] = []
    for number, line in enumerate(text.strip().splitlines()):
        head, *legs = (part.strip() for part in line.split("|"))
        word, day = head.split()
        reference, kind = ("", word) if word in KINDS else (word.removeprefix("-"), "")
        for leg in legs:
            account, amount, *rest = leg.split()
            told = (rest[0], rest[2]) if rest else (currency, "")
            rows.append((f"{entity}-{number}", day, account, amount, *told, entity, reference, kind))
    return rows


def as_csv(rows: list[tuple[object, ...]]) -> str:
    """A journal_csv file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue()
