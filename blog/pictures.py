"""Pictures: what is taken in, how it is kept, and in which sizes pages show it."""

import hashlib
import hmac
import io
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from blog.models import Article, Picture

MAX_BYTES = 15_000_000
MAX_PIXELS = 60_000_000
# The browser picks one by `sizes`; the hero is at most 1,088 CSS pixels wide.
WIDTHS = (320, 640, 960, 1280, 1920)
SOCIAL = "social"
SOCIAL_SIZE = (1200, 630)
# By content, never by the name: what Pillow recognises, and how it is kept.
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
# Pillow would only warn; `_decoded` refuses by MAX_PIXELS before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Source:
    """What an <img> needs so that nothing jumps and nobody loads more than they see."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int

    def attributes(self) -> dict[str, str]:
        """As HTML attributes, `srcset` only when there are renditions."""
        found = {"src": self.src, "width": str(self.width), "height": str(self.height)}
        return found | ({"srcset": self.srcset, "sizes": self.sizes} if self.srcset else {})


def source(picture: Picture, *, sizes: str = "100vw") -> Source:
    """The picture's addresses; before the worker has been by, the file as it was taken in."""
    widths = sorted(int(key) for key in picture.renditions if key.isdigit())
    urls = {width: default_storage.url(picture.renditions[str(width)]) for width in widths}
    fallback = max((width for width in widths if width <= 960), default=0)
    return Source(
        src=urls.get(fallback) or picture.file.url,
        srcset=", ".join(f"{url} {width}w" for width, url in urls.items()),
        sizes=sizes,
        width=picture.width,
        height=picture.height,
    )


def social_url(picture: Picture) -> str:
    """The address of the picture as other sites show it, 1200 by 630 once it is made."""
    name = picture.renditions.get(SOCIAL)
    return settings.SITE_URL + (default_storage.url(name) if name else picture.file.url)


def take_in(upload: "File[bytes]") -> "ContentFile[bytes]":
    """Check an uploaded picture and return it without its metadata, under a name of its own.

    Type and size are read from the content. Decoding and encoding again leaves EXIF, GPS and
    whatever else was in the file behind. Raises ValidationError in words for the editor.
    """
    if (upload.size or 0) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise ValidationError(_("The picture is larger than %(limit)s MB.") % {"limit": limit})
    image = _decoded(upload)
    kept = cast(str, image.format)
    image = _in_srgb(ImageOps.exif_transpose(image))
    content = _encoded(image, kept, **({"quality": 92} if kept != "PNG" else {"optimize": True}))
    return ContentFile(content, name=f"{_unguessable(content)}.{FORMATS[kept]}")


def _decoded(upload: "File[bytes]") -> Image.Image:
    refused = ValidationError(_("This is not a picture we can use: choose a JPEG, PNG or WebP."))
    try:
        upload.seek(0)
        image = Image.open(upload, formats=list(FORMATS))
        if image.width * image.height > MAX_PIXELS:
            limit = MAX_PIXELS // 1_000_000
            raise ValidationError(
                _("The picture has more than %(limit)s million pixels.") % {"limit": limit}
            )
        image.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise refused from error
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
    if profile and image.mode in {"RGB", "RGBA"}:
        try:
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, io.BytesIO(profile), srgb)
            image = converted or image
        except ImageCms.PyCMSError:
            pass  # an unreadable profile: the numbers are taken as they are
    return image.convert(mode)


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    if kind == "JPEG":
        image = image.convert("RGB")
        options |= {"optimize": True, "progressive": True}
    image.info.clear()
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _unguessable(content: bytes) -> str:
    # Keyed: who has the picture cannot work out the address of an article still unpublished.
    return hmac.new(settings.HASH_KEY.encode(), content, hashlib.sha256).hexdigest()[:32]


def add(upload: "File[bytes]", *, name: str = "", alt: str = "", credit: str = "") -> Picture:
    """Keep a picture and have its sizes made. The same file again is the same picture."""
    content = take_in(upload)
    known = Picture.objects.filter(file=f"pictures/{content.name}").first()
    if known:
        return known
    picture = Picture.objects.create(file=content, name=name, alt=alt, credit=credit)
    size_later(picture)
    return picture


def size_later(picture: Picture) -> None:
    """Ask the worker for the picture's sizes, with the transaction that keeps the picture."""
    make_renditions.enqueue(picture.pk)


@task()
def make_renditions(picture_id: int) -> None:
    """Make the webp widths and the social crop of a picture. Running it again is harmless."""
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        return
    with picture.file.open("rb") as file, Image.open(file, formats=list(FORMATS)) as image:
        image.load()
        made = {str(width): _webp(image, width, picture) for width in _useful_widths(image)}
        made[SOCIAL] = _social(image, picture)
    with transaction.atomic():
        Picture.objects.filter(pk=picture_id).update(renditions=made)
        users_of(picture).touch()


def users_of(picture: Picture) -> Any:
    """The articles that show the picture."""
    in_body = Q(body__contains=f"{settings.MEDIA_URL}{picture.file.name}")
    return Article.objects.filter(Q(hero=picture) | Q(social_image=picture) | in_body)


def _useful_widths(image: Image.Image) -> list[int]:
    smaller = [width for width in WIDTHS if width < image.width]
    return [*smaller, min(image.width, WIDTHS[-1])]


def _webp(image: Image.Image, width: int, picture: Picture) -> str:
    height = max(1, round(image.height * width / image.width))
    resized = image.resize((width, height), Image.Resampling.LANCZOS)
    return _keep(_stem(picture) + f"-{width}.webp", _encoded(resized, "WEBP", quality=80, method=5))


def _social(image: Image.Image, picture: Picture) -> str:
    cropped = ImageOps.fit(image.convert("RGB"), SOCIAL_SIZE, Image.Resampling.LANCZOS)
    return _keep(_stem(picture) + "-social.jpg", _encoded(cropped, "JPEG", quality=82))


def _stem(picture: Picture) -> str:
    return str(picture.file.name).rsplit(".", 1)[0]


def _keep(name: str, content: bytes) -> str:
    if default_storage.exists(name):
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))
