"""Figures of another day: a private build of the same models, on what was known then."""
