"""A layout that is not complete is refused, with file and line and the nearest word."""

import pytest

from reporting.layouts.account_lines import LayoutAccount, check_accounts, lines_of_account
from reporting.layouts.checks import check_layout
from reporting.layouts.layout_file import read_layout
from reporting.layouts.sums import sums_of
from tieout.errors import InputError

SHEET = """base: ifrs
balance_sheet:
  - section: Assets
    lines:
      - {line: cash, label: Cash, type: asset, tags: [cash]}
      - {line: others, label: Others, rest: asset}
      - {total: total_assets, label: Assets, adds: [cash, others]}
  - {line: owed, label: Owed, rest: liability}
  - {line: own, label: Own, rest: equity}
  - {line: earned, label: Earned, computed: current_year_earnings}
  - {line: earned_before, label: Earned before, computed: earlier_earnings}
  - {total: total_equity_and_liabilities, label: Sum, adds: [owed, own, earned, earned_before]}
"""
PROFIT = """base: ifrs
profit_and_loss:
  - {line: sales, label: Sales, rest: revenue}
  - {line: costs, label: Costs, rest: expense}
  - {subtotal: margin, label: Margin, adds: [sales], less: [costs]}
  - {total: net_income, label: Profit, adds: [margin]}
"""
FLOWS = """base: ifrs
cash_flow:
  - section: Operating
    activity: operating
    lines:
      - {line: profit, label: Profit, computed: net_income}
      - {line: no_cash, label: No cash, computed: exchange_in_net_income}
      - {line: charges, label: Charges, type: expense, tags: [depreciation], against: machines}
      - {line: machines, label: Machines, type: asset, tags: [fixed_asset], activity: investing}
      - {line: assets, label: Assets, rest: asset}
      - {line: owed, label: Owed, rest: [liability, equity]}
  - {line: rates, label: Rates, computed: exchange_on_cash, activity: exchange}
  - {total: change_in_cash, label: Change, adds: [profit, no_cash, charges, machines, assets, owed, rates]}
  - {line: opening_cash, label: Before, computed: opening_cash}
  - {line: closing_cash, label: After, computed: closing_cash}
"""


@pytest.fixture
def layout(tmp_path):
    def read(text):
        (tmp_path / "own.yml").write_text(text)
        found = read_layout("own.yml", tmp_path)
        check_layout(found)
        return found

    return read


@pytest.mark.parametrize("text", [SHEET, PROFIT, FLOWS])
def test_a_statement_that_a_layout_leaves_out_is_its_bases(layout, text):
    assert set(layout(text).statements) == {"balance_sheet", "profit_and_loss", "cash_flow"}


def test_a_layout_that_is_a_list_is_refused_with_the_keys_of_a_layout(layout):
    with pytest.raises(
        InputError, match=r"own\.yml:1: expected keys such as 'base:', 'balance_sheet:', 'profit_and_loss:'"
    ):
        layout("- a\n")


@pytest.mark.parametrize(
    ("text", "old", "new", "message"),
    [
        (SHEET, "base: ifrs", "base: ifr", "own.yml:1: base: 'ifr' is not one of them: did you mean 'ifrs'?"),
        (SHEET, "base: ifrs\n", "", "own.yml:1: missing key 'profit_and_loss' (or take it from a 'base:')"),
        (SHEET, "balance_sheet:", "balance_shet:", "own.yml:2: balance_shet: unknown key 'balance_shet': did you mean"),
        (SHEET, "label: Cash", "lable: Cash", "unknown key 'lable': did you mean 'label'?"),
        (SHEET, "line: cash, label", "line: Cash, label", "own.yml:5: balance_sheet[0].lines[0].line: 'Cash' is not an id"),
        (SHEET, "{line: cash", "{lines: cash", "own.yml:5: balance_sheet[0].lines[0]: expected one of the keys"),
        (SHEET, "adds: [cash, others]", "adds: [cash, other]", "own.yml:7: balance_sheet[0].lines[2].adds[1]: no line 'other': did you mean 'others'?"),
        (SHEET, "adds: [cash, others]", "adds: [others]", "own.yml:5: balance_sheet[0].lines[0]: line 'cash' is not in the total 'total_assets'"),
        (SHEET, "adds: [cash, others]", "adds: [cash, cash, others]", "line 'cash' counts 2 times instead of 1 in the total"),
        (SHEET, "adds: [cash, others]", "adds: [cash, others, own]", "line 'own' does not belong in the total 'total_assets'"),
        (SHEET, "adds: [cash, others]", "adds: [cash, others, total_assets]", "'total_assets' adds up itself"),
        (SHEET, "type: asset, tags", "type: assets, tags", "'assets' accounts do not stand here: did you mean 'asset'?"),
        (SHEET, "type: asset, tags", "type: revenue, tags", "'revenue' accounts do not stand here"),
        (SHEET, "type: asset, tags", "tags", "own.yml:5: balance_sheet[0].lines[0]: missing key 'type' (or 'rest')"),
        (SHEET, "type: asset, tags: [cash]", "type: [asset, equity], tags: [cash]", "mixes types of both signs"),
        (SHEET, "type: asset, tags: [cash]", "rest: asset", "own.yml:6: balance_sheet[0].lines[1]: takes the rest of the asset accounts, as line 'cash' does"),
        (SHEET, "rest: asset", "type: asset, tags: [cash]", "takes 'cash' of the asset accounts, as line 'cash' does"),
        (SHEET, "rest: asset", "type: asset", "own.yml:6: balance_sheet[0].lines[1]: takes all the asset accounts, as line 'cash' does"),
        (SHEET, "tags: [cash]", "accounts: [1099-1000]", "own.yml:5: balance_sheet[0].lines[0].accounts[0]: '1099-1000' is no range"),
        (SHEET, "label: Owed, rest: liability", "label: Owed, rest: liability, activity: operating", "only the cash flow has activities"),
        (SHEET, "computed: earlier_earnings", "computed: earlier_earning", "did you mean 'earlier_earnings'?"),
        (SHEET, "computed: earlier_earnings", "computed: current_year_earnings", "own.yml:11: balance_sheet[4].computed: 'current_year_earnings' is computed twice"),
        (SHEET, "  - {line: earned_before, label: Earned before, computed: earlier_earnings}\n", "", "own.yml: balance_sheet: no line is 'computed: earlier_earnings'"),
        (SHEET, "line: own,", "line: owed,", "own.yml:9: balance_sheet[2]: 'owed' stands twice"),
        (SHEET, "total: total_assets", "total: all_assets", "own.yml: balance_sheet: no line is 'total: total_assets'"),
        (PROFIT, "adds: [sales], less: [costs]", "adds: [sales, costs]", "line 'costs' counts 1 times instead of -1 in the total 'net_income'"),
        (PROFIT, "rest: revenue", "rest: revenue, sign: credits", "'credits' is not one of them: did you mean 'credit'?"),
        (FLOWS, ", activity: exchange", "", "own.yml:12: cash_flow[1]: line 'rates' belongs to no activity"),
        (FLOWS, "against: machines", "against: machine", "own.yml:8: cash_flow[0].lines[2].against: no line 'machine': did you mean 'machines'?"),
        (FLOWS, "activity: investing", "activity: invest", "'invest' is not one of them: did you mean 'investing'?"),
        (FLOWS, "type: expense, tags: [depreciation], against", "rest: expense, against", "only a line of the cash flow takes from another, and never a rest"),
        (FLOWS, "rest: asset", "rest: asset, sign: debit", "is positive where cash came in: remove 'sign'"),
        (FLOWS, "line: closing_cash", "line: at_the_end", "own.yml:15: cash_flow[4].line: name this line 'closing_cash'"),
        (FLOWS, "computed: net_income", "computed: net_income, sign: debit", "a computed line takes no accounts: remove this key"),
        (PROFIT, "  - {total: net_income", " - {total: net_income", "own.yml:6: not valid YAML"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(layout, text, old, new, message):
    assert old in text
    with pytest.raises(InputError) as refused:
        layout(text.replace(old, new, 1))
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("[1000-1099]", "[1050-1200]", "takes '1050-1200' of the asset accounts, as line 'cash' does"),
        ("[1000-1099]", '["1099"]', "takes '1099' of the asset accounts, as line 'cash' does"),
        ('["A*"]', '["A*"]', "takes 'A*' of the asset accounts, as line 'cash' does"),
    ],
)
def test_ranges_of_two_lines_may_not_overlap(layout, one, other, message):
    text = SHEET.replace("tags: [cash]", f"accounts: {one}").replace("rest: asset", f"type: asset, accounts: {other}")
    with pytest.raises(InputError) as refused:
        layout(text)
    assert message in str(refused.value)


def test_codes_of_another_length_are_another_range(layout):
    text = SHEET.replace("tags: [cash]", "accounts: [1000-1099]").replace(
        "rest: asset", "rest: asset, accounts: [10000-10999]"
    )
    lines = layout(text).statements["balance_sheet"]
    codes = {"1000": ["cash"], "1099": ["cash"], "10500": ["others"], "1100": ["others"], "10": ["others"]}
    assert {code: lines_of_account(_asset(code), "balance_sheet", lines) for code in codes} == codes


@pytest.mark.parametrize("name", ["ifrs", "us_gaap"])
def test_a_built_in_layout_takes_any_chart_and_is_complete(name, tmp_path):
    layout = read_layout(name, tmp_path)
    check_layout(layout)
    types = ("asset", "liability", "equity", "revenue", "expense")
    check_accounts({"e": layout}, [LayoutAccount("e", "anything", each, frozenset()) for each in types])
    for line in (line for lines in layout.statements.values() for line in lines if line.kind == "heading"):
        assert line.level < 3


def test_an_account_of_our_own_chart_on_no_line_or_on_two_is_refused_by_its_name(layout):
    nothing = layout(SHEET.replace("rest: asset", 'type: asset, accounts: ["1*"]'))
    with pytest.raises(InputError, match=r"own\.yml: balance_sheet: asset account 2 of 'e' stands on no line"):
        check_accounts({"e": nothing}, [_asset("2")])
    with pytest.raises(InputError, match="asset account 11 of 'e' stands on lines cash and others: tag it otherwise"):
        check_accounts({"e": nothing}, [_asset("11", "cash")])


def test_a_subtotal_of_subtotals_adds_up_and_takes_off_down_to_the_accounts(layout):
    assert sums_of(layout(PROFIT).statements["profit_and_loss"])["net_income"] == {"sales": 1, "costs": -1}


def _asset(code: str, *tags: str) -> LayoutAccount:
    return LayoutAccount("e", code, "asset", frozenset(tags))
