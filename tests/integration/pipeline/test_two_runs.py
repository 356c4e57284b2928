"""Two runs at once: one works, the other waits or gives up in one line; readers notice neither."""

import json

from tests.integration.pipeline.company import one_line
from tests.integration.pipeline.waiting import until_it_says
from tieout.published import open_published


def test_a_second_run_waits_or_gives_up_and_readers_are_not_disturbed(standing):
    before, _ = standing.version()
    with open_published(standing.workspace) as reader:
        known = reader.execute("SELECT count(*), sum(amount) FROM statement_lines").fetchall()
        standing.bank("two runs", ("B10", 21, "3.00"))
        first = standing.start("run")
        until_it_says(first, "reading the inboxes")
        impatient = standing.tieout("run", "--wait", "0")
        patient = standing.start("run")
        until_it_says(patient, "another run (")
        out, err = first.communicate(timeout=100)
        assert first.returncode == 0, out + err
        _, second_err = patient.communicate(timeout=100)
        assert (patient.returncode, "Traceback" in second_err) == (0, False)
        assert "nothing new: the published marts stand" in second_err
        assert reader.execute("SELECT count(*), sum(amount) FROM statement_lines").fetchall() == known
    assert (impatient.returncode, impatient.stdout, one_line(impatient.stderr)) == (3, "", True)
    assert "is going on: wait for its end and try again" in impatient.stderr
    assert standing.version()[0] != before
    assert standing.sql("SELECT line_ref FROM statement_lines WHERE line_ref = 'B10'") == [("B10",)]
    third = standing.inside("run", "--json")
    assert (third.returncode, json.loads(third.stdout)["status"], third.stderr) == (0, "published", "")
