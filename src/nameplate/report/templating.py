"""The one way in which a template becomes text: everything from a file or a device is escaped."""

from typing import Any

from nameplate.model import percent


def render(template: str, **values: Any) -> str:
    """A packaged template with its values; `percent` and `thousands` are its filters."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("nameplate.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = percent
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment.get_template(template).render(values)
