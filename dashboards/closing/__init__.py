"""Closing from the page: how a close stands right now, and what a person can do about it.

The marts tell how things stood when they were published; what people did since is read from PostgreSQL beside them.
"""
