"""What every template may know of the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The institution's own words and numbers."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "team_name": settings.TEAM_NAME,
        "referral_phone": settings.REFERRAL_PHONE,
        "appointment_url": settings.APPOINTMENT_URL,
        "crisis_phone": settings.CRISIS_PHONE,
        "languages": settings.LANGUAGES,
    }
