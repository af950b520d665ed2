"""Words kept on disk for a moment, unreadable without the channel's own secret."""

from __future__ import annotations

import base64
import hashlib


class Seal:
    """Encrypts with a key drawn from a secret the channel already holds; nothing readable reaches the disk.

    Fernet (AES-128-CBC and HMAC-SHA256). Another secret, another key: what the old one sealed can no longer be read.
    """

    def __init__(self, secret: str) -> None:
        digest = hashlib.sha256(b"repere sealed work\0" + secret.encode("utf-8", "surrogatepass")).digest()
        self._key = base64.urlsafe_b64encode(digest)

    def close(self, words: bytes) -> bytes:
        from cryptography.fernet import Fernet

        return Fernet(self._key).encrypt(words)

    def open(self, sealed: bytes) -> bytes | None:
        """None when it was sealed with another secret, or damaged."""
        from cryptography.fernet import Fernet, InvalidToken

        try:
            return Fernet(self._key).decrypt(sealed)
        except InvalidToken:
            return None
