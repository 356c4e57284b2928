"""The accounts that reconciliations name must be in our chart.

Reading tieout.yml cannot tell: the chart may be extended by a file of its own. Imported books bring accounts of their
own with their files, so only sides of our own ledger are judged.
"""

from collections.abc import Sequence

from ledger.chart import ChartAccount
from tieout.config import Side
from tieout.config.load import place_of
from tieout.config.models import LEDGER
from tieout.errors import InputError
from tieout.suggestions import did_you_mean
from tieout.workspace import CONFIG_NAME, Workspace


def check_accounts(workspace: Workspace, chart: Sequence[ChartAccount]) -> None:
    """Check that an entity (the one that the side names, if it does) has the account of each side of our ledger.

    Raises:
        InputError: the first side whose account no chart has; with its place and the nearest code.
    """
    for number, reconciliation in enumerate(workspace.config.reconciliations):
        for name, side in (("left", reconciliation.left), ("right", reconciliation.right)):
            codes = _codes(chart, side)
            if side.source == LEDGER and side.account not in codes:
                place = place_of(workspace.root / CONFIG_NAME, ("reconciliations", number, name, "account"))
                of_entity = f" of '{side.entity}'" if side.entity else ""
                raise InputError(
                    f"{place}: '{reconciliation.id}' reconciles account '{side.account}', which is not in the chart"
                    f"{of_entity}: {did_you_mean(side.account or '', codes)}"
                )


def _codes(chart: Sequence[ChartAccount], side: Side) -> list[str]:
    return sorted({account.code for account in chart if side.entity in (None, account.entity_id)})
