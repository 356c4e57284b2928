"""`python -m docs.generate`: write what the documentation has from the code."""

from docs.generate.pages import write

write()
