"""A difference is told in full."""

import pytest

pytest.register_assert_rewrite(
    *(f"tests.integration.ledger.machine.{module}" for module in ("commands", "comparing", "trespass"))
)
