"""A stand-in for the servers of Overpass and Nominatim, on this computer."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.maps.osm_xml import Way


def overpass_answer(
    nodes: Mapping[int, tuple[float, float]],
    ways: Sequence[Way],
    node_tags: Mapping[int, Mapping[str, str]],
) -> dict[str, Any]:
    """What Overpass says of some nodes and ways."""
    elements: list[dict[str, Any]] = [
        {"type": "node", "id": node, "lat": lat, "lon": lon, "tags": node_tags.get(node, {})}
        for node, (lat, lon) in nodes.items()
    ]
    elements += [
        {"type": "way", "id": number, "nodes": list(refs), "tags": dict(tags)}
        for number, (refs, tags) in enumerate(ways, start=1)
    ]
    return {"version": 0.6, "elements": elements}


@dataclass
class Servers:
    """What the servers answer, and the paths that they were asked for."""

    overpass: Any
    nominatim: Any
    url: str = ""
    status: int = 200
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(servers: Servers) -> Iterator[Servers]:
    """Let the servers answer while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(servers.nominatim)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(servers.overpass)

        def _answer(self, answer: Any) -> None:
            servers.asked.append(self.path.split("?")[0])
            content = json.dumps(answer).encode() if servers.status < 400 else b"<p>Too busy.</p>"
            self.send_response(servers.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    servers.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield servers
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
