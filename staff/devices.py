"""Second factors: making, confirming and checking them.

Every check locks its row, so that two requests with the same code cannot both pass.
"""

import base64
import math
import secrets

import qrcode
import qrcode.constants
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device

from staff.models import Authenticator, RecoveryCodes, User

CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: codes are read from paper


def authenticator_of(user: User) -> Authenticator | None:
    """The person's confirmed code generator."""
    found: Authenticator | None = Authenticator.objects.filter(user=user, confirmed=True).first()
    return found


def begin(user: User) -> Authenticator:
    """A code generator to be confirmed: the one that was begun, else a new one."""
    device: Authenticator | None
    device = Authenticator.objects.filter(user=user, confirmed=False).first()
    if device is None:
        device = Authenticator(user=user, name="phone", confirmed=False)
        device.save()
    return device


@transaction.atomic
def confirm(user: User, code: str) -> Authenticator | None:
    """Make the begun code generator the person's only one, when the code is right."""
    device: Authenticator | None = (
        Authenticator.objects.select_for_update().filter(user=user, confirmed=False).first()
    )
    if device is None or not device.verify_token(code):
        return None
    Authenticator.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return device


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """Ten fresh recovery codes, to be shown once; older ones are void."""
    RecoveryCodes.objects.filter(user=user).delete()
    device = RecoveryCodes.objects.create(user=user, name="paper")
    codes = [_new_code() for _ in range(CODES)]
    for code in codes:
        device.token_set.create(token=RecoveryCodes.kept_as(code))
    return codes


def codes_left(user: User) -> int:
    """How many recovery codes the person still has."""
    device = RecoveryCodes.objects.filter(user=user).first()
    return device.token_set.count() if device else 0


@transaction.atomic
def check(user: User, code: str) -> Device | None:
    """The confirmed device that takes the code: six digits are the phone's, others are paper's."""
    plain = "".join(code.split())
    model = Authenticator if plain.isdecimal() and len(plain) == 6 else RecoveryCodes
    device: Device | None = (
        model.objects.select_for_update().filter(user=user, confirmed=True).first()
    )
    return device if device is not None and device.verify_token(plain) else None


def seconds_to_wait(user: User) -> int:
    """How long codes of this person are refused after wrong ones (doubles with each)."""
    waits = [0]
    for model in (Authenticator, RecoveryCodes):
        for device in model.objects.filter(user=user):
            allowed, why = device.verify_is_allowed()
            if not allowed:
                waits.append(math.ceil((why["locked_until"] - timezone.now()).total_seconds()))
    return max(waits)


@transaction.atomic
def remove(user: User) -> None:
    """Take away every second factor (a lost phone without codes) and end all sessions."""
    Authenticator.objects.filter(user=user).delete()
    RecoveryCodes.objects.filter(user=user).delete()
    user.end_sessions()


def manual_key(device: Authenticator) -> str:
    """The shared secret for typing, in groups of four."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def qr_path(device: Authenticator) -> tuple[str, int]:
    """The QR code of the device as an SVG path of unit squares, and the side's length."""
    matrix = qr(device).get_matrix()
    squares = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return "".join(squares), len(matrix)


def qr(device: Authenticator) -> qrcode.QRCode:
    """The QR code that sets up the person's phone (otpauth://)."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(device.config_url)
    return code


def _new_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"
