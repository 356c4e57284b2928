"""What an account is, where its type does not say it: cash among the assets, depreciation among the expenses.

A chart's types (asset, liability, equity, revenue, expense) make a trial balance; a financial statement needs to know
more. A *tag* says it, and has three sources. The codes of the built-in chart have tags of their own (built_in.csv). A
row of chart.csv with a filled `tags` cell replaces them for that account (`none`: it has none). And `reporting.tags` in
tieout.yml adds tags to all accounts whose code has a pattern, which is how an imported book's accounts get theirs.
Nothing is guessed from an account's name.
"""

from reporting.tags.raw_table import tags_table

__all__ = ["tags_table"]
