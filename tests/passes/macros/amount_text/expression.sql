{{ amount_text('cast(amount as decimal(38, 9))') }}
