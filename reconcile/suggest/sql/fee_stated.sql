-- Mark the pairs whose difference is the fee that their line states.
UPDATE fee_points SET explained = true WHERE found_by = 'pair' AND currency = $currency AND fee = own_fee
