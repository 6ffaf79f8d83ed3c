"""A conversation with an emulated camera, recorded by tcpdump in network namespaces made for it.

Needs root, `ip` and tcpdump; elsewhere the same answers are read from frames made by hand (`test_protocols`).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from traffic import CAMERA, facts

HERE = Path(__file__).parent
ADDRESS, ASKER = "10.77.0.7", "10.77.0.1"


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=30)


@pytest.fixture
def namespaces() -> Iterator[tuple[str, str]]:
    """Two namespaces joined by one cable, the camera's end with the camera's MAC."""
    if not (shutil.which("tcpdump") and shutil.which("ip") and os.geteuid() == 0):
        pytest.skip("needs root, ip and tcpdump")
    camera, asker = f"np-cam-{os.getpid()}", f"np-ask-{os.getpid()}"
    with ExitStack() as stack:
        for name in (camera, asker):
            try:
                run("ip", "netns", "add", name)
            except subprocess.CalledProcessError as error:
                pytest.skip(f"no namespaces here: {error.stderr.decode().strip()}")
            stack.callback(run, "ip", "netns", "del", name)
        run("ip", "link", "add", "cable", "netns", camera, "type", "veth", "peer", "name", "cable", "netns", asker)
        run("ip", "-n", camera, "link", "set", "cable", "address", CAMERA)
        for name, address in ((camera, ADDRESS), (asker, ASKER)):
            run("ip", "-n", name, "addr", "add", f"{address}/24", "dev", "cable")
            run("ip", "-n", name, "link", "set", "cable", "up")
        yield camera, asker


def recorded(camera: str, asker: str, path: Path) -> None:
    """Record the conversation to its end."""
    script = [sys.executable, str(HERE / "emulated_camera.py")]
    record = ["ip", "netns", "exec", asker, "tcpdump", "-i", "cable", "--immediate-mode", "-U", "-w", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    with (
        subprocess.Popen(record, stderr=subprocess.PIPE, text=True) as tcpdump,
        subprocess.Popen(
            ["ip", "netns", "exec", camera, *script, "serve", ADDRESS],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        ) as serving,
    ):
        try:
            assert "listening" in tcpdump.stderr.readline()
            assert serving.stdout.readline() == "ready\n"
            asking = ["ip", "netns", "exec", asker, *script, "ask", ADDRESS]
            subprocess.run(asking, check=True, timeout=60, env=environment)
            assert serving.wait(30) == 0
        finally:
            serving.kill()
            tcpdump.terminate()


def test_everything_a_camera_answers_is_found(namespaces, tmp_path, read):
    from nameplate.sources.capture import READER

    path = tmp_path / "recorded.pcap"
    recorded(*namespaces, path)
    frame, sink = read(READER, path)
    found = facts(frame)
    assert {
        (CAMERA, "mac", CAMERA),
        (CAMERA, "ip", ADDRESS),
        (CAMERA, "sadp.DeviceSN", "EX-2CD20200921AAWRE28576815"),
        (CAMERA, "dhip.params.deviceInfo.SerialNo", "4K01FD2PAJ6E3FF"),
        (CAMERA, "wsd.scopes.endpoint", "urn:uuid:aa85c000-6324-11b3-819e-4419b6000007"),
        (CAMERA, "isapi.deviceInfo.model", "EX-2CD"),
        (CAMERA, "http_header.server", "EX-Webs"),
        (CAMERA, "rtsp_header.server", "EX Rtsp/3.0"),
        (CAMERA, "rtsp_header.wwwauth", 'Digest realm="EX"'),
        (CAMERA, "rtsp.path", "/Streaming/Channels/101"),
        (CAMERA, "ssh.banner", "SSH-2.0-EX_1.0"),
        (CAMERA, "x509.subject", "CN=cam-7,O=Example\\, Ltd"),
        (CAMERA, "x509.serial_number", "379"),
    } <= found
    assert {value for _, _, value in facts(frame, "tls.sni")} == {"cam-7.example"}
    assert not sink.problems
