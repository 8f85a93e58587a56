#!/usr/bin/env python3
"""How quickly pages answer while 2,000 connections hold on to the server.

    benches/doorstep.py target/release/netra

Half-sent heads, silence, half-sent bodies and answers that nobody reads, in equal parts, and over
TLS halves of handshakes; whatever the server closes is opened anew at once. The server may open 1,024 files at
first, as usual. Latencies of whole requests on new connections, against the quiet state in the
same run. Python's own library and `openssl` are all it needs.
"""

import os
import resource
import selectors
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HELD = 2_000
ASKED = 400
FORM = (
    b"POST /masuk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nnama="
)
PAGE = b"GET /masuk HTTP/1.1\r\nHost: localhost\r\n\r\n"


def greeting():
    """What a browser says first over TLS."""
    said = ssl.MemoryBIO()
    context = ssl.create_default_context()
    try:
        context.wrap_bio(ssl.MemoryBIO(), said, server_hostname="localhost").do_handshake()
    except ssl.SSLWantReadError:
        pass
    return said.read()


# What is said at first, and whether the answers are read.
KINDS = {
    "half-sent heads": b"GET /masuk HTTP/1.1\r\nHost: localhost\r\nX-",
    "silence": b"",
    "half-sent bodies": FORM,
    "unread answers": PAGE * 50,
}
OVER_TLS = {
    "silence": b"",
    "half-sent heads": KINDS["half-sent heads"],
    "half greetings": greeting()[:100],
    # The server has answered and waits for the second half.
    "half handshakes": greeting(),
}


def quiet_socket(address, received=None):
    one = socket.socket()
    if received:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, received)
    one.setblocking(False)
    # Strangers of many addresses, as far as loopback has them.
    one.bind((f"127.0.{os.getpid() % 200}.{1 + id(one) % 250}", 0))
    try:
        one.connect(address)
    except BlockingIOError:
        pass
    return one


class Holders(threading.Thread):
    """Holds connections until it is told to stop."""

    def __init__(self, address, kinds):
        super().__init__(daemon=True)
        self.address, self.kinds = address, list(kinds)
        self.stop, self.opened, self.open = False, 0, 0
        self.selector = selectors.DefaultSelector()

    def hold(self, kind):
        unread = kind == "unread answers"
        one = quiet_socket(self.address, 2_048 if unread else None)
        self.selector.register(one, selectors.EVENT_WRITE, kind)
        self.opened += 1
        self.open += 1

    def run(self):
        for number in range(HELD):
            self.hold(self.kinds[number % len(self.kinds)])
        while not self.stop:
            for key, events in self.selector.select(0.2):
                self.attend(key, events)
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()

    def attend(self, key, events):
        one, kind = key.fileobj, key.data
        try:
            if events & selectors.EVENT_WRITE:
                one.send({**KINDS, **OVER_TLS}[kind])
                # An answer that nobody reads is noticed by its end alone.
                waited = 0 if kind == "unread answers" else selectors.EVENT_READ
                if waited:
                    self.selector.modify(one, waited, kind)
                else:
                    self.selector.unregister(one)
                return
            if one.recv(65_536):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.selector.unregister(one)
        one.close()
        self.open -= 1
        self.hold(kind)


def ask(address, path, context):
    begun = time.perf_counter()
    with socket.create_connection(address, timeout=10) as plain:
        one = context.wrap_socket(plain, server_hostname="localhost") if context else plain
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        one.sendall(head.encode())
        answer = b""
        while piece := one.recv(65_536):
            answer += piece
    if not answer.startswith(b"HTTP/1.1 200"):
        raise OSError(answer[:60])
    return (time.perf_counter() - begun) * 1_000


def latencies(address, path, context):
    times, failed = [], 0
    for _ in range(ASKED):
        try:
            times.append(ask(address, path, context))
        except OSError:
            failed += 1
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [float("nan")] * 99
    return f"p50 {cuts[49]:7.1f} ms  p99 {cuts[98]:7.1f} ms  failed {failed}/{ASKED}"


def few_files():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, hard), hard))


def serve(program, folder, settings):
    config = os.path.join(folder, "config")
    with open(os.path.join(config, "netra.toml"), encoding="utf-8") as file:
        text = file.read()
    text = text.replace("[web]\n", "[web]\n" + settings, 1)
    with open(os.path.join(config, "netra.toml"), "w", encoding="utf-8") as file:
        file.write(text)
    command = [program, "serve", "--listen", "127.0.0.1:0"]
    server = subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, text=True, preexec_fn=few_files
    )
    lines = []
    for line in server.stderr:
        if "listening on" in line:
            port = int(line.rsplit(":", 1)[1].strip().rstrip("/"))
            threading.Thread(target=lambda: lines.extend(server.stderr), daemon=True).start()
            return server, ("127.0.0.1", port), lines
    sys.exit("netra serve did not begin")


def memory(server):
    with open(f"/proc/{server.pid}/status", encoding="ascii") as file:
        kilobytes = next(line for line in file if line.startswith("VmHWM")).split()[1]
    return int(kilobytes) // 1_024


def measure(program, name, settings, kinds, context, prepare):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "init"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        prepare(os.path.join(folder, "config"))
        server, address, lines = serve(program, folder, settings)
        print(f"{name}: {', '.join(kinds)}")
        for path in ("/masuk", "/sehat"):
            print(f"  quiet  {path}  {latencies(address, path, context)}")
        holders = Holders(address, kinds)
        holders.start()
        time.sleep(3)
        for path in ("/masuk", "/sehat"):
            print(f"  held   {path}  {latencies(address, path, context)}")
        # Past all time-outs, with everything opened anew.
        time.sleep(25)
        print(f"  later  /masuk  {latencies(address, '/masuk', context)}")
        print(
            f"  {holders.open} connections held, {holders.opened} opened; the server took at most "
            f"{memory(server)} MiB and told {len(lines)} lines of it"
        )
        holders.stop = True
        holders.join()
        begun = time.perf_counter()
        server.terminate()
        print(f"  ended with {server.wait(60)} after {time.perf_counter() - begun:.1f} s")


def certificate(config):
    files = [os.path.join(config, name) for name in ("kunci.pem", "rantai.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "90", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", files[0], "-out", files[1]]
    subprocess.run(command, check=True, capture_output=True)


def main():
    program = os.path.abspath(sys.argv[1])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, hard), hard))
    for kind in KINDS:
        measure(program, "plain", "", [kind], None, lambda config: None)
    measure(program, "plain", "", KINDS, None, lambda config: None)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    files = 'certificate = "rantai.pem"\nprivate_key = "kunci.pem"\n'
    measure(program, "TLS", files, OVER_TLS, context, certificate)


if __name__ == "__main__":
    main()
