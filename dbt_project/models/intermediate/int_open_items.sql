-- The items that no pass confirmed: what a person, or another day, must explain.
{{ items_not_confirmed(ref('int_items'), ref('int_match_links')) }}
