-- The items that no pass confirmed: what a person, or another day, must explain.
select items.*
from {{ ref('int_items') }} as items
where
    not exists (
        select 1 from {{ ref('int_match_links') }} as links
        where items.side = 'left' and items.item_no = links.left_no and links.status = 'confirmed'
    )
    and not exists (
        select 1 from {{ ref('int_match_links') }} as links
        where items.side = 'right' and items.item_no = links.right_no and links.status = 'confirmed'
    )
