from datetime import date
from textwrap import dedent

SOURCE = "{id: bank, kind: statement, format: mt940, path: in/*, account: '1000'}"


def statement(reference, closing, *entries):
    return dedent(
        f"""\
        :20:{reference}
        :25:DE02120300000000202051
        :28C:7/1
        :60F:C250101EUR100,00
        """
    ) + "".join(f":61:{entry}\n" for entry in entries) + f":62F:C250131EUR{closing}\n-\n"  # fmt: skip


ONE = statement("S1", "105,00", "2501150115C10,00NTRFA//B1", "2501160116D5,00NTRFB//B2")


def take(ingest_workspace, text):
    ingest_workspace.configure(SOURCE)
    ingest_workspace.write("in/a.sta", text.replace("\n", "\r\n").encode())
    return ingest_workspace.receive()[0]


def test_a_proved_statement_reaches_the_lake_with_its_balances(ingest_workspace):
    result = take(ingest_workspace, ONE)
    assert (result.status, result.rows, result.refused) == ("accepted", 2, 0)
    assert ingest_workspace.lines("statement_no, date, currency, amount, entity_id, line_no") == [
        (0, date(2025, 1, 15), "EUR", 1000, "de", 1),
        (0, date(2025, 1, 16), "EUR", -500, "de", 2),
    ]
    facts = ingest_workspace.manifest(
        "SELECT version, opening_balance, closing_balance, lines, total FROM ingest.statements WHERE tenant_id = %(tenant)s"
    )
    assert facts == [(1, 10000, 10500, 2, 500)]


def test_a_statement_that_its_lines_do_not_explain_refuses_the_file(ingest_workspace):
    result = take(ingest_workspace, ONE.replace("105,00", "106,00"))
    assert result.status == "refused"
    assert "106" in result.reason
    assert ingest_workspace.current == []


def test_a_restated_statement_replaces_only_itself(ingest_workspace):
    other = statement("S2", "101,00", "2502150215C1,00NTRFC//B3").replace(":28C:7/1", ":28C:8/1")
    take(ingest_workspace, ONE + other)
    take(ingest_workspace, ONE.replace("C10,00", "C11,00").replace("105,00", "106,00"))
    files = ingest_workspace.current
    assert [(file.statements, file.complete) for file in files] == [((1,), False), ((0,), True)]


def test_the_reason_of_a_refusal_does_not_repeat_the_file(ingest_workspace):
    ingest_workspace.configure("{id: bank, kind: statement, format: mt940, path: inbox/bank/*.sta}")
    ingest_workspace.write("inbox/bank/cut.sta", ":20:X\n:25:1\n:28C:1/1\n:60F:C260101EUR1,00\n")
    refused = ingest_workspace.receive()[0]
    assert refused.status == "refused"
    assert str(ingest_workspace.root) not in refused.reason
    assert "statement 1: the statement ends without a closing balance" in refused.reason
