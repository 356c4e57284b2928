"""Rules out of data: which passes would match two sides, and what in their lines says so.

Somebody who connects a new source does not know yet which column names a payment, how many days lie between the two
sides, or what is kept as a fee. The lines know. `propose` looks for pairs of lines that leave no doubt (a reference
that stands once on each side), reads off them how references must be normalised, which sign, lag and fee lie between
the sides, and then tries one kind of pass after the other on what the ones before left open. Every pass comes with the
figures that speak for it; what fits no rule is said too.

All of it is SQL over the schema `raw` of a build (`sql/`), on the latest days that hold a bounded number of lines.
"""

from reconcile.suggest.candidates import candidates
from reconcile.suggest.proposal import Proposal, ProposedFees, ProposedPass, TrialResult
from reconcile.suggest.propose import propose
from reconcile.suggest.yaml_text import as_yaml

__all__ = ["Proposal", "ProposedFees", "ProposedPass", "TrialResult", "as_yaml", "candidates", "propose"]
