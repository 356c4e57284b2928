"""The audit in the graph: a check an expectation."""
