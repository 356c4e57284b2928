"""The parts that pages are made of: header, cards, tables, the waterfall, and the empty and error states."""
