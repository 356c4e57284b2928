"""The digest as an e-mail: RFC 5322 with a plain text and an HTML part, ready for a mail program to send.

References, counterparties and descriptions come out of files that strangers write. In both parts they are one line
each, without control characters, and never begin as a formula would: a table copied into a spreadsheet stays text. In
the HTML part everything is escaped, and nothing is loaded from anywhere.
"""

from collections.abc import Sequence
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from string import Template

from notify.model import Digest, Entry, Section
from tieout import figures

_NOT_RECONCILED = "Received files and journals"
_SET = "padding:4px 12px 4px 0;vertical-align:top;border-bottom:1px solid #dcd8cc;text-align"
_CELL, _FIGURE = f'style="{_SET}:left"', f'style="{_SET}:right;white-space:nowrap"'
_PAGE = Template(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>$subject</title></head>'
    '<body style="margin:0;padding:24px;font:15px/1.45 sans-serif;color:#1b1f24;background:#fbfaf7">'
    '<h1 style="font-size:20px;margin:0 0 4px">$headline</h1>'
    '<p style="margin:0 0 20px;color:#575c63">$origin</p>$sections</body></html>'
)


def email_message(digest: Digest, sender: str | None, to: Sequence[str]) -> EmailMessage:
    """The message; without a recipient it is marked as a draft. The same digest always gives the same bytes."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject(digest)
    message["Date"] = digest.made_at
    message["Message-ID"] = f"<{digest.digest_id}@tieout.invalid>"
    if sender:
        message["From"] = sender
    if to:
        message["To"] = ", ".join(to)
    else:
        message["X-Unsent"] = "1"
    message.set_content(as_text(digest))
    message.add_alternative(as_html(digest), subtype="html")
    message.set_boundary(f"={digest.digest_id}=")
    return message


def subject(digest: Digest) -> str:
    """Whose, how many and as of when."""
    return f"{digest.tenant}: {_headline(digest)}, as of {figures.day(digest.as_of)}"


def as_text(digest: Digest) -> str:
    """The e-mail's plain text."""
    parts = [f"{_headline(digest)}\n{_origin(digest)}"]
    for section in digest.reconciliations:
        lines = [_name(section).upper(), _counts(section)]
        lines += [f"{sum_.currency}: new {_money(sum_.new)}, overdue {_money(sum_.overdue)}" for sum_ in section.sums]
        for entry in section.worst:
            lines += [
                "",
                f"* {' '.join(word for word in _facts(entry) if word)}",
                f"  Why: {_plain(entry.context)}",
                f"  What to do: {_plain(entry.suggestion)}",
            ]
        parts.append("\n".join([*lines, *_further(section)]))
    return "\n\n".join(parts) + "\n"


def as_html(digest: Digest) -> str:
    """The e-mail's HTML."""
    return _PAGE.substitute(
        subject=escape(subject(digest)),
        headline=escape(_headline(digest)),
        origin=escape(_origin(digest)),
        sections="".join(map(_html_section, digest.reconciliations)),
    )


def _html_section(section: Section) -> str:
    sums = "".join(
        f"<tr><td {_CELL}>{escape(sum_.currency)}</td><td {_FIGURE}>{_money(sum_.new)}</td>"
        f"<td {_FIGURE}>{_money(sum_.overdue)}</td></tr>"
        for sum_ in section.sums
    )
    head = f"<tr><th {_CELL}>Currency</th><th {_FIGURE}>New</th><th {_FIGURE}>Overdue</th></tr>"
    further = "".join(f'<p style="color:#575c63">{escape(line)}</p>' for line in _further(section) if line)
    return (
        f'<h2 style="font-size:16px;margin:20px 0 2px">{escape(_name(section))}</h2>'
        f'<p style="margin:0 0 8px">{escape(_counts(section))}</p>'
        + (f'<table style="border-collapse:collapse">{head}{sums}</table>' if sums else "")
        + f'<table style="border-collapse:collapse;width:100%">{"".join(map(_html_entry, section.worst))}</table>'
        + further
    )


def _html_entry(entry: Entry) -> str:
    severity, kind, money, *rest = _facts(entry)
    reason = f"{escape(_plain(entry.context))}<br><strong>What to do:</strong> {escape(_plain(entry.suggestion))}"
    return (
        f"<tr><td {_CELL}><strong>{escape(kind)}</strong><br>{escape(severity)}</td>"
        f"<td {_FIGURE}>{escape(money)}</td>"
        f"<td {_CELL}>{escape(' '.join(word for word in rest if word))}<br>{reason}</td></tr>"
    )


def _facts(entry: Entry) -> list[str]:
    """Severity, type, amount, then what identifies the line."""
    names = [_plain(text) for text in (entry.reference or entry.line_ref, entry.counterparty) if text]
    due = f"due {figures.day(entry.due_at)}" if entry.is_overdue else ""
    return [
        f"{entry.severity}{', overdue' if entry.is_overdue else ''}",
        figures.word(entry.type),
        f"{_money(entry.amount)} {entry.currency}" if entry.amount and entry.currency else "",
        " · ".join(names),
        f"of {figures.day(entry.date)}" if entry.date else "",
        due,
        f"[{entry.exception_id}]",
    ]


def _headline(digest: Digest) -> str:
    overdue = f"{figures.count(digest.overdue)} became overdue" if digest.overdue else ""
    new = f"{figures.count(digest.new)} new {'exception' if digest.new == 1 else 'exceptions'}"
    return ", ".join(part for part in (new if digest.new else "", overdue) if part)


def _origin(digest: Digest) -> str:
    return f"{digest.tenant}, as of {figures.day(digest.as_of)}, run {digest.run_id}. Sums are of absolute amounts."


def _counts(section: Section) -> str:
    reported = f"{figures.count(section.new)} new, {figures.count(section.overdue)} became overdue"
    return (
        f"{reported}; {figures.count(section.open)} open in all, {figures.count(section.open_overdue)} of them overdue."
    )


def _further(section: Section) -> list[str]:
    """How many are not listed: what is new and overdue at once counts once."""
    listed_new = sum(entry.is_new for entry in section.worst)
    listed_overdue = sum(entry.is_overdue for entry in section.worst)
    new, overdue = section.new - listed_new, section.overdue - listed_overdue
    return ["", f"The worst {len(section.worst)}; not listed: {new} new, {overdue} overdue."] if new + overdue else []


def _name(section: Section) -> str:
    return section.reconciliation or _NOT_RECONCILED


def _money(amount: str | None) -> str:
    """The exact figure with grouped thousands and a minus sign that no spreadsheet takes for a formula."""
    if amount is None:
        return figures.NONE
    value = Decimal(amount)
    exponent = value.as_tuple().exponent
    return figures.amount(value, -exponent if isinstance(exponent, int) else 0)


def _plain(text: str | None) -> str:
    """A stranger's text as one line of printable characters that does not begin as a formula."""
    printable = (character if character.isprintable() else " " for character in text or "")
    line = " ".join("".join(printable).split())
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line
