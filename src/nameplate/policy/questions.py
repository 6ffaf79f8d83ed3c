"""Missing inputs as plain questions, and how each can be answered; from data."""

from functools import cache
from typing import Literal

import msgspec

from nameplate import yamlfile
from nameplate.model import PURPOSES
from nameplate.register.load import Register

UNKNOWN = "unknown"
"""The answer that leaves a question open."""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a missing input is asked for, and where its answer goes. With `answer` it stands in the questionnaire."""

    ask: str
    where: str
    about: Literal["holder", "site", "product"] | None = None
    answer: str | None = None
    id: str | None = None


class AnswerKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be answered: a sentence for people, and the words with their meaning; no words is a free answer."""

    says: str
    several: bool = False
    words: dict[str, str] = {}


class _Questions(msgspec.Struct, forbid_unknown_fields=True):
    questions: dict[str, Question]
    answers: dict[str, AnswerKind]


@cache
def _data() -> _Questions:
    return yamlfile.packaged("nameplate.policy", "questions.yaml", _Questions)


def table() -> dict[str, Question]:
    """Missing input -> question."""
    return _data().questions


def ask(missing: str, site: str = "the site", maker: str = "the maker", product: str = "it") -> str:
    """The question for one missing input."""
    question = table().get(missing)
    return question.ask.format(site=site, maker=maker, product=product) if question else f"What is {missing}?"


def answer_kind(name: str, register: Register) -> AnswerKind:
    """A kind of answer with all its words."""
    kind = _data().answers[name]
    if name == "purposes":
        return msgspec.structs.replace(kind, words=PURPOSES)
    if name == "sectors":
        bounds = (bound for order in register.orders.values() for bound in order.bound)
        sectors = sorted({sector for bound in bounds for sector in bound.sectors})
        return msgspec.structs.replace(kind, words={s: s.replace("_", " ") for s in sectors} | kind.words)
    return kind
