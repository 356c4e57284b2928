-- The way that was chosen, applied to every item.
UPDATE items SET match_key = key_by(reference_key, $pattern, $prefixes, $zeros, $digits) WHERE side = $side
