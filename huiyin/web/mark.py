"""The mark as PNG files beside icon.svg: `python -m huiyin.web.mark` draws icon-192.png, icon-512.png and maskable-512.png."""

from pathlib import Path

from PIL import Image, ImageDraw

SEAL, PAPER = "#c8321a", "#fcfcfc"
FINE = 4  # drawn four times as large, then reduced: smooth edges


def draw(size: int, maskable: bool = False) -> Image.Image:
    """Gives the mark at a size in pixels; maskable ones fill their square, and keep within the safe circle."""
    full = 512 * FINE
    image = Image.new("RGBA", (full, full))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, full - 1, full - 1), 0 if maskable else 116 * FINE, SEAL)
    shrink = 0.8 if maskable else 1.0
    for half, radius in ((155, 47), (73, 29)):
        reach, width = half * shrink * FINE, round(34 * shrink * FINE)
        box = (full / 2 - reach, full / 2 - reach, full / 2 + reach, full / 2 + reach)
        pen.rounded_rectangle(box, radius * shrink * FINE, outline=PAPER, width=width)
    return image.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    here = Path(__file__).parent / "static" / "web" / "icons"
    for name, size, maskable in (("icon-192", 192, False), ("icon-512", 512, False), ("maskable-512", 512, True)):
        draw(size, maskable).save(here / f"{name}.png", optimize=True)
