"""The close binder: everything that was certified when a period was closed, in one folder.

One PDF to read and to sign, one spreadsheet, a CSV file of every table, the sealed rows as text, and a manifest with
the SHA-256 of each file. It is made of what was sealed, and of the archived figures of the run that the close was
prepared on; nothing in it is computed anew or read from today's marts, so the same close gives the same bytes for ever.
What became of a close later (decertified, reopened) does not change the binder; `tieout periods` shows it.

`sha256sum` alone checks it: each file against `manifest.json`, and `seal.txt` against the seal's hash on the cover.
"""

from reporting.binder.render import render_binder

__all__ = ["render_binder"]
