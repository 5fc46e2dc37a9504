"""What a provider of sign-ins answers was written by others: whatever it is, it is a refusal and no fault of ours."""

from __future__ import annotations

import io

import pytest

from huiyin.people import oidc


def test_an_answer_nested_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc, "urlopen", lambda *_a, **_k: io.BytesIO(b"[" * 100_000))
    with pytest.raises(oidc.OutsideRefused):
        oidc._fetch("https://sign-in.example/keys", {}, None)
