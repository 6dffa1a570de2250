"""Watches the live stream of a gateway's dashboards: `viewers.py PORT COUNT`. Says `watching` once all do."""

import selectors
import socket
import sys

REQUEST = b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
OK = b"HTTP/1.1 200"
SAID = "watching"


def main(port, count):
    selector = selectors.DefaultSelector()
    for _ in range(count):
        viewer = socket.create_connection(("127.0.0.1", port), timeout=10)
        viewer.sendall(REQUEST)
        if not viewer.recv(65536).startswith(OK):
            sys.exit("a viewer was refused")
        viewer.setblocking(False)
        selector.register(viewer, selectors.EVENT_READ)
    print(SAID, flush=True)
    while True:
        for key, _ in selector.select():
            if not key.fileobj.recv(65536):
                sys.exit("a viewer was cut off")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
