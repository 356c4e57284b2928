"""On which lines an account stands, for the accounts of our own chart: they are known before anything is built.

Books of other systems bring accounts that are not; the model int_account_lines decides for all by the same rules, and
the audit stops a build with an account that stands on no line, or on two.
"""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from reporting.layouts.model import TYPES, Layout, LayoutLine, Rule
from tieout.errors import InputError

CASH = "cash"
"""The tag of what the cash flow explains: it stands on no line of it but the opening and closing balance."""


class LayoutAccount(NamedTuple):
    """An account as a layout sees it."""

    entity_id: str
    code: str
    type: str
    tags: frozenset[str]


def check_accounts(layouts: Mapping[str, Layout], accounts: Iterable[LayoutAccount]) -> None:
    """Check that each account stands on exactly one line of each of its statements.

    `layouts` has the layout of every entity by its id.

    Raises:
        InputError: the first account that stands on none or on several; its lines are named.
    """
    for account in accounts:
        layout = layouts[account.entity_id]
        for statement, types in TYPES.items():
            found = (
                lines_of_account(account, statement, layout.statements[statement]) if account.type in types else ["one"]
            )
            if len(found) != 1:
                where = f"lines {' and '.join(found)}: tag it otherwise, or name it once" if found else "no line"
                raise InputError(
                    f"{layout.name}: {statement}: {account.type} account {account.code} of '{account.entity_id}'"
                    f" stands on {where}"
                )


def lines_of_account(account: LayoutAccount, statement: str, lines: Sequence[LayoutLine]) -> list[str]:
    """The lines that take an account; those that take the rest where no other does."""
    own = [line for line in lines if line.against is None]
    named = [line.line_id for line in own if any(_takes(rule, account) for rule in line.rules)]
    if statement == "cash_flow" and CASH in account.tags:
        named.append(CASH)
    return named or [line.line_id for line in own if Rule(account.type, "rest") in line.rules]


def _takes(rule: Rule, account: LayoutAccount) -> bool:
    if rule.account_type != account.type:
        return False
    match rule.kind:
        case "code":
            return len(account.code) == len(rule.first) and rule.first <= account.code <= rule.last
        case "pattern":
            return fnmatchcase(account.code, rule.first.replace("[", "[[]"))
        case "tag":
            return rule.first in account.tags
        case "type":
            return True
        case "rest":
            return False
