"""What the subledgers of receivables and payables are told: when an open item is due, and the buckets of its age."""

from reporting.subledgers.buckets import buckets_table

__all__ = ["buckets_table"]
