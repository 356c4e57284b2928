"""MT940: what is rendered is read back, and a file cut anywhere is never read as a shorter one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.rounds import rounds
from tests.unit.ingest.statement_files import IBAN, headers, lines, read
from tieout.errors import InputError

ONCE = settings(
    max_examples=rounds(40, 1000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
amounts = st.integers(-(10**11), 10**11)
references = st.from_regex(r"[A-Z0-9][A-Z0-9./-]{0,13}[A-Z0-9]", fullmatch=True).filter(lambda ref: "//" not in ref)
texts = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ?+(),.'-]{0,60}", fullmatch=True)


@st.composite
def statements(draw):
    """A list of (opening, entries), an entry being (amount, reversed mark, reference, text)."""
    entry = st.tuples(amounts, st.booleans(), references, texts)
    return draw(st.lists(st.tuples(amounts, st.lists(entry, max_size=5)), min_size=1, max_size=3))


def figure(minor):
    return f"{abs(minor) // 100},{abs(minor) % 100:02}"


def balance(tag, minor):
    return f":{tag}:{'D' if minor < 0 else 'C'}250131EUR{figure(minor)}"


def render(drawn, newline):
    out = []
    for number, (opening, entries) in enumerate(drawn):
        out += [":20:X", f":25:{IBAN}", f":28C:{number}/1", balance("60F", opening)]
        for place, (minor, turned, reference, text) in enumerate(entries):
            mark = ("RC" if turned else "D") if minor < 0 else ("RD" if turned else "C")
            out += [f":61:2501150116{mark}{figure(minor)}NTRF{reference}//B{place}", f":86:{text}"]
        out += [balance("62F", opening + sum(entry[0] for entry in entries)), "-", ""]
    return newline.join(out)


@pytest.mark.soak
@ONCE
@given(drawn=statements(), newline=st.sampled_from(["\r\n", "\n"]))
def test_what_is_rendered_is_read_back(tmp_path, drawn, newline):
    rows = read("mt940", tmp_path, render(drawn, newline))
    expected = [entry for _, entries in drawn for entry in entries]
    assert [line.amount for line in lines(rows)] == [minor for minor, *_ in expected]
    assert [line.line_ref for line in lines(rows)] == [f"B{n}" for _, entries in drawn for n in range(len(entries))]
    assert [header.opening for header in headers(rows)] == [opening for opening, _ in drawn]
    assert [header.lines for header in headers(rows)] == [len(entries) for _, entries in drawn]


@pytest.mark.soak
@ONCE
@given(drawn=statements(), cut=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_at_any_byte_is_refused_or_holds_whole_statements(tmp_path, drawn, cut):
    content = render(drawn, "\r\n").encode()
    try:
        rows = read("mt940", tmp_path, content[: int(len(content) * cut)])
    except InputError:
        return
    found = headers(rows)
    assert [header.lines for header in found] == [len(entries) for _, entries in drawn[: len(found)]]
    assert len(lines(rows)) == sum(header.lines for header in found)


@pytest.mark.soak
@ONCE
@given(drawn=statements(), place=st.floats(0, 1, exclude_max=True), junk=st.binary(min_size=1, max_size=6))
def test_a_damaged_file_is_refused_or_still_proves_its_balances(tmp_path, drawn, place, junk):
    content = render(drawn, "\n").encode()
    at = int(len(content) * place)
    try:
        rows = read("mt940", tmp_path, content[:at] + junk + content[at + len(junk) :])
    except InputError as refusal:
        assert "\n" not in str(refusal)  # noqa: PT017 - either outcome is right, this one has a shape
        return
    for header in headers(rows):
        if header.opening is not None and header.closing is not None:
            assert header.opening + header.total == header.closing
