select natural_key, cast(file_id as varchar) as file_id
from (
    {{ superseded_deliveries(
        '(select source, natural_key, cast(file_id as bigint) as file_id, content, cast(is_current as boolean) as is_current from given)'
    ) }}
) as superseded
