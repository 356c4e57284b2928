"""What statements that are tables (`csv`, `parquet`, `stripe_balance`) have in common: rows become statement lines.

`columns` says what the values of a row mean and which contradict each other; `lines` writes them to the lake.
"""
