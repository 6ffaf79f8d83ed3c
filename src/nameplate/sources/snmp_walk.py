"""SNMP walks saved as text: net-snmp's (`snmpwalk`, `snmpbulkwalk`, any -O) and recordings for snmpsim (.snmprec).

The unit that answered, its chassis and parts, and the units in its ARP, bridge, LLDP and CDP tables. Which
variables say what is data (`data/snmp.yaml`). Community strings are never kept.
"""

import re

from nameplate.errors import SourceError
from nameplate.sources import text_lines
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.snmp import units, variables
from nameplate.sources.snmp.variables import Agent

_RECORDED = re.compile(r"\.?\d+(?:\.\d+){3,}\|\d+[xe]?(?::[\w-]+)?\|")
_MIB = re.compile(r"[\w-]+::\w+[.\[]?|\.?(?:1|iso)(?:\.\d+){3,}|\.iso\.|[A-Za-z][\w-]*\.\d+(?:\.\d+)* = ")


class SnmpRec:
    """Recordings of snmpsim."""

    name = "snmprec"
    about = "SNMP recordings of snmpsim (.snmprec): system, parts, ARP, bridge, LLDP and CDP tables"

    def claim(self, document: Document) -> Fit | None:
        """Lines of `OID|type|value`."""
        lines = [line for line in text_lines.head_text(document).split("\n") if line.strip()][:20]
        fitting = sum(_RECORDED.match(line) is not None for line in lines)
        return Fit(0.97, "lines of OID|type|value") if fitting and fitting * 2 >= len(lines) else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every variable."""
        found = Agent(variables=list(variables.from_snmprec(text_lines.lines(document, sink), sink)))
        if not found.variables:
            raise SourceError("no line of OID|type|value; record the unit again")
        units.observe(found, "the unit that answered", sink)


class SnmpWalk:
    """What snmpwalk prints."""

    name = "snmp-walk"
    about = "output of snmpwalk (net-snmp, any -O form): system, parts, ARP, bridge, LLDP and CDP tables"

    def claim(self, document: Document) -> Fit | None:
        """Lines that begin with the name or number of a variable."""
        lines = [line for line in text_lines.head_text(document).split("\n") if line.strip()][:40]
        fitting = sum(_MIB.match(line) is not None and variables.begins(line) for line in lines)
        return Fit(0.9, "lines of SNMP variables with their values") if fitting * 3 >= max(len(lines), 1) else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every agent; a command line in the file begins another."""
        read = 0
        for agent in variables.from_text(text_lines.lines(document, sink), sink):
            read += len(agent.variables)
            if agent.variables:
                units.observe(agent, f"the unit that answered (line {agent.variables[0].line})", sink)
        if not read:
            raise SourceError("no variable of a kind that is used; walk the whole tree: snmpwalk -On ... .1.3.6.1")


READERS = (SnmpRec(), SnmpWalk())
