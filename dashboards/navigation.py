"""The pages, and how one leads to another: a link carries what the next page shows in its address."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

REQUEST_KEY = "navigation_request"
CHOICES_KEY = "navigation_choices"


class NavigationRequest(NamedTuple):
    """A page to go to, with the query of its address."""

    page: str
    query: dict[str, str]


def go_to(page: str, **query: str | None) -> None:
    """Go to a page when the script runs next, so that a callback may call it; empty query values are left out."""
    st.session_state[REQUEST_KEY] = NavigationRequest(page, {name: value for name, value in query.items() if value})


def go_to_with_choices(page: str, **choices: str) -> None:
    """Go to a page whose select boxes then show these choices (key → value): an address cannot set a bound box."""
    st.session_state[CHOICES_KEY] = choices
    go_to(page)


def run(pages: dict[str, tuple[str, str, Callable[[], None]]]) -> None:
    """Draw the navigation and the current page; `pages` is address → title, icon and the page itself."""
    built = {
        path: st.Page(draw, title=title, icon=icon, url_path=path, default=path == next(iter(pages)))
        for path, (title, icon, draw) in pages.items()
    }
    current = st.navigation(list(built.values()), position="top")
    request: NavigationRequest | None = st.session_state.pop(REQUEST_KEY, None)
    if request is not None:
        st.switch_page(built[request.page], query_params=request.query)
    st.session_state.update(st.session_state.pop(CHOICES_KEY, {}))
    current.run()
