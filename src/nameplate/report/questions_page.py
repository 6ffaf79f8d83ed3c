"""questions.html: the questionnaire as a form that needs no network; filled in, it gives the text of answers.yaml.

Nothing is sent anywhere: the page's own script writes the text, and the reader saves or copies it.
"""

from pathlib import Path

from nameplate.pipeline import Review
from nameplate.register.load import Register
from nameplate.report.summary import Summary
from nameplate.report.templating import render


def write(review: Review, summary: Summary, _register: Register, folder: Path) -> Path:
    """Write questions.html."""
    path = folder / "questions.html"
    path.write_text(render("questions.html.j2", review=review, asked=summary.questionnaire), encoding="utf-8")
    return path
