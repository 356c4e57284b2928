{{ key_of('compared') }}
