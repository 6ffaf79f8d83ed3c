"""Small reviews for the tests of reports: one of hostile strings, one of a handful of plain units."""

import datetime as dt
from pathlib import Path

from nameplate.identify.readers import reader_for
from nameplate.model import Holder, Site, SiteMatch
from nameplate.pipeline import Job, Review, run
from nameplate.register import load
from nameplate.report import summary as summaries
from nameplate.report import write

REGISTER = load.load()
AS_OF = dt.date(2026, 11, 24)
HOLDER = Holder(
    "Example District",
    actors=("public_body", "contractor"),
    jurisdictions=("US", "US-LA"),
    sites=(
        Site("north", "North High", SiteMatch(site=("North*",)), purposes=("public_safety",)),
        Site("annex", "Annex"),
        Site("depot", "Depot", purposes=("commercial",)),
    ),
)
PLAIN = (
    "Manufacturer,Model,Serial,Category,Site,Purchase Date,Quantity,Supplier,Password\n"
    "LTS,CMIP1042,SN0011111,camera,North High,2022-03-01,1,Acme,hunter2\n"
    "Hikvision,DS-2CD2143G0-I,SN0022222,camera,Annex,2022-03-01,1,Acme,hunter3\n"
    "Axis,P3245-LVE,ACCC8E112233,camera,North High,2022-03-01,1,Acme,\n"
    "Annke,X1,SN0044444,camera,North High,2022-03-01,1,Acme,\n"
    "Dahua,,,camera,North High,2022-03-01,3,Acme,\n"
)
SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "</style>",
    "{{ 7*7 }}",
    "{% raw %}",
    "&lt;b&gt;",
)
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x/")', "\t=1+1")


def review_of(folder: Path, text: str, holder: Holder = HOLDER, name: str = "list.csv") -> Review:
    """Review one table."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    job = Job([folder / name], holder, REGISTER, reader_for(REGISTER), AS_OF)
    return run(job)[0]


def written(folder: Path, text: str, holder: Holder = HOLDER, name: str = "list.csv") -> Path:
    """Review one table and write every format; gives the folder of the report."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    job = Job([folder / name], holder, REGISTER, reader_for(REGISTER), AS_OF)
    review, observations = run(job)
    out = folder / "report"
    write.write(review, summaries.summarise(review, REGISTER), REGISTER, observations, out, list(write.FORMATS))
    return out


def hostile_table() -> str:
    """Every hostile string in every column that reaches a report, on units that are forbidden or undecided."""
    lines = ["Manufacturer\tModel\tSerial\tCategory\tSite\tName\tSupplier\tNotes\tRoom"]
    for number, text in enumerate((*HOSTILE, *FORMULAS)):
        cells = ["Hikvision" if number % 2 else "Annke", f"{text}", f"SN00{number:05}{text}", "camera"]
        lines.append("\t".join([*cells, text, text, text, f"{text} NDAA compliant", text]).replace("\t=1", " =1"))
    return "\n".join(lines) + "\n"
