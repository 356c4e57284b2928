"""`tieout init` and `tieout demo` make a workspace, and never touch one that is there."""

import yaml

from tests.integration.pipeline.company import Company, one_line


def test_init_makes_a_workspace_whose_words_are_taken_as_they_are(tmp_path):
    company = Company(tmp_path / "new")
    arguments = ("--tenant", "5", "--name", 'Müller: "Söhne" {& Co}', "--currency", "CHF")
    done = run(company, "init", str(company.root), *arguments)
    assert done.returncode == 0, done.stderr
    made = yaml.safe_load((company.root / "tieout.yml").read_text())
    assert (made["tenant"], made["entities"][0]["name"]) == ("5", 'Müller: "Söhne" {& Co}')


def test_init_leaves_a_workspace_alone(tmp_path):
    company = Company(tmp_path / "old").configure()
    before = (company.root / "tieout.yml").read_bytes()
    done = run(company, "init", str(company.root))
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert "already exists: nothing was changed" in done.stderr
    assert (company.root / "tieout.yml").read_bytes() == before


def test_init_with_an_impossible_tenant_makes_nothing(tmp_path):
    done = run(Company(tmp_path), "init", str(tmp_path / "new"), "--tenant", "a b")
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert not (tmp_path / "new").exists()


def test_init_where_a_file_stands_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    done = run(Company(tmp_path), "init", str(tmp_path / "file"))
    assert (done.returncode, one_line(done.stderr)) == (2, True)


def test_demo_twice_posts_nothing_twice(tmp_path):
    company = Company(tmp_path / "demo")
    first, second = (run(company, "demo", str(company.root), "--journals", "200") for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert " 0 already posted" in first.stdout
    assert ": 0 journals posted" in second.stdout


def run(company, *arguments):
    """The command without -w, which these two do not take."""
    import subprocess  # noqa: PLC0415

    return subprocess.run(company.arguments(*arguments)[:-2], capture_output=True, text=True, check=False, timeout=100)
