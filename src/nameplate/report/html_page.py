"""report.html: the review as one page that needs nothing else: no network, no script to be read, prints well.

Everything from a source or a device is escaped by the template engine. Chains that many units share stand once,
numbered, and every unit's finding points to its own; citations are numbered in the same way.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nameplate.model import Device, Finding, Step
from nameplate.pipeline import Review
from nameplate.policy.foremost import STRICTEST, foremost, in_words
from nameplate.register.load import Register
from nameplate.report.summary import NO_SITE, Relabel, Summary
from nameplate.report.templating import render

UNITS_SHOWN = 1_500
"""Units that open on the page, strictest first; a page with more is no longer read. The tables count all."""
_COLUMNS = 9
WORDS = {
    "forbidden": "forbidden",
    "forbidden_if": "forbidden if …",
    "restricted": "duty, no ban",
    "cannot_tell": "undecided",
    "allowed_by_exception": "excepted",
    "not_covered": "not covered",
}
"""Verdicts in plain words."""


def write(review: Review, summary: Summary, register: Register, folder: Path) -> Path:
    """Write report.html."""
    text = render("report.html.j2", **_Page(review, summary, register).context())
    path = folder / "report.html"
    path.write_text(text, encoding="utf-8")
    return path


class _Numbered:
    """Gives each distinct thing a number, in order of first use."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def __call__(self, thing: Any) -> int:
        return self._numbers.setdefault(thing, len(self._numbers) + 1)

    def items(self) -> list[tuple[int, Any]]:
        return [(number, thing) for thing, number in self._numbers.items()]


class _Page:
    """What the template shows, computed in the order of the page."""

    def __init__(self, review: Review, summary: Summary, register: Register) -> None:
        self._review, self._summary, self._register = review, summary, register
        self._cites = _Numbered()
        self._chains = _Numbered()
        self._sites = {s.id: s.name or s.id for s in review.holder.sites}

    def context(self) -> dict[str, Any]:
        """Variables of the template."""
        shown = self._chosen()
        units = [self._unit(device) for device in shown]
        chains = [{"number": n, "steps": [self._step(s) for s in steps]} for n, steps in self._chains.items()]
        return {
            "review": self._review,
            "summary": self._summary,
            "words": WORDS,
            "verdicts": [v for v in STRICTEST if v in self._summary.by_verdict],
            "matrix": _matrix(self._summary.matrix),
            "orders": [self._order(row.id) for row in self._summary.orders],
            "order_rows": self._summary.orders,
            "considered": self._considered(),
            "units": units,
            "left_out": len(self._review.devices) - len(shown),
            "chains": chains,
            "cites": self._cites.items(),
            "walk": self._walk(),
            "no_site": NO_SITE,
        }

    def _chosen(self) -> list[Device]:
        rank = {verdict: i for i, verdict in enumerate(STRICTEST)}
        ordered = sorted(
            self._review.devices,
            key=lambda d: (rank[self._summary.verdict_of[d.id]], d.site or "~", d.name or "~", d.id),
        )
        return ordered[:UNITS_SHOWN]

    def _unit(self, device: Device) -> dict[str, Any]:
        attribution = device.attribution
        identified = attribution.verdict == "identified"
        findings = self._summary.findings_of.get(device.id, ())
        first = foremost(findings, self._register)
        return {
            "id": device.id,
            "verdict": self._summary.verdict_of[device.id],
            "title": device.name or attribution.model or device.id,
            "label": self._register.label(attribution.brand) if attribution.brand else "no label known",
            "maker": self._register.label(attribution.maker) if identified else None,
            "maker_key": attribution.maker if identified else f"({attribution.verdict.replace('_', ' ')})",
            "site": device.site or NO_SITE,
            "site_name": self._sites.get(device.site or "", device.site or NO_SITE),
            "device": device,
            "attribution": attribution,
            "alternatives": [(self._register.label(a.maker), a.probability) for a in attribution.alternatives],
            "claims": [
                (c, [self._lineage(f) for f in c.facts if f in self._register.lineages]) for c in attribution.claims
            ],
            "findings": [self._finding(f) for f in findings],
            "foremost": in_words(first) if first else None,
            "parts": [(part.category, self._register.label(part.maker)) for part in attribution.components],
        }

    def _finding(self, finding: Finding) -> dict[str, Any]:
        start = next(
            (i + 1 for i, s in enumerate(finding.chain) if s.says.startswith(("made by ", "maker cannot be told"))), 0
        )
        return {"finding": finding, "chain": self._chains(finding.chain[start:])}

    def _step(self, step: Step) -> dict[str, Any]:
        return {"says": step.says, "fact": step.fact, "cite": self._cites(step.cite) if step.cite else None}

    def _lineage(self, fact: str) -> dict[str, Any]:
        brand, line = self._register.lineages[fact]
        says = f"{brand.names[0]} is built by {self._register.label(line.maker)}: {line.share} of it, {line.state}"
        cite = self._register.cite(line.cite)
        return {"says": says, "note": line.note, "cite": self._cites(cite) if cite else None}

    def _order(self, order_id: str) -> dict[str, Any]:
        order = self._register.orders[order_id]
        codes = [c.code for c in order.citations]
        return {"order": order, "codes": codes, "own": order_id in self._register.own}

    def _considered(self) -> list[dict[str, Any]]:
        """Orders that cover nothing here, each with the reason given for most units."""
        covering = {f.order for f in self._review.findings}
        reasons: dict[str, Counter[str]] = defaultdict(Counter)
        for entry in self._review.not_covered:
            if entry.order not in covering:
                reasons[entry.order][entry.reason] += entry.units
        return [
            {"order": self._register.orders[o], "reason": found.most_common(1)[0][0]}
            for o, found in sorted(reasons.items())
        ]

    def _walk(self) -> list[tuple[str, int, int]]:
        """Undecided units by site: name, units, and the place in the list of units."""
        counted: Counter[str] = Counter()
        for device in self._summary.walk:
            counted[self._sites.get(device.site or "", device.site or NO_SITE)] += device.quantity
        return [(site, units, 0) for site, units in sorted(counted.items(), key=lambda p: (-p[1], p[0]))]


def _matrix(cells: Sequence[Relabel]) -> dict[str, Any]:
    """Labels down, makers across, most units first; what does not fit is counted together."""
    makers: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    relabelled: Counter[str] = Counter()
    by_cell: dict[tuple[str, str], Relabel] = {}
    for cell in cells:
        makers[cell.maker] += cell.units
        labels[cell.label] += cell.units
        relabelled[cell.label] += cell.units if cell.relabelled else 0
        by_cell[cell.label, cell.maker] = cell
    hidden_makers = {c.maker for c in cells if c.relabelled}
    order = sorted(makers, key=lambda m: (m not in hidden_makers, -makers[m], m))
    across, rest = order[:_COLUMNS], order[_COLUMNS:]
    rows = []
    for label in sorted(labels, key=lambda b: (-relabelled[b], -labels[b], b)):
        other = sum(by_cell[label, m].units for m in rest if (label, m) in by_cell)
        rows.append({"label": label, "cells": [by_cell.get((label, m)) for m in across], "other": other})
    peak = max((c.units for c in cells), default=1)
    return {
        "makers": across,
        "rows": rows,
        "others": len(rest),
        "peak": peak,
        "relabelled": sum(relabelled.values()),
        "total": sum(labels.values()),
    }
