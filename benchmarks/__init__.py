"""Speed and memory, as ratios: each benchmark measures Tieout and a bare baseline in one run, on one machine.

`python -m benchmarks` (or `make bench`) runs all of them, `python -m benchmarks scale formats` some. A ratio says what
Tieout's proofs cost over doing the same work without them; seconds alone would only say what machine it was. Limits are
the ones that were promised; a broken one ends the command with exit code 1.
"""
