"""The plan of one example, read from NAME.yaml beside this file: its holder, sites and mix of products."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from make.fleet import Place

HERE = Path(__file__).parent
GROUPS = ("spares", "neighbours", "landlord", "ledger_only")


@dataclass(frozen=True)
class Plan:
    """What an example is made from; counts are units by product key, `more` the further groups of them."""

    id: str
    name: str
    note: str
    actors: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    seed: int
    last_purchase: dt.date
    sites: tuple[Place, ...]
    mix: Mapping[str, int]
    more: Mapping[str, Mapping[str, int]]

    def site(self, site_id: str) -> Place:
        """The site with that id."""
        return next(site for site in self.sites if site.id == site_id)


def load(example: str) -> Plan:
    """Read the plan of `example`."""
    table = yaml.safe_load((HERE / f"{example}.yaml").read_text(encoding="utf-8"))
    return Plan(
        id=example,
        name=table["name"],
        note=table["note"],
        actors=tuple(table["actors"]),
        jurisdictions=tuple(table["jurisdictions"]),
        seed=table["seed"],
        last_purchase=table["last_purchase"],
        sites=tuple(_site(row) for row in table["sites"]),
        mix=table["mix"],
        more={group: table[group] for group in GROUPS if group in table},
    )


def _site(row: dict[str, Any]) -> Place:
    return Place(
        id=row["id"],
        name=row["name"],
        network=row["network"],
        prefix=row["prefix"],
        spellings=tuple(row.get("spellings", ())),
        patterns=tuple(row["patterns"]),
        purposes=tuple(row["purposes"]) if "purposes" in row else None,
        covered=frozenset(row["covered"]),
        on_link=row.get("on_link", False),
        units=row["units"],
    )


def write_holder(plan: Plan, path: Path) -> None:
    """Write the holder file that goes with the example."""
    lines = [
        f"# {plan.note}",
        f"name: {plan.name}",
        f"actors: [{', '.join(plan.actors)}]",
        f"jurisdictions: [{', '.join(plan.jurisdictions)}]",
        "sites:",
    ]
    for site in plan.sites:
        names = ", ".join(f'"{pattern}"' for pattern in site.patterns)
        networks = f"network: [{site.network}], " if site.network else ""
        lines += [
            f"  - id: {site.id}",
            f"    name: {site.name}",
            f'    match: {{site: [{names}], {networks}hostname: ["{site.prefix}-*"]}}',
        ]
        if site.purposes is not None:
            lines.append(f"    purposes: [{', '.join(site.purposes)}]")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
