"""What machines read of an article: JSON-LD and the picture for sharing. Never a comment."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from blog import pictures
from blog.models import Article, Author

# Inside <script>, these could end it or start a comment; JSON has its own way to write them.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def article(found: Article, *, language: str) -> SafeString:
    """schema.org data: medically reviewed pages are MedicalWebPage, the others NewsArticle.

    Bylines and topics are read from the instance, prefetched by the view.
    """
    kind = "MedicalWebPage" if found.medical_reviewer else "NewsArticle"
    url = settings.SITE_URL + found.get_absolute_url()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "headline": found.title,
        "description": found.seo_description or found.dek,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": found.language,
        "datePublished": found.publish_at and found.publish_at.isoformat(),
        "dateModified": _modified(found),
        "author": [_person(byline.author) for byline in found.bylines.all()],
        "publisher": {
            "@type": "MedicalOrganization",
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
        },
        "image": social_image(found),
        "about": [
            {"@type": "MedicalCondition", "name": topic.name} for topic in found.topics.all()
        ],
    }
    if found.medical_reviewer:
        data["reviewedBy"] = _person(found.medical_reviewer)
        data["lastReviewed"] = found.reviewed_on and found.reviewed_on.isoformat()
    return _script({key: value for key, value in data.items() if value})


def social_image(found: Article) -> str:
    """The absolute address of the picture that other sites show; empty when there is none."""
    picture = found.social_image or found.hero
    return pictures.social_url(picture) if picture else ""


def _modified(found: Article) -> str:
    moments = (found.publish_at, found.revised_at, found.corrected_at)
    return max((moment for moment in moments if moment), default=found.updated_at).isoformat()


def _person(author: Author) -> dict[str, str]:
    person = {"@type": "Person", "name": author.name}
    if author.credentials:
        person["honorificSuffix"] = author.credentials
    return person | ({"jobTitle": author.role} if author.role else {})


def _script(data: dict[str, Any]) -> SafeString:
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - escaped as json_script does
