"""The pages, and how one leads to another: a link carries what the next page shows in its address."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

REQUEST_KEY = "navigation_request"
SHOWN_KEY = "navigation_shown"


class Request(NamedTuple):
    """A wish to go to a page, with the query of its address."""

    page: str
    query: dict[str, str]


def request(page: str, **query: str | None) -> None:
    """Ask to go to a page; usable in a callback, carried out when the script runs next."""
    st.session_state[REQUEST_KEY] = Request(page, {name: value for name, value in query.items() if value})


def look_at(page: str, **shown: str) -> None:
    """Ask to go to a page whose boxes then show these values; an address cannot name what a box is bound to."""
    st.session_state[SHOWN_KEY] = shown
    request(page)


def run(pages: dict[str, tuple[str, str, Callable[[], None]]]) -> None:
    """Draw the navigation and the current page; `pages` is address → title, icon and the page itself."""
    built = {
        path: st.Page(draw, title=title, icon=icon, url_path=path, default=path == next(iter(pages)))
        for path, (title, icon, draw) in pages.items()
    }
    current = st.navigation(list(built.values()), position="top")
    wish: Request | None = st.session_state.pop(REQUEST_KEY, None)
    if wish is not None:
        st.switch_page(built[wish.page], query_params=wish.query)
    st.session_state.update(st.session_state.pop(SHOWN_KEY, {}))
    current.run()
