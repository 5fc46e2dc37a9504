"""Photos: upright, without place, within limits, whatever was sent."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageCms

from huiyin.media import photos
from huiyin.media.errors import BrokenPhoto, TooManyPixels
from tests.media import corpus

pytestmark = pytest.mark.no_database


def _opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def _reddish(pixel: tuple[int, ...]) -> bool:
    return pixel[0] > 150 and pixel[2] < 100


def _bluish(pixel: tuple[int, ...]) -> bool:
    return pixel[2] > 150 and pixel[0] < 100


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_lying_on_its_side_is_turned_upright(form):
    picture = photos.develop(corpus.photo_from_a_phone(form=form))
    for data in (picture.large, picture.thumb):
        image = _opened(data).convert("RGB")
        middle = image.width // 2
        assert image.height > image.width
        assert _reddish(image.getpixel((middle, 20)))
        assert _bluish(image.getpixel((middle, image.height - 20)))
    assert (picture.width, picture.height) == (480, 640)


@pytest.mark.parametrize("orientation", range(9))
def test_every_way_of_holding_a_camera_is_known(orientation):
    assert photos.develop(corpus.photo_from_a_phone(orientation)).width in (480, 640)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_camera_place_or_author_is_left(form):
    sent = corpus.photo_from_a_phone(form=form)
    assert b"Lantern" in sent
    picture = photos.develop(sent)
    for data in (picture.large, picture.thumb):
        for trace in (b"Lantern", b"Exif", b"xmp", b"secret", b"taken at home", b"ICC_PROFILE", b"GPS"):
            assert trace not in data
        assert not _opened(data).getexif()


def test_the_time_it_was_taken_is_kept_in_utc():
    assert photos.develop(corpus.photo_from_a_phone()).said.taken_at == datetime(2024, 5, 1, 0, 30, tzinfo=UTC)
    assert photos.develop(corpus.photo_from_a_phone(offset="-03:30")).said.taken_at == datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def test_a_camera_that_names_no_zone_means_the_local_one_or_nothing():
    sent = corpus.photo_from_a_phone(offset=None)
    assert photos.develop(sent, zone=ZoneInfo("Asia/Shanghai")).said.taken_at == datetime(2024, 5, 1, 0, 30, tzinfo=UTC)
    assert photos.develop(sent).said.taken_at is None


def test_a_large_photo_becomes_2048_and_480_and_a_small_one_stays():
    picture = photos.develop(corpus.encoded(corpus.painting(4000, 3000)))
    assert (picture.width, picture.height) == (2048, 1536) == _opened(picture.large).size
    assert _opened(picture.large).format == "JPEG" and _opened(picture.large).info.get("progressive")
    assert _opened(picture.thumb).format == "WEBP" and _opened(picture.thumb).size == (480, 360)
    assert photos.develop(corpus.encoded(corpus.painting(30, 20))).width == 30


@pytest.mark.parametrize("mode", ["RGBA", "P", "L"])
def test_a_picture_that_goes_through_in_bands_shows_no_seam(mode):
    sent = corpus.encoded(corpus.painting(4999, 4333).convert(mode), "PNG", compress_level=1)
    image = _opened(photos.develop(sent).large)
    assert image.size == (2048, 1775)
    for y, same in ((10, 880), (895, 1774)):
        strips = image.crop((5, y, 6, same)).getextrema()
        assert all(high - low < 12 for low, high in strips)


def test_a_long_screenshot_stays_legible_and_its_thumbnail_shows_the_beginning():
    picture = photos.develop(corpus.encoded(corpus.painting(1080, 9000), "PNG"))
    assert (picture.width, picture.height) == (1080, 9000)
    thumb = _opened(picture.thumb).convert("RGB")
    assert thumb.height == 480 and thumb.width == 192
    assert _reddish(thumb.getpixel((96, 470)))


def test_what_is_transparent_is_laid_on_white():
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    for data in (corpus.encoded(clear, "PNG"), corpus.encoded(clear, "WEBP"), corpus.encoded(clear.convert("P"), "PNG", transparency=0)):
        assert min(_opened(photos.develop(data).large).getpixel((25, 25))) > 245


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode):
    image = Image.new("I;16", (20, 20), 40_000) if mode == "I;16" else corpus.painting(20, 20).convert(mode)
    assert photos.develop(corpus.encoded(image, "PNG")).width == 20


def test_sixteen_bits_are_scaled_and_not_clipped():
    grey = photos.develop(corpus.encoded(Image.new("I;16", (20, 20), 32_768), "PNG"))
    assert abs(_opened(grey.large).getpixel((5, 5))[0] - 128) < 4


def test_print_colours_and_foreign_profiles_become_srgb():
    assert _opened(photos.develop(corpus.encoded(corpus.painting().convert("CMYK"))).large).mode == "RGB"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for odd in (profile, b"no profile at all" * 20):
        assert _reddish(_opened(photos.develop(corpus.encoded(corpus.painting(), icc_profile=odd)).large).getpixel((9, 9)))


def test_of_a_moving_gif_the_first_picture_is_kept():
    frames = [corpus.painting(40, 40), Image.new("RGB", (40, 40), "green")]
    picture = photos.develop(corpus.encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert _reddish(_opened(picture.large).getpixel((5, 5)))


def test_a_picture_of_two_lenses_is_taken_as_the_first():
    two = corpus.encoded(corpus.painting(3000, 2000), "MPO", save_all=True, append_images=[corpus.painting(30, 20)])
    assert photos.develop(two).width == 2048


def test_a_moving_photo_has_a_film_behind_it_and_is_taken_as_a_photo():
    behind = b"\xff\xda\0\x08" * 3000  # in a film such marks stand by accident
    assert photos.develop(corpus.photo_from_a_phone() + behind).width == 480
    with pytest.raises(BrokenPhoto):
        photos.develop(corpus.photo_from_a_phone()[:-2] + behind)


def test_a_script_in_a_gif_is_gone():
    picture = photos.develop(corpus.gif_that_is_script())
    assert b"alert" not in picture.large + picture.thumb


def test_a_bomb_is_refused_before_it_is_opened():
    with pytest.raises(TooManyPixels) as refusal:
        photos.develop(corpus.huge_png())
    assert refusal.value.status == 413
    with pytest.raises(TooManyPixels):
        photos.develop(corpus.huge_png(9000, 9000))  # under Pillow's own limit


def test_a_hundred_megapixels_are_refused():
    with pytest.raises(TooManyPixels):
        photos.develop(corpus.encoded(Image.new("L", (10_000, 10_000))))


@pytest.mark.parametrize("cut", [20, 200, 0.5, 0.95])
def test_half_a_photo_is_refused_with_words(cut, in_language):
    whole = corpus.encoded(corpus.painting(800, 600))
    with pytest.raises(BrokenPhoto) as refusal:
        photos.develop(whole[: int(cut if cut > 1 else len(whole) * cut)])
    with in_language("en"):
        assert refusal.value.status == 422 and "send it again" in str(refusal.value)


@pytest.mark.parametrize(
    "junk", [b"", b"\xff\xd8\xff" + b"\0" * 100, b"GIF89a" + b"\xff" * 50, corpus.SVG, b"\x89PNG\r\n\x1a\n" + b"A" * 99]
)
def test_junk_is_refused_with_words(junk):
    with pytest.raises((BrokenPhoto, TooManyPixels)):
        photos.develop(junk)


def test_other_formats_are_not_opened_at_all():
    for form in ("BMP", "TIFF", "PPM", "TGA"):
        with pytest.raises(BrokenPhoto):
            photos.develop(corpus.encoded(corpus.painting(20, 20), form))


def test_a_photo_fills_exactly_the_place_it_is_given_and_takes_nothing_along():
    lying = corpus.photo_from_a_phone()
    assert photos.shape_of(lying) == (480, 640)  # as it is seen, not as it lies in the file
    image = _opened(photos.fitted_into(lying, (300, 100)))
    assert image.size == (300, 100) and image.format == "JPEG" and not image.getexif() and "icc_profile" not in image.info
    for broken in (b"", b"GIF89a", b"<svg/>"):
        with pytest.raises(BrokenPhoto):
            photos.shape_of(broken)
        with pytest.raises(BrokenPhoto):
            photos.fitted_into(broken, (300, 100))
