"""The page that verifies a bundle in a browser, offline: one file that needs no other, put together from its parts.

It makes the checks of `nameplate.ledger.checks` a second time, in another language: a fault of one shows in the other.
"""

import base64
from functools import cache
from importlib import resources

_SCRIPTS = ("sha256", "zip", "canonical", "merkle", "note", "entry", "registry", "report", "held", "verify", "show")
_BUNDLE = '<script type="text/plain" id="bundle"></script>'


@cache
def text() -> str:
    """The page, to be opened with a bundle."""
    script = "\n".join(_part(f"{name}.js") for name in _SCRIPTS)
    return _part("page.html").replace("/* style */", _part("page.css")).replace("/* script */", script)


def with_bundle(bundle: bytes) -> str:
    """The page with a bundle (the bytes of its ZIP) inside: one file for an auditor to open."""
    return text().replace(_BUNDLE, _BUNDLE.replace("><", f">{base64.b64encode(bundle).decode()}<"))


def _part(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
