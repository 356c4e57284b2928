"""Waiting for what a process says."""

import time


def until_it_says(process, words, seconds=120):
    """Read standard error up to the line that holds `words`; fails when it never comes."""
    deadline = time.monotonic() + seconds
    heard = []
    while time.monotonic() < deadline:
        line = process.stderr.readline()
        heard.append(line)
        if words in line:
            return
        if not line:
            break
    raise AssertionError(f"'{words}' was never said, but: {''.join(heard)}")
