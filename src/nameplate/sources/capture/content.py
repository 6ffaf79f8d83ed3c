"""What a datagram or the head of a stream says: which protocol it is, and to whom its statements belong.

A stream is told by how it begins, not by its port; a datagram by its beginning first and its port then. Statements are
the sender's, but for what was asked: a path of a stream is the unit's that is asked for it.
"""

from collections.abc import Callable, Iterable

from nameplate.errors import SourceError
from nameplate.sources.capture import (
    certificates,
    datagram_tls,
    dhcp,
    domain_names,
    greetings,
    interest,
    quic,
    snmp,
    tls,
    web,
)
from nameplate.sources.capture.documents import Desk
from nameplate.sources.capture.messages import messages
from nameplate.sources.capture.notebook import Notebook, Place, Said, Unit
from nameplate.sources.capture.streams import Head

Where = Callable[[int], Place]
"""From an offset in what was heard to the frame that brought it."""

_ANSWERS = 96_000
"""Longest datagram or body that is read as a unit's answer."""


class Content:
    """Reads contents and tells the notebook."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._desk = Desk()
        self._handshakes = datagram_tls.Handshakes()
        self._initials = quic.Initials()

    def close(self) -> None:
        """The capture ends."""
        self._desk.close()

    def datagram(self, ends: tuple[Unit, Unit], ports: set[int], payload: bytes, place: Place) -> None:
        """One datagram between two units, with both of its ports."""
        sender = ends[0]
        shown = self._shown(ends, ports, payload)
        if shown is not None:
            for one in shown:
                self._tell(sender, place, one)
            return
        if payload.startswith(interest.DHIP):
            self._answer(sender, place, payload[32:])
        elif payload[:1] in {b"<", b"{"}:
            self._answer(sender, place, payload)
        elif payload[:4] in interest.OPENINGS or ports & {1900, 5060}:
            self._announcement(ends, payload, place)
        elif ports & {67, 68}:
            self._lease(payload, place)
        elif ports & {546, 547}:
            peer, said = dhcp.read6(payload)
            self._notebook.tell(Unit(b"", peer) if peer else sender, place, said)
        elif ports & {161, 162}:
            answers, communities = snmp.read(payload)
            if communities:
                self._notebook.drop("SNMP community", communities)
            self._notebook.tell(sender, place, answers)
        else:
            self._names(ends, ports, payload, place)

    def _shown(self, ends: tuple[Unit, Unit], ports: set[int], payload: bytes) -> Iterable[tls.Shown] | None:
        """What TLS over datagrams shows; None for what is none."""
        direction = (*ends[0], *ends[1], *(port.to_bytes(2, "big") for port in sorted(ports)))
        if payload.startswith(datagram_tls.CAPWAP_OPENING) and ports & {5246, 5247}:
            payload = payload[len(datagram_tls.CAPWAP_OPENING) :]
        if payload[:4] in datagram_tls.OPENINGS:
            return self._handshakes.read(direction, payload)
        return self._initials.read(direction, payload) if quic.begins(payload[:4]) else None

    def _names(self, ends: tuple[Unit, Unit], ports: set[int], payload: bytes, place: Place) -> None:
        message = domain_names.parse(payload)
        if message is None:
            return
        if 5353 in ports:
            if dropped := domain_names.secrets(message):
                self._notebook.drop("mDNS text named like a credential", dropped)
            self._notebook.tell(ends[0], place, domain_names.multicast(message, ends[0].ip))
        elif 137 in ports:
            self._notebook.tell(ends[0], place, domain_names.netbios(message, ends[0].ip))
        elif 5355 in ports:
            self._notebook.tell(ends[0], place, domain_names.answered_own_name(message))
        elif 53 in ports:
            self._notebook.tell(ends[1] if message.answers else ends[0], place, domain_names.asked(message))

    def _lease(self, payload: bytes, place: Place) -> None:
        lease = dhcp.read(payload)
        if lease is None:
            return
        if lease.ip:
            self._notebook.claim(Unit(lease.mac, lease.ip), place)
        self._notebook.hear(Unit(lease.mac, b""), None, place)
        self._notebook.tell(Unit(lease.mac, b""), place, lease.said)

    def _announcement(self, ends: tuple[Unit, Unit], payload: bytes, place: Place) -> None:
        """SSDP and SIP, one message a datagram."""
        for message in messages(payload, 1):
            if message.protocol == "SIP":
                self._heard(web.read(message), ends, lambda _: place)
            else:
                self._notebook.tell(ends[0], place, web.ssdp(message))

    def stream(self, head: Head) -> None:
        """The head of one direction of a TCP stream."""
        try:
            self._head(head)
        except Exception as error:  # noqa: BLE001 - one bad stream never stops the others
            self._notebook.gave_up(head.place(0), error)

    def _head(self, head: Head) -> None:
        ends = head.sender, head.target
        self._greeting(head)
        for shown in tls.read(head.data):
            self._tell(head.sender, head.place(shown.at), shown)
        for message in messages(head.data):
            self._heard(web.read(message), ends, head.place)
            if message.body:
                self._answer(head.sender, head.place(message.body_at), message.body)

    def _greeting(self, head: Head) -> None:
        self._notebook.tell(head.sender, head.place(0), greetings.read(head.source_port, head.data))
        if head.target_port == 21 and (count := head.data.upper().count(b"PASS ")):
            self._notebook.drop("FTP password", count)
        if head.target_port in {23, 2323}:
            self._notebook.drop("Telnet input", 1)

    def _tell(self, sender: Unit, place: Place, shown: tls.Shown) -> None:
        """A server name that was asked for, or a certificate."""
        if shown.name:
            self._notebook.tell(sender, place, [Said("tls.sni", shown.name)])
            return
        try:
            self._notebook.tell(sender, place, certificates.read(shown.certificate, shown.number))
        except SourceError as error:
            self._notebook.problem(place, str(error))

    def _heard(self, heard: Iterable[web.Heard | web.Dropped], ends: tuple[Unit, Unit], where: Where) -> None:
        for one in heard:
            if isinstance(one, web.Dropped):
                self._notebook.drop(one.name, one.times)
            else:
                self._notebook.tell(ends[1] if one.of_receiver else ends[0], where(one.at), [one.said])

    def _answer(self, unit: Unit, place: Place, content: bytes) -> None:
        """A unit's answer in XML or JSON."""
        answer = self._desk.read(content[:_ANSWERS].rstrip(b"\0"))
        if answer is None:
            return
        for part, said in answer.said:
            self._notebook.say(unit, place, said, part)
        for reason in answer.problems:
            self._notebook.problem(place, reason)
        for name, count in answer.dropped.items():
            self._notebook.drop(name, count)
