"""A file that is another thing than its source says is refused by what it is, whatever format was expected."""

import gzip
import io
import zipfile

import pytest

from ingest.content import assert_content
from tests.corpus.test_statement_corpus import CORPUS
from tests.corpus.test_statement_corpus import MT940 as MT940_CORPUS
from tieout.errors import InputError
from tieout.formats import every_format

FORMS = {f"{each.reads} {each.name}": each for each in every_format() if each.content is not None}
TABLE, XML, SWIFT, PARQUET = (
    FORMS[name] for name in ("statement csv", "statement camt053", "statement mt940", "statement parquet")
)
CSV = b"date;amount\n2026-01-02;1,00\n"
CAMT = b'<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt/></Document>'
MT940 = b"{1:F01X}{2:I940X}{4:\r\n:20:A\r\n:25:1\r\n:28C:1/1\r\n:60F:C250101EUR0,\r\n:62F:C250101EUR0,\r\n-}"
HTML = b"\n<!DOCTYPE html>\n<html><head><title>Session\n expired</title></head><body>Sign in</body></html>"


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 100_000)
    return buffer.getvalue()


# bytes, what they are, what to do
OTHERS = {
    "xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook, a spreadsheet (.xlsx)", "save it as"),
    "ods": (zipped("mimetype", "content.xml") + b"opendocument.spreadsheet", "a spreadsheet (.ods)", "save it as"),
    "docx": (zipped("word/document.xml"), "a Word document (.docx)", "download the statement as"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an Excel workbook (.xls, or one with a password)", "save it as"),
    "zip": (zipped("statement\x00\n.xml"), "a ZIP archive (with statement", "unpack it"),
    "empty zip": (zipped(), "a ZIP archive,", "unpack it"),
    "gzip": (gzip.compress(CSV), "a gzip archive", "unpack it"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF", "download the statement as"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0", "a picture (PNG)", "download the statement as"),
    "pgp": (b"-----BEGIN PGP MESSAGE-----\n\nhQEM", "encrypted (PGP)", "decrypt it"),
    "html": (HTML, "an HTML page (Session expired)", "log in and download the file again"),
    "html after a mark": (b"\xef\xbb\xbf" + HTML, "an HTML page (Session expired)", "log in"),
    "xhtml": (b'<?xml version="1.0"?><!-- x -->' + HTML, "an HTML page", "log in"),
    "html table as xls": (b"<table><tr><td>1</td></tr></table>", "an HTML page", "log in"),
    "html in utf-16": (HTML.decode().encode("utf-16"), "an HTML page (Session expired)", "log in"),
    "ofx": (b"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><SIGNONMSGSRSV1>", "an OFX file", "download the statement as"),
    "ofx 2": (b'<?xml version="1.0"?><?OFX OFXHEADER="200"?>\n<OFX>', "an OFX file", "download the statement as"),
    "xml workbook": (
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:x">',
        "an Excel workbook (XML spreadsheet)",
        "save it as",
    ),
    "qif": (b"!Type:Bank\nD1/2/26\n", "a QIF file", "download the statement as"),
    "bai2": (b"01,SENDER,RECEIVER,260101,1200,1,80,1,2/\n02,A,B,1,260101,,USD,2/\n", "a BAI2 file", "download"),
    "json": (b'{"error": "unauthorized",\n "code": 401}', 'JSON ({"error": "unauthorized", "code": 401})', "download"),
}  # fmt: skip


def refusal(tmp_path, content, form, name="statement"):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        assert_content(path, form)
    assert "\n" not in str(error.value)
    assert str(error.value).isprintable()
    return str(error.value)


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("form", [TABLE, XML, SWIFT, FORMS["book journal_csv"]], ids=lambda form: form.name)
def test_what_no_format_reads_is_named_with_what_to_do(tmp_path, other, form):
    content, what, remedy = OTHERS[other]
    said = refusal(tmp_path, content, form)
    assert said.startswith(f"is {what}")
    assert f"where format '{form.name}' reads " in said
    assert remedy in said


@pytest.mark.parametrize(
    ("content", "form", "said"),
    [
        (CAMT, TABLE, "is a camt document (XML), where format 'csv' reads a delimited text (CSV): deliver it to a source whose `format` is 'camt053'"),
        (CAMT.decode().encode("utf-16"), TABLE, "is a camt document (XML)"),
        (CAMT, SWIFT, "is a camt document (XML), where format 'mt940'"),
        (MT940, TABLE, "is an MT940 or MT942 text, where format 'csv' reads a delimited text (CSV): deliver it to a source whose `format` is 'mt940'"),
        (b"ABNANL2A\n940\nABNANL2A\n:25:1\n:28:1/1\n:60F:C250101EUR0,\n", XML, "is an MT940 or MT942 text, where format 'camt053'"),
        (CSV, XML, "is a delimited text (CSV), where format 'camt053'"),
        (CSV, SWIFT, "`format` is 'csv' or 'stripe_balance'"),
        (b"PAR1" + bytes(20), TABLE, "is a Parquet file, where format 'csv' reads a delimited text (CSV): deliver it to a source whose `format` is 'parquet'"),
        (CAMT, FORMS["book journal_csv"], "take it out of this source's folder"),
        (b'<rss version="2.0"><channel/></rss>', TABLE, "is an XML document"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), PARQUET, "is an Excel workbook"),
    ],
)  # fmt: skip
def test_what_another_format_reads_is_sent_there(tmp_path, content, form, said):
    assert said in refusal(tmp_path, content, form)


@pytest.mark.parametrize("name", ["a.xlsx", "A.XLSX"])
def test_a_damaged_workbook_is_recognised_by_its_name(tmp_path, name):
    assert "spreadsheet (.xlsx)" in refusal(tmp_path, b"PK\x03\x04" + bytes(range(256)) * 4, TABLE, name)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (CSV, TABLE),
        (CSV.decode().encode("utf-16"), TABLE),
        (b"<DATE>,<AMOUNT>\n2026-01-02,1\n", TABLE),
        (b"PK;date\n1;2\n", TABLE),
        (b"id,note\n1,:20: was called\n", TABLE),
        (b'"{id}",amount\n', TABLE),
        (b"", TABLE),
        (b" \n", XML),
        (CAMT, XML),
        (b"\xef\xbb\xbf" + CAMT, XML),
        (b"<Document><BkToCstmrStmt/></Document>", XML),
        (b"anything", XML),
        (MT940, SWIFT),
        (b"Bank, statement\nof, today\n:20:A\n:25:1\n", SWIFT),
        (b":20:A\n:86:<html>\n", SWIFT),
        (b"PAR0", PARQUET),
    ],
)
def test_what_may_be_its_formats_own_is_left_to_the_reader(tmp_path, content, form):
    path = tmp_path / "statement"
    path.write_bytes(content)
    assert_content(path, form)


@pytest.mark.parametrize("path", sorted(path for path in CORPUS.rglob("*.*") if path.name != "README.md"), ids=str)
def test_every_corpus_file_is_its_own_formats_or_named(path):
    kind = path.relative_to(CORPUS).parts[0]
    if kind in {"mt940", "camt"}:
        assert_content(path, SWIFT if kind == "mt940" else XML)
    for form in {"mt940": (TABLE, XML), "camt": (TABLE, SWIFT), "ofx": (TABLE, XML, SWIFT), "bai2": (XML, SWIFT)}[kind]:
        if kind == "mt940" and not isinstance(MT940_CORPUS[str(path.relative_to(CORPUS / "mt940"))], tuple):
            continue  # many of those that are refused are a single field
        with pytest.raises(InputError):
            assert_content(path, form)
