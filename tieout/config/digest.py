"""`digest:` in tieout.yml: who is notified of new and overdue exceptions, and of which."""

from ipaddress import ip_address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from tieout.config.severity import SEVERITIES, Severity
from tieout.config.strict import Strict

_OWN_KEYS = {"file": ("path", "to", "sender"), "http": ("url", "headers", "secret_env", "timeout_seconds")}
_NEEDED = {"file": "path", "http": "url"}


def _address(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not (local and at and domain) or any(letter.isspace() or letter in "<>,;" for letter in text):
        raise PydanticCustomError("address", "is not a mail address: write it as name@domain")
    return text


def _url(text: str) -> str:
    """Figures leave this machine encrypted or not at all.

    Raises:
        PydanticCustomError: it is no address, or an unencrypted one of another machine.
    """
    parts = urlsplit(text)
    host = parts.hostname
    if host is None or parts.scheme not in ("http", "https"):
        raise PydanticCustomError("sink_url", "is not an address: write it as https://host/path")
    if parts.scheme == "http" and not _is_here(host):
        raise PydanticCustomError("sink_url", "leaves this machine unencrypted: write https://")
    return text


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _header(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise PydanticCustomError("header", "holds what no HTTP header can: use printable ASCII")
    return text


MailAddress = Annotated[str, AfterValidator(_address)]
Header = Annotated[str, AfterValidator(_header)]


class Sink(Strict):
    """Where a digest goes.

    `file` writes it into the folder `path` of the workspace, as a letter from `sender` to `to` and as JSON. `http`
    posts the JSON to `url` with `headers`, signed with the secret that the environment variable `secret_env` holds, and
    waits `timeout_seconds` for an answer.
    """

    kind: Literal["file", "http"]
    path: str | None = Field(default=None, min_length=1)
    to: tuple[MailAddress, ...] = ()
    sender: MailAddress | None = Field(default=None, alias="from")
    url: Annotated[str, AfterValidator(_url)] | None = None
    headers: dict[Header, Header] = Field(default_factory=dict)
    secret_env: str | None = Field(default=None, min_length=1)
    timeout_seconds: int = Field(default=10, ge=1, le=60)

    @model_validator(mode="after")
    def _keys_of_its_kind(self) -> Self:
        needed = _NEEDED[self.kind]
        if getattr(self, needed) is None:
            raise PydanticCustomError(
                "sink_key", "a sink of kind '{kind}' needs '{needed}'", {"kind": self.kind, "needed": needed}
            )
        for kind, keys in _OWN_KEYS.items():
            stray = next((key for key in keys if key in self.model_fields_set), None)
            if kind != self.kind and stray is not None:
                key = type(self).model_fields[stray].alias or stray
                words = "'{key}' says nothing to a sink of kind '{kind}': remove it"
                raise PydanticCustomError("sink_key", words, {"key": key, "kind": self.kind})
        return self


class Digest(Strict):
    """The digest: its sinks, and which severities it reports."""

    sinks: tuple[Sink, ...] = ()
    only: tuple[Severity, ...] = Field(default=SEVERITIES, min_length=1)
