"""One message between the client and the engine: a JSON header, then float64 arrays as bytes.

    4 bytes   length of the header, big-endian
    header    UTF-8 JSON; its key "arrays" lists [name, shape] in the order of the bytes
    arrays    little-endian float64, C order, one after another

Nothing is pickled, so a message can at worst be wrong. A connection carries one question and one
answer: only a free process of the engine accepts, so no question queues behind a long one.
"""

import json
import math
import socket
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 1 << 28
"""Bytes that a header or an array may have; more is a broken message."""

type Header = dict[str, Any]
type Arrays = dict[str, NDArray[np.float64]]


class BrokenMessage(ConnectionError):
    """The other side closed early, or sent what is no message."""


def send(connection: socket.socket, header: Header, arrays: Arrays | None = None) -> None:
    """Send `header` and `arrays` as one message."""
    arrays = arrays or {}
    shapes = [[name, list(array.shape)] for name, array in arrays.items()]
    head = json.dumps({**header, "arrays": shapes}).encode()
    body = [np.asarray(array, dtype="<f8").tobytes() for array in arrays.values()]
    connection.sendall(b"".join([struct.pack("!I", len(head)), head, *body]))  # wakes them once


def receive(connection: socket.socket) -> tuple[Header, Arrays]:
    """The next message.

    Raises
    ------
    BrokenMessage
        When the other side closed, or the bytes are no message.
    """
    (length,) = struct.unpack("!I", _read(connection, 4))
    try:
        header = json.loads(_read(connection, length))
        shapes = [(str(name), [int(side) for side in shape]) for name, shape in header["arrays"]]
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenMessage("a header that is not ours") from error
    return header, {name: _array(connection, shape) for name, shape in shapes}


def _array(connection: socket.socket, shape: list[int]) -> NDArray[np.float64]:
    data = _read(connection, 8 * math.prod(shape))
    return np.frombuffer(data, dtype="<f8").reshape(shape)


def _read(connection: socket.socket, length: int) -> bytearray:
    if not 0 <= length <= LONGEST:
        raise BrokenMessage(f"{length} bytes are too many")
    data = bytearray(length)
    view = memoryview(data)
    while view:
        count = connection.recv_into(view)
        if not count:
            raise BrokenMessage("the other side closed")
        view = view[count:]
    return data
