{{ ratio('part', 'whole') }}
