-- References as matching reads them: the same as `reference_key` and `normalised_reference` of dbt_project.
CREATE OR REPLACE TEMP MACRO reference_key(reference) AS
    CASE
        WHEN
            upper(replace(reference, ' ', ''))
            IN ('NOTPROVIDED', 'NOTAVAILABLE', 'NONREF', 'NOREF', 'NONE', 'NULL', 'N/A', 'NA', '-', '0', '')
            THEN NULL
        ELSE upper(replace(reference, ' ', ''))
    END;

CREATE OR REPLACE TEMP MACRO cut_key(key, pattern, prefixes) AS
    regexp_replace(CASE WHEN pattern IS NULL THEN key ELSE regexp_extract(key, pattern, 1) END, coalesce(prefixes, '^$'), '');

CREATE OR REPLACE TEMP MACRO key_by(key, pattern, prefixes, drop_zeros, digits) AS
    nullif(
        CASE
            WHEN digits IS NOT NULL
                THEN array_to_string(
                    regexp_extract_all(cut_key(key, pattern, prefixes), '[0-9]{' || digits::VARCHAR || ',}'), '-'
                )
            WHEN drop_zeros THEN regexp_replace(cut_key(key, pattern, prefixes), '(^|[^0-9])0+([0-9])', '\1\2', 'g')
            ELSE cut_key(key, pattern, prefixes)
        END,
        ''
    );
