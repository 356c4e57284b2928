"""A sink that could not work, or that would send figures in the clear, is refused when tieout.yml is read."""

import pytest

from tieout.config import load
from tieout.errors import InputError

HEAD = "tenant: acme\nentities:\n  - {id: de, name: Acme, currency: EUR}\ndigest:\n  sinks:\n    - %s\n"
MISTAKES = {
    "{kind: fax}": "6: digest.sinks[0].kind: 'fax' is not one of them: valid: file, http",
    "{kind: file}": "6: digest.sinks[0]: a sink of kind 'file' needs 'path'",
    "{kind: http, path: x, url: 'https://h/'}": "6: digest.sinks[0]: 'path' says nothing to a sink of kind 'http': remove it",
    "{kind: http, url: 'https://h/', from: a@b}": "6: digest.sinks[0]: 'from' says nothing to a sink of kind 'http': remove it",
    "{kind: http, url: 'http://hooks.acme.example/x'}": "6: digest.sinks[0].url: leaves this machine unencrypted: write https://",
    "{kind: http, url: 'ftp://h/'}": "6: digest.sinks[0].url: is not an address: write it as https://host/path",
    "{kind: http, url: 'https://h/', headers: {X-A: \"a\\nb\"}}": "6: digest.sinks[0].headers.X-A: holds what no HTTP header can: use printable ASCII",
    "{kind: file, path: x, to: ['a@b, c@d']}": "6: digest.sinks[0].to[0]: is not a mail address: write it as name@domain",
    "{kind: file, pth: x}": "6: unknown key 'digest.sinks[0].pth': did you mean 'path'?",
}


@pytest.mark.parametrize("sink", MISTAKES)
def test_a_mistake_in_a_sink_is_one_line(tmp_path, sink):
    (tmp_path / "tieout.yml").write_text(HEAD % sink)
    with pytest.raises(InputError) as refused:
        load(tmp_path / "tieout.yml")
    assert str(refused.value).startswith(f"tieout.yml:{MISTAKES[sink]}")


@pytest.mark.parametrize(
    "url", ["http://localhost:80/x", "http://127.0.0.1/x", "http://[::1]:8/x", "https://h.example/"]
)
def test_this_machine_is_notified_without_encryption_and_others_with_it(tmp_path, url):
    (tmp_path / "tieout.yml").write_text(HEAD % f"{{kind: http, url: '{url}'}}")
    assert load(tmp_path / "tieout.yml").digest.sinks[0].url == url
