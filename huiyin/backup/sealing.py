"""Encryption of a backup: AES-256-GCM in pieces, the key from a passphrase by scrypt.

    header   b"HUIYIN-SEALED\\x01"  log2(N) r p (a byte each)  salt (16 bytes)  prefix (7 bytes)
    piece    1 MiB of the archive (the last one: what is left), encrypted, with its tag of 16 bytes
    nonce    prefix, number of the piece (4 bytes, big-endian), 1 for the last piece and 0 for others
    beside   the header, as associated data of each piece

The number in the nonce keeps pieces in their order, the last byte shows a cut (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizár). 2^32 pieces are 4 PiB.
"""

from __future__ import annotations

import io
import os
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from huiyin.backup.errors import Damaged, WrongPassphrase

MAGIC = b"HUIYIN-SEALED\x01"
PIECE = 1024 * 1024
TAG = 16
_HEADER = struct.Struct(">BBB16s7s")
#: 128 MiB and about half a second for each guess (RFC 7914; OWASP recommends at least this).
LOG2_N, R, P = 17, 8, 1
LOG2_N_LIMIT = 20  # a file that asks for more would have us spend gigabytes on it


def _key(passphrase: bytes, log2_n: int, r: int, p: int, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**log2_n, r=r, p=p).derive(passphrase))


class Sealer(io.RawIOBase):
    """Encrypts what is written to it into another file. `close` writes the last piece and leaves that file open."""

    def __init__(self, target: BinaryIO, passphrase: bytes) -> None:
        self.target, self.held, self.count = target, bytearray(), 0
        salt, self.prefix = os.urandom(16), os.urandom(7)
        self.header = MAGIC + _HEADER.pack(LOG2_N, R, P, salt, self.prefix)
        self.key = _key(passphrase, LOG2_N, R, P, salt)
        target.write(self.header)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Takes bytes and encrypts them piece by piece. Gives how many were taken: all of them."""
        view = memoryview(data)  # type: ignore[arg-type]
        self.held += view
        while len(self.held) > PIECE:  # one piece is always kept back: it may be the last
            self._seal(bytes(self.held[:PIECE]), last=False)
            del self.held[:PIECE]
        return view.nbytes

    def _seal(self, piece: bytes, last: bool) -> None:
        self.target.write(self.key.encrypt(_nonce(self.prefix, self.count, last), piece, self.header))
        self.count += 1

    def close(self) -> None:
        """Encrypts the last piece, marked as the last: a file that was cut off does not open as a whole one."""
        if not self.closed:
            self._seal(bytes(self.held), last=True)
        super().close()


class Opener(io.RawIOBase):
    """Gives what a Sealer was given. Raises WrongPassphrase at the first piece, Damaged at a later one."""

    def __init__(self, source: BinaryIO, passphrase: bytes) -> None:
        self.source, self.count, self.left, self.finished = source, 0, b"", False
        packed = source.read(len(MAGIC) + _HEADER.size)
        if len(packed) != len(MAGIC) + _HEADER.size or not packed.startswith(MAGIC):
            raise Damaged
        log2_n, r, p, salt, self.prefix = _HEADER.unpack(packed[len(MAGIC) :])
        if not (10 <= log2_n <= LOG2_N_LIMIT and r == R and p == P):
            raise Damaged
        self.header, self.key = packed, _key(passphrase, log2_n, r, p, salt)
        self.ahead = source.read(PIECE + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self.left and not self.finished:
            self._open_next()
        size = min(len(view), len(self.left))
        view[:size] = self.left[:size]
        self.left = self.left[size:]
        return size

    def _open_next(self) -> None:
        piece, self.ahead = self.ahead, self.source.read(PIECE + TAG)
        self.finished = not self.ahead
        try:
            self.left = self.key.decrypt(_nonce(self.prefix, self.count, self.finished), piece, self.header)
        except InvalidTag as error:
            raise (Damaged() if self.count else WrongPassphrase()) from error
        self.count += 1


def _nonce(prefix: bytes, count: int, last: bool) -> bytes:
    return prefix + struct.pack(">IB", count, last)
