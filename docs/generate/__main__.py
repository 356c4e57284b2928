"""`python -m docs.generate`: write what the documentation has from the code."""

from docs.generate import write

write()
