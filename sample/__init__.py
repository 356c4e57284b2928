"""The sample company: a workspace to look at, to test with and to measure, together with the truth about it.

`generate` writes the demo company's workspace: configuration, postings of its own ledger, statement files in real
formats. It plants discrepancies of every kind, and writes what they are beside the workspace, in `<root>-truth/`, where
the pipeline never reads. `sample.truth.compare` then judges a run's published marts by that truth.
`generate_cohort` puts many such companies into one workspace; `generate_plain` writes the large, uniform workspace of
the benchmarks.

The same seed and size give the same bytes. Everything is set-based SQL in a DuckDB scratch database that spills to
disk, so memory stays bounded up to ten million ledger lines.
"""

from sample.cohort import generate_cohort, marts_of
from sample.generate import Sample, generate
from sample.plain import Plain, generate_plain

__all__ = ["Plain", "Sample", "generate", "generate_cohort", "generate_plain", "marts_of"]
