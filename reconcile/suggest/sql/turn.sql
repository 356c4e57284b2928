-- Turn the signs of the right side.
UPDATE items SET amount = -amount, gross = -gross WHERE side = 'right'
