"""A fault of the program itself: the reader has a number for it, and the log has it under that."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import streamlit as st

from dashboard.markup import element, page, paragraph
from metrics.errors import stopped_at

LOG = logging.getLogger("scorecard")
BYTES = 4


@contextmanager
def numbered_faults() -> Iterator[None]:
    """Tell a fault that nobody foresaw with a number and nothing of what is inside; it goes on."""
    try:
        yield
    except Exception as fault:  # whatever it is: it gets a number here, and goes on
        number, place = token_hex(BYTES).upper(), stopped_at(fault.__traceback__)
        LOG.error("reference %s: %s at %s", number, type(fault).__name__, place)
        told = element(
            "div", element("h2", "Something went wrong on our side"),
            paragraph("Nothing that is kept has changed. Try again; if it happens again, tell the "
                      "team named under Help this reference, and what you were about to see: ",
                      element("strong", number), "."),
            class_="problem", role="alert",
        )  # fmt: skip
        st.html(page(told))
        raise
