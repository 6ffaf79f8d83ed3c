"""Which templates read one section of a session: by its command if it has one, else by what it looks like.

What a switch's command was read with once is tried first the next time, so that a long session costs one choice.
"""

from dataclasses import dataclass, field

from nameplate.sources.cli import topics
from nameplate.sources.cli.session import Section
from nameplate.sources.cli.templates import SAMPLE, Fitting, fitting
from nameplate.sources.cli.topics import Topic

Choice = tuple[Topic, Fitting]


@dataclass
class Chooser:
    """What was chosen so far, by command."""

    used: dict[str, Choice] = field(default_factory=dict)
    platforms: dict[str, str] = field(default_factory=dict)

    def choices(self, section: Section) -> list[Choice]:
        """The topics that a section is about with their templates; none if it is about something else."""
        if section.command:
            asked = topics.of_command(section.command)
            return self._of_command(section, asked) if asked else []
        return unprompted(section)

    def _of_command(self, section: Section, asked: tuple[Topic, ...]) -> list[Choice]:
        last = self.used.get(section.command.casefold())
        if last is not None:
            again = fitting(last[1].template, last[0], section.lines)
            if again.rows and again.rank > 0 and (again.known or not last[1].known):
                return [(last[0], again)]
        tried = [
            (topic, best) for topic in asked if (best := best_of(topic, section, self.platforms.get(section.switch)))
        ]
        if not tried:
            return []
        chosen = max(tried, key=lambda one: one[1].rank)
        self.used[section.command.casefold()] = chosen
        self.platforms[section.switch] = _platform(chosen[1].template)
        return [chosen]


def unprompted(section: Section) -> list[Choice]:
    """As `choices`, for output without its command: the topic whose rows look best, or none."""
    sample = [line for _, line in section.lines[:SAMPLE] if line.strip()]
    text = "\n".join(sample)
    hinted = [topic for topic in topics.known().topics if topics.pattern(topic.hint).search(text)]
    tried = [(topic, best) for topic in hinted if (best := best_of(topic, section, None))]
    tried = [one for one in tried if _is_likely(*one, len(sample))]
    return [max(tried, key=lambda one: one[1].rank)] if tried else []


def _is_likely(topic: Topic, best: Fitting, lines: int) -> bool:
    """Whether output without a command is what a topic's best template makes of it."""
    if topic.is_table:
        return best.known or best.rows * 3 >= lines
    if topic.observe in {"own", "parts"}:
        return best.looks >= (1 if best.known else 2)
    return best.looks >= 2 and best.looks >= 1.5 * best.rows


def best_of(topic: Topic, section: Section, platform: str | None) -> Fitting | None:
    """The template of a topic that reads a section best; of equal ones that of the switch's platform."""
    verb = section.command
    names = (template for template in topics.templates(topic.name) if topics.is_of_verb(template, verb))
    tried = [fitting(template, topic, section.lines) for template in names]
    found = [one for one in tried if one.rows and _is_right(topic, one)]
    if not found:
        return None
    command = section.command

    def order(one: Fitting) -> tuple[float, bool]:
        asked = 1.5 if command and topics.is_for(one.template, command) else 1
        return one.rank * asked, _platform(one.template) == platform

    return max(found, key=order)


def _is_right(topic: Topic, one: Fitting) -> bool:
    """Whether the columns of a table look right: those of another system's template put ports under states."""
    enough = {"neighbour": (2, 1), "own": (0, 0), "parts": (0, 0)}.get(topic.observe, (1.5, 0))[one.known]
    return one.looks >= enough * one.rows


def _platform(template: str) -> str:
    """The system that a template is for: its first two words."""
    return "_".join(template.split("_")[:2])
