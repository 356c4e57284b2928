"""What the subledgers of receivables and payables are told: when an open item is due, and which bucket its age is in."""

from reporting.subledgers.buckets import buckets_table

__all__ = ["buckets_table"]
