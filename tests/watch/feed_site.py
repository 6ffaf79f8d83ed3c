"""A small site on loopback for the tests of feeds: what it answers is set by path, what it was asked is kept."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]
RSS = "application/rss+xml"


def feed(*items: tuple[str, str], title: str = "Wire") -> bytes:
    """An RSS feed of (link, text)."""
    body = "".join(
        f"<item><title>{text[:30]}</title><link>{link}</link><description>{text}</description>"
        "<pubDate>Sat, 28 Jun 2025 10:00:00 GMT</pubDate></item>"
        for link, text in items
    )
    return f"<?xml version='1.0'?><rss><channel><title>{title}</title>{body}</channel></rss>".encode()


class Site:
    """Answers by path; `asked` are the requests in order, path and headers."""

    def __init__(self, address: str) -> None:
        self.url = address
        self.replies: dict[str, Reply | Callable[[dict[str, str]], Reply]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving() -> Iterator[Site]:
    """A site that answers until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append((self.path, asked))
            reply = site.replies.get(self.path, (404, {}, b"none"))
            status, headers, body = reply(asked) if callable(reply) else reply
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
