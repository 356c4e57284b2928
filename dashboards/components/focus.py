"""The keyboard's way into a form and back to the table that it was opened from."""

from pathlib import Path

import streamlit as st


def focus_first_field() -> None:
    """Inside a dialog: take the keyboard to its first field, and back to the table once it is closed."""
    script = Path(__file__).with_name("focus.js").read_text(encoding="utf-8")
    st.components.v2.component("tieout_focus", html="<span></span>", js=script)(key="focus")
