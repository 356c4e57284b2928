"""The actor: a name that is written into every event; the second pair of eyes on a journal must be another one.

It is typed once a session, at first the user who started the server. A server that is started with `TIEOUT_USER` acts
for that person, and no other name can be given.
"""

import getpass
import os

import streamlit as st

USER_VARIABLE = "TIEOUT_USER"
KEY = "actor"


def actor_field() -> str:
    """Draw the field 'Acting as' and return the name in it; empty when nobody is named."""
    fixed = os.environ.get(USER_VARIABLE)
    if fixed:
        st.text_input("Acting as", fixed, disabled=True)
        return fixed
    if KEY not in st.session_state:
        st.session_state[KEY] = _server_user()
    return st.text_input("Acting as", key=KEY, persist_state="session", placeholder="Your name").strip()


def _server_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return ""
