"""Pictures: only pictures come in, nothing of the photographer stays, and pages get sizes."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image, ImageDraw

from blog import demo_pictures, pictures
from blog.models import Article, Picture
from tests import factories


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def image(kind: str = "JPEG", size: tuple[int, int] = (1400, 900), **options: Any) -> bytes:
    picture = Image.new("RGB", size, "#4b2e83")
    ImageDraw.Draw(picture).ellipse((100, 100, 400, 400), fill="#c6416f")
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> "ContentFile[bytes]":
    return ContentFile(content, name=name)


def located() -> bytes:
    """A photograph that says where, with what and by whom it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "PLANTED-DESCRIPTION"
    exif[0x0110] = "PLANTED-CAMERA"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (40.0, 45.0, 51.0)
    exif.get_ifd(0x8825)[29] = "PLANTED-GPS"
    return image(exif=exif.tobytes(), comment=b"PLANTED-COMMENT")


def test_metadata_and_place_are_gone_and_the_picture_stands_upright() -> None:
    taken = pictures.take_in(upload(located())).read()
    assert b"PLANTED" not in taken
    kept = Image.open(io.BytesIO(taken))
    assert dict(kept.getexif()) == {}
    assert kept.size == (900, 1400)


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_the_type_is_the_contents_not_the_names(kind: str, ending: str) -> None:
    taken = pictures.take_in(upload(image(kind), "lie.gif"))
    assert str(taken.name).endswith(f".{ending}")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a" + bytes(20), SVG, b"<html>", image("GIF"), image("BMP"), image()[:400]],
    ids=["empty", "broken gif", "svg", "html", "gif", "bmp", "cut off"],
)
def test_what_is_no_picture_of_ours_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ValidationError, match="JPEG, PNG or WebP"):
        pictures.take_in(upload(content))


def bomb() -> bytes:
    """A small PNG that says it is 30,000 pixels square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_too_many_pixels_are_refused_before_anything_is_unpacked() -> None:
    with pytest.raises(ValidationError, match="million pixels"):
        pictures.take_in(upload(bomb()))


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 1000)
    with pytest.raises(ValidationError, match="larger than"):
        pictures.take_in(upload(image()))


@pytest.mark.django_db
def test_names_come_from_the_content_and_cannot_be_worked_out(settings: Any) -> None:
    first = pictures.take_in(upload(image(), "a.jpg")).name
    assert first == pictures.take_in(upload(image(), "b.jpg")).name
    settings.HASH_KEY = "another key"
    assert first != pictures.take_in(upload(image(), "a.jpg")).name


@pytest.mark.django_db
def test_the_worker_makes_the_widths_and_the_social_crop() -> None:
    picture = pictures.add(upload(image()), alt="A cell")
    assert pictures.source(picture).srcset == ""
    pictures.make_renditions.call(picture.pk)
    picture.refresh_from_db()
    assert set(picture.renditions) == {"320", "640", "960", "1280", "1400", "social"}
    for key, name in picture.renditions.items():
        with picture.file.storage.open(name) as file, Image.open(file) as made:
            size = (1200, 630) if key == "social" else (int(key), round(900 * int(key) / 1400))
            assert made.size == size
            assert made.format == ("JPEG" if key == "social" else "WEBP")
    assert pictures.source(picture).srcset.count("w,") == 4
    assert (pictures.source(picture).width, pictures.source(picture).height) == (1400, 900)


@pytest.mark.django_db
def test_made_twice_the_sizes_keep_their_names() -> None:
    picture = pictures.add(upload(image()))
    pictures.make_renditions.call(picture.pk)
    first = Picture.objects.get().renditions
    pictures.make_renditions.call(picture.pk)
    assert Picture.objects.get().renditions == first


@pytest.mark.django_db
def test_the_same_file_again_is_the_same_picture() -> None:
    assert pictures.add(upload(image())) == pictures.add(upload(image(), "again.jpg"))


@pytest.mark.django_db
def test_pages_with_the_picture_change_when_its_sizes_are_there() -> None:
    picture = pictures.add(upload(image()))
    hero = factories.article(hero=picture)
    inside = factories.article(body=f'<p><img src="{picture.file.url}" alt="x"></p>')
    other = factories.article()
    before = {one.pk: one.public_version for one in Article.objects.all()}
    pictures.make_renditions.call(picture.pk)
    after = {one.pk: one.public_version for one in Article.objects.all()}
    assert {pk for pk in before if after[pk] != before[pk]} == {hero.pk, inside.pk}
    assert other.pk in before


@pytest.mark.django_db
def test_pictures_are_served_as_data_and_nothing_else_is(client: Client, settings: Any) -> None:
    picture = pictures.add(upload(image()))
    answer = client.get(picture.file.url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"  # type: ignore[attr-defined]
    Path(str(settings.MEDIA_ROOT), "pictures", "x.svg").write_bytes(SVG)
    for path in ("/media/pictures/x.svg", "/media/../keys/secret_key", "/media/pictures/no.jpg"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", demo_pictures.PICTURES)
def test_the_demos_pictures_are_the_same_every_time(name: str) -> None:
    first = demo_pictures.draw(name)
    assert Image.open(io.BytesIO(first)).size == (demo_pictures.WIDTH, demo_pictures.HEIGHT)
    assert first == demo_pictures.draw(name)
