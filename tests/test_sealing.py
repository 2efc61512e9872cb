"""The sealed envelope: who can open it, and what happens when it does not open."""

import pytest
from django.conf import settings

from comments import keys, sealing

CONTENT = {"name": "Denise", "body": "words nobody may read"}


def test_staff_open_what_was_sealed_for_them() -> None:
    blob = sealing.seal_for_staff(CONTENT, binding="row-1")
    assert sealing.open_as_staff(blob, binding="row-1") == CONTENT


def test_an_envelope_moved_to_another_row_does_not_open() -> None:
    blob = sealing.seal_for_staff(CONTENT, binding="row-1")
    with pytest.raises(sealing.SealBrokenError):
        sealing.open_as_staff(blob, binding="row-2")


def test_the_reader_needs_the_token() -> None:
    blob = sealing.seal_for_reader(CONTENT, token="right", binding="row-1")
    assert sealing.open_as_reader(blob, token="right", binding="row-1") == CONTENT
    with pytest.raises(sealing.SealBrokenError):
        sealing.open_as_reader(blob, token="wrong", binding="row-1")


@pytest.mark.parametrize("position", [0, 1, 5, 20, -1])
def test_a_damaged_envelope_raises_and_says_no_word(position: int) -> None:
    blob = bytearray(sealing.seal_for_staff(CONTENT, binding="row-1"))
    blob[position] ^= 1
    with pytest.raises((sealing.SealBrokenError, keys.KeyMissingError)) as caught:
        sealing.open_as_staff(bytes(blob), binding="row-1")
    assert "words" not in str(caught.value)


def test_without_the_private_key_nothing_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    blob = sealing.seal_for_staff(CONTENT, binding="row-1")
    monkeypatch.setattr(keys, "private_keys", dict)
    with pytest.raises(keys.KeyMissingError):
        sealing.open_as_staff(blob, binding="row-1")


def test_lengths_are_padded() -> None:
    short = sealing.seal_for_staff({"body": "a"}, binding="x")
    longer = sealing.seal_for_staff({"body": "a" * 100}, binding="x")
    assert len(short) == len(longer)


def test_hashes_are_keyed_and_apart_for_each_purpose() -> None:
    assert keys.keyed_hash("email", "a@example.org") != keys.keyed_hash("text", "a@example.org")
    assert settings.HASH_KEY != settings.SECRET_KEY
