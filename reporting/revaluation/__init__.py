"""Foreign currencies at the end of a period: revaluation, and what translation into another currency needs to know.

Money and claims in a foreign currency stand in the books at the rate of the day they were booked on. At the end of a
period they are restated at the closing rate, and the difference is a gain or loss (IAS 21.23 and 28, ASC 830-20-35).
`due` is what the marts say of it, `journals` turns it into a journal and its reversal on the next day, `posting` posts
both, and `raw_tables` gives a build the accounts, groups and pairs of tieout.yml.
"""
