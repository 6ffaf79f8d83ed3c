"""Missing inputs as plain questions, from data."""

from functools import cache

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
    return yamlfile.packaged("nameplate.policy", "questions.yaml", _Questions).questions


def ask(missing: str, site: str = "the site", maker: str = "the maker") -> str:
    """The question for one missing input."""
    question = table().get(missing)
    return question.ask.format(site=site, maker=maker) if question else f"What is {missing}?"
