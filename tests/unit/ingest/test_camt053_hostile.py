"""camt.053: bad, hostile and cut-off files end in one clear line, and nothing of them is lost quietly."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.rounds import rounds
from tests.unit.ingest.statement_files import READERS, headers, lines, ntry, read, refused, statement, tx
from tieout.errors import InputError
from tieout.money import Currencies

BOMB = "<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>"
EXTERNAL = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
ONCE = settings(
    max_examples=rounds(25, 600), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(
    "doctype", [BOMB, EXTERNAL, "<!DOCTYPE Document>", "<!DOCTYPE d SYSTEM 'http://example.com/d.dtd'>"]
)
@pytest.mark.parametrize("entity", ["", "&c;", "&e;"])
def test_a_doctype_is_refused_and_never_expanded(tmp_path, doctype, entity):
    text = doctype + statement(ntry(100, f"<AddtlNtryInf>{entity}</AddtlNtryInf>"), 0, 100)
    with pytest.raises(InputError, match="line") as refusal:
        read("camt053", tmp_path, text)
    assert "root:" not in str(refusal.value)


def test_a_doctype_before_a_document_without_statements_is_refused_too(tmp_path):
    with pytest.raises(InputError, match="DOCTYPE is not allowed"):
        read("camt053", tmp_path, BOMB + "<Document/>")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "not complete, well-formed XML"),
        (b"date;amount\n2025-01-01;1,00\n", "not complete, well-formed XML"),
        (b"<Document><pain/></Document>", "holds no Stmt, Rpt or Ntfctn"),
        (f"<Document>{ntry(1)}</Document>".encode(), "outside a Stmt, Rpt or Ntfctn"),
        ("<?xml version='1.0' encoding='utf-8'?><D>\u00fc</D>".encode("latin-1"), "not complete, well-formed XML"),
    ],
)
def test_other_contents_are_refused_in_one_line(tmp_path, content, rule):
    with pytest.raises(InputError, match=rule) as refusal:
        read("camt053", tmp_path, content)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_vanished_is_named(tmp_path, reader):
    with pytest.raises(InputError, match=r"gone\.xml: cannot be read"):
        list(READERS[reader](tmp_path / "gone.xml", Currencies.of(), rounding=None, encoding=None))


def test_an_encoding_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(InputError, match="'klingon' is not an encoding"):
        read("camt053", tmp_path, statement(ntry(1), 0, 1), encoding="klingon")


def test_a_declared_single_byte_encoding_is_honoured(tmp_path):
    text = "<?xml version='1.0' encoding='ISO-8859-1'?>" + statement(
        ntry(1, "<AddtlNtryInf>Gebühr</AddtlNtryInf>"), 0, 1
    )
    assert lines(read("camt053", tmp_path, text.encode("latin-1")))[0].description == "Gebühr"


amounts = st.integers(-(10**9), 10**9)
words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P"), exclude_characters="<&>"), min_size=1, max_size=20
)


@st.composite
def statements(draw):
    """(opening, entries): an entry is its reference and one or more signed amounts, a batch when there are several."""
    entries = st.tuples(words, st.lists(amounts, min_size=1, max_size=4))
    return draw(amounts), draw(st.lists(entries, max_size=6))


def render(opening, entries):
    text = ""
    for number, (word, parts) in enumerate(entries):
        details = "".join(
            tx(
                f"<EndToEndId>{word}{place}</EndToEndId>",
                f"<Amt Ccy='EUR'>{abs(part) / 100:.2f}</Amt><CdtDbtInd>{'DBIT' if part < 0 else 'CRDT'}</CdtDbtInd>",
            )
            for place, part in enumerate(parts)
        )
        text += ntry(sum(parts), f"<AcctSvcrRef>B{number}</AcctSvcrRef><NtryDtls>{details}</NtryDtls>")
    return statement(text, opening, opening + sum(sum(parts) for _, parts in entries))


@pytest.mark.soak
@ONCE
@given(drawn=statements())
def test_what_is_rendered_is_read_back(tmp_path, drawn):
    opening, entries = drawn
    rows = read("camt053", tmp_path, render(opening, entries))
    expected = [(part, f"{word}{place}") for word, parts in entries for place, part in enumerate(parts)]
    assert [(line.amount, line.reference) for line in lines(rows)] == expected
    assert (headers(rows)[0].opening, headers(rows)[0].lines) == (opening, len(expected))
    assert refused(rows) == []


@pytest.mark.soak
@ONCE
@given(drawn=statements(), cut=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_at_any_byte_is_refused(tmp_path, drawn, cut):
    content = render(*drawn).encode()
    with pytest.raises(InputError):
        read("camt053", tmp_path, content[: int(len(content) * cut)])


@pytest.mark.soak
@ONCE
@given(drawn=statements(), place=st.floats(0, 1, exclude_max=True), junk=st.binary(min_size=1, max_size=6))
def test_a_damaged_file_is_refused_or_still_proves_its_balances(tmp_path, drawn, place, junk):
    content = render(*drawn).encode()
    at = int(len(content) * place)
    try:
        rows = read("camt053", tmp_path, content[:at] + junk + content[at + len(junk) :])
    except InputError:
        return
    for header in headers(rows):
        if header.opening is not None and header.closing is not None:
            assert header.opening + header.total == header.closing
