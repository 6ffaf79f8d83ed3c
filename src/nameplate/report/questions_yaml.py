"""questions.yaml: the questionnaire as a file to fill in and give back with --answers."""

from pathlib import Path
from typing import Any

from nameplate.pipeline import Review
from nameplate.policy.questionnaire import Asked
from nameplate.policy.questions import UNKNOWN, AnswerKind
from nameplate.register.load import Register
from nameplate.report.summary import Summary

_HEAD = f"""\
# What the files of this review leave open, most units first. Write behind `answer:` what you know, save the file, and
# run the same review again with `--answers FILE`. Several words stand in brackets: [a, b]. Leave empty, or write
# {UNKNOWN}, what nobody knows. `words` says what each word means. What stands under `elsewhere` is not answered here.
"""


def write(_review: Review, summary: Summary, _register: Register, folder: Path) -> Path:
    """Write questions.yaml."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Leaves the place of an answer empty instead of writing `null`; writes tuples in one line."""

    Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))
    Dumper.add_representer(
        tuple, lambda dumper, t: dumper.represent_sequence("tag:yaml.org,2002:seq", t, flow_style=True)
    )
    text = yaml.dump(_document(summary), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=118)
    path = folder / "questions.yaml"
    path.write_text(_HEAD + text, encoding="utf-8")
    return path


def _document(summary: Summary) -> dict[str, Any]:
    asked = summary.questionnaire
    return {
        "schema": "nameplate/questions/1",
        "as_of": asked.as_of,
        "holder": asked.holder,
        "questions": [_question(one, asked.kinds[one.answers]) for one in asked.questions],
        "answered": [{"id": identifier, "answer": words} for identifier, words in asked.answered.items()],
        "left_out": asked.left_out,
        "elsewhere": [{"ask": one.ask, "where": one.where, "units": one.units} for one in asked.elsewhere],
        "words": {n: {w: m for w, m in k.words.items() if m} for n, k in asked.kinds.items() if any(k.words.values())},
    }


def _question(one: Asked, kind: AnswerKind) -> dict[str, Any]:
    return {
        "id": one.id,
        "ask": one.ask,
        "allowed": (*kind.words, UNKNOWN) if kind.words else f"{kind.says}, or {UNKNOWN}",
        "several": kind.several,
        "units": one.units,
        "orders": one.orders,
        "answer": None,
    }
