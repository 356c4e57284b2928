"""Which format a file's name means, and writing it whole."""

from pathlib import Path

from reporting.printing.csv_file import to_csv
from reporting.printing.document import Document
from tieout.durable import written_whole
from tieout.errors import InputError

FORMATS = (".csv", ".xlsx", ".pdf")


def print_to(document: Document, target: Path) -> None:
    """Write the document in the format that the name ends in.

    Raises:
        InputError: there is no format of that ending or no such folder, or the document has too many rows for it.
    """
    content = printed(document, target.suffix.lower())
    if not target.parent.is_dir():
        raise InputError(f"{target.parent} is no folder: make it first")
    with written_whole(target) as making:
        making.write_bytes(content)


def printed(document: Document, suffix: str) -> bytes:
    """The bytes of the file; `suffix` is `.csv`, `.xlsx` or `.pdf`.

    Raises:
        InputError: there is no format of that ending, or the document has more rows than it holds.
    """
    if suffix == ".csv":
        return to_csv(document.head, document.tables[0])
    if suffix == ".xlsx":
        from reporting.printing.xlsx_file import to_xlsx  # noqa: PLC0415 - only when it is needed

        return to_xlsx(document)
    if suffix == ".pdf":
        from reporting.printing.pdf_file import to_pdf  # noqa: PLC0415 - a third of a second

        return to_pdf(document)
    raise InputError(f"'{suffix or 'no ending'}' is no format: name a file that ends in {', '.join(FORMATS)}")
