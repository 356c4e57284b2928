"""What the documentation has from the code itself: tables of what is declared, pictures of what is built.

A page marks such a part by `<!-- generated: NAME -->` and `<!-- end -->`. `make docs` writes them all; a test fails
while one is not what the code gives.
"""

from docs.generate.pages import PARTS, generated, write

__all__ = ["PARTS", "generated", "write"]
