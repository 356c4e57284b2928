"""What the database refuses, as one line for the person who acts."""

from tieout.postgres.law import Law

LAW = Law(
    "CW",
    {
        "one_undo_per_event": "that event is undone already: undo its undo to bring it back",
        "one_approval_per_draft": "that draft was approved before: a draft is posted at most once",
        "by_somebody": "say who acts: an event needs a name",
        "reason_says_something": "say why: the reason is empty",
        "given_with_a_reason": "say why: this needs a reason",
        "two_accounts": "a journal moves money between two accounts: name another one",
        "rate_has_a_source": "a rate needs its source, and a source its rate",
    },
)
"""What the law of casework (reconcile/migrations) refuses."""
