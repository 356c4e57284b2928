"""The five pages. Each has one function, `draw(marts)`, that reads one published version and draws it."""
