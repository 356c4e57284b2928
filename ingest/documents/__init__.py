"""What formats that are documents (XML, tagged text) have in common: they are streamed, entry by entry, into the lake.

A parser yields lines, refused rows and proved statement headers (`parts`); `lake_writer` writes them batch by batch.
"""
