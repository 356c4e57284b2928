"""The room where everything arrives: statement files and other systems' books become typed rows in the lake.

`receiver.receive` takes in whatever the workspace's sources hold. A file is hashed, read by its format, written to
immutable Parquet, and counts from the moment its row in the manifest (`ingest.files`) is committed, one transaction per
file. The same content again changes nothing; other content of a known statement is a new version beside the old one.
What cannot be read is refused with a reason, row by row or whole, and nothing is lost.
"""
