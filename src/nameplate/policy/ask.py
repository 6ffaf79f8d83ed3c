"""Every order's answer for one device that need not exist, with its reason; strictest verdict first."""

import datetime as dt

from nameplate.model import Category, Component, Finding, Site, Step
from nameplate.policy.evaluate import Evaluator
from nameplate.policy.foremost import STRICTEST
from nameplate.policy.subject import UNLISTED, Subject
from nameplate.register.lineage import Unit, makers_behind
from nameplate.register.load import Register


def ask(
    named: str,
    category: Category,
    site: Site | None,
    acquired: dt.date,
    evaluator: Evaluator,
    register: Register,
    components: tuple[Component, ...] = (),
) -> list[Finding]:
    """Findings of all orders for a device of maker, entity or brand `named`, acquired on a day, at a site; `components`
    are parts known to be inside."""
    brand = register.brands.get(named) if named not in register.entities else None
    unit = Unit(models=(), text=named, category=category, acquired=acquired)
    behind = makers_behind(brand, unit) if brand else ()
    deciding = [b.maker for b in behind if b.decides]
    own = deciding[0] if deciding else register.maker_of(named)
    certain = bool(deciding) or not behind
    subject = Subject(
        maker=own if certain else None,
        certain=certain,
        candidates=() if certain else tuple(sorted({b.maker for b in behind})),
        open=False,
        entity=named if named in register.entities else None,
        category=category,
        acquired=acquired,
        site=site or UNLISTED,
        funding=site.funding if site and site.funding is not None else evaluator.holder.funding,
        components=components,
        relabelled=bool(brand) and certain and not register.is_own_label(named, own),
    )
    first = Step(f"asked: a {category} of {register.label(named)}, acquired on {acquired}")
    findings = [
        Finding("asked", j.order, j.verdict, j.conditions, j.duties, (first, *j.chain), j.missing)
        for j in evaluator.judge(subject)
    ]
    return sorted(findings, key=lambda f: (STRICTEST.index(f.verdict), f.order))
