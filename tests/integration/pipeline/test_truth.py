"""The sample company: everything planted is found, nothing else is reported, no match is wrong.

Other seeds' companies are judged where they are run anyway: in `test_dry_run`, and as one cohort in `matching`.
"""

import sys

from sample import generate
from sample.truth import compare
from tests.integration.pipeline.company import Company
from tieout.published import open_published


def test_the_run_agrees_with_the_truth(tmp_path):
    sample = generate(tmp_path / "demo", journals=1000, seed=1)
    company = Company(sample.root)
    for postings in sample.postings:
        assert company.inside("post", str(postings)).returncode == 0
    assert company.run()["status"] == "published"
    with open_published(company.workspace) as marts:
        comparison = compare(marts, sample.truth)
    sys.stdout.write(table(comparison))
    assert sum(score.planted for score in comparison.scores) > 0
    assert comparison.flawless


def table(comparison):
    """Precision and recall per exception type, as `pytest -s` shows them."""
    head = f"\n{comparison.confirmed} confirmed matches, {comparison.wrong_matches} wrong\n"
    columns = f"{'type':24}{'planted':>8}{'found':>8}{'recall':>8}{'precision':>10}\n"
    rows = (
        f"{score.type:24}{score.planted:8}{score.found:8}{score.recall:8.2f}{score.precision:10.2f}\n"
        for score in comparison.scores
    )
    return head + columns + "".join(rows)
