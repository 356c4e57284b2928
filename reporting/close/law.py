"""What the database refuses of a close, as one line for the person who asked."""

from tieout.postgres.law import Law

LAW = Law(
    "RP",
    {
        "certified_once": "that close is certified already",
        "taken_back_once": "that close was taken back already",
        "closed_by_somebody": "a close is somebody's word: say who",
        "close_reason_says_something": "say why: the reason is empty",
        "undone_with_a_reason": "say why: this needs a reason",
        "acceptance_says_why": "a check is accepted with a reason: say why",
        "comment_says_something": "the comment is empty",
        "commented_by_somebody": "a comment is somebody's: say who",
    },
)
"""What the law of closes (reporting/migrations) refuses."""
