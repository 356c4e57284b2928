"""Text into typed values, set by set: the SQL expressions that every delimited or Parquet format shares.

A row of a file passes through levels, each a subquery over the one before: its *fields* (trimmed text), what the fields
*mean* (dates, signed minor units), and the first *check* that fails, if any. A row that fails a check is refused with
its reason; the others are the lines. No value is guessed: whatever can be read in two ways is refused.
"""
