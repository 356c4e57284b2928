"""Where published marts go: a place that is one, and a URL that its variable holds."""

import pytest

from tieout.config import load
from tieout.config.publish import Publish
from tieout.errors import InputError

CONFIG = "tenant: acme\nentities:\n  - {id: de, name: Acme, currency: EUR}\npublish: {postgres: %s}\n"


@pytest.mark.parametrize(
    ("place", "url"),
    [("database", None), ("postgresql://u@h/d", "postgresql://u@h/d"), ("SERVING_URL", "postgresql://elsewhere/d")],
)
def test_a_place_is_the_own_database_a_url_or_a_variable_that_holds_one(place, url, monkeypatch):
    monkeypatch.setenv("SERVING_URL", "postgresql://elsewhere/d")
    assert Publish(postgres=place).url() == url


def test_a_variable_that_is_not_set_is_named(monkeypatch):
    monkeypatch.delenv("SERVING_URL", raising=False)
    with pytest.raises(InputError, match="the environment variable SERVING_URL is not set"):
        Publish(postgres="SERVING_URL").url()


def test_what_is_no_place_is_refused_with_its_line(tmp_path):
    (tmp_path / "tieout.yml").write_text(CONFIG % "my server")
    with pytest.raises(
        InputError, match=r"^tieout\.yml:4: publish\.postgres: is no place to publish to: write 'database'"
    ):
        load(tmp_path / "tieout.yml")
