"""Who has seen the title of a check of the close finds its id: it is a word of the title."""

import yaml

from dbt_project import PROJECT_DIR

CHECKS = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text())["vars"]["close_checks"]


def test_the_id_of_a_check_is_a_word_of_its_title():
    assert {each["id"]: each["title"] for each in CHECKS if each["id"] not in each["title"].lower().split()} == {}
