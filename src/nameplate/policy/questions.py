"""Missing inputs as plain questions, from data."""

from functools import cache
from importlib import resources

import msgspec

from nameplate import yamlfile


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a missing input is asked for, and where its answer goes."""

    ask: str
    where: str


class _Questions(msgspec.Struct, forbid_unknown_fields=True):
    questions: dict[str, Question]


@cache
def table() -> dict[str, Question]:
    """Missing input -> question."""
    text = resources.files("nameplate.policy").joinpath("questions.yaml").read_text(encoding="utf-8")
    return yamlfile.parse(text, _Questions, "questions.yaml").questions


def ask(missing: str, site: str = "the site", maker: str = "the maker") -> str:
    """The question for one missing input."""
    question = table().get(missing)
    return question.ask.format(site=site, maker=maker) if question else f"What is {missing}?"
