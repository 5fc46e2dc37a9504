"""A brush for the county's pictures: flat washes, layered hills, mist and light on paper; the same picture every time.

A Canvas is painted half as large again as it is shown, and shrunk at the end: that smooths every edge at once.
Coordinates and sizes are in shown pixels; colours are (r, g, b) or (r, g, b, alpha).
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageChops, ImageDraw

Colour = tuple[int, ...]
Point = tuple[float, float]

PAPER, INK, VERMILION = (250, 247, 241), (43, 35, 28), (200, 69, 43)
JADE, AMBER, SKY = (44, 118, 94), (202, 146, 58), (70, 116, 160)
SCALE = 1.5


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """The colour `share` (0–1) of the way from `a` to `b`."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a[:3], b[:3], strict=True))


@cache
def _falloff() -> Image.Image:
    """Light around a point: full in the middle, nothing at the rim."""
    return Image.radial_gradient("L").point([round(255 * max(0.0, 1 - v / 181) ** 2.2) if v < 181 else 0 for v in range(256)])


@cache
def _grain(size: tuple[int, int]) -> Image.Image:
    """Paper's tooth: seeded noise around middle grey, fine and coarse together."""
    hand = random.Random(7)
    tile = Image.frombytes("L", (size[0] // 2, size[1] // 2), hand.randbytes(size[0] * size[1] // 4)).resize(size, Image.Resampling.BILINEAR)
    coarse = Image.frombytes("L", (size[0] // 6, size[1] // 6), hand.randbytes((size[0] // 6) * (size[1] // 6))).resize(size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", [Image.blend(tile, coarse, 0.17).point([round(128 + (v - 128) * 0.34) for v in range(256)])] * 3)


@cache
def _vignette(size: tuple[int, int]) -> Image.Image:
    """Corners a little darker than the middle."""
    shade = Image.radial_gradient("L").resize(size).point([255 - round(46 * (v / 255) ** 2.4) for v in range(256)])
    return Image.merge("RGB", [shade] * 3)


class Canvas:
    """What a scene is painted on."""

    def __init__(self, seed: str, width: int = 1280, height: int = 960) -> None:
        self.w, self.h = width, height
        self.hand = random.Random(seed)
        self.image = Image.new("RGB", (self._k(width), self._k(height)), PAPER)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    @staticmethod
    def _k(value: float) -> int:
        return round(value * SCALE)

    def _ks(self, points: Sequence[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    # Washes

    def column(self, stops: Sequence[tuple[float, Colour]], height: float) -> Image.Image:
        """A vertical gradient through `stops` (0–1, colour), one wash wide."""
        rows = 96
        strip = Image.new("RGB", (1, rows))
        for y in range(rows):
            at = y / (rows - 1)
            below = max((s for s in stops if s[0] <= at), key=lambda s: s[0], default=stops[0])
            above = min((s for s in stops if s[0] >= at), key=lambda s: s[0], default=stops[-1])
            span = above[0] - below[0]
            strip.putpixel((0, y), mix(below[1], above[1], (at - below[0]) / span if span else 0))
        return strip.resize((1, max(1, self._k(height))), Image.Resampling.BILINEAR).resize((self.image.width, max(1, self._k(height))))

    def wash(self, top: float, bottom: float, *stops: tuple[float, Colour]) -> None:
        """Fills the band from `top` to `bottom` with a gradient."""
        self.image.paste(self.column(stops, bottom - top), (0, self._k(top)))

    def hills(self, base: float, height: float, top: Colour, low: Colour, waves: float = 2.0, rough: float = 0.1, down: float = 0) -> list[Point]:
        """A ridge around `base`, `height` tall, fading from `top` to `low` towards `down`. Gives its line."""
        phases = [(self.hand.uniform(0, 6.28), waves * f * self.hand.uniform(0.8, 1.25), a) for f, a in ((1, 1), (2.1, 0.45), (4.7, 0.18), (11, rough))]
        line = []
        for i in range(161):
            x = i / 160
            y = sum(a * math.sin(p + f * 6.28 * x) for p, f, a in phases) / 1.6
            line.append((x * self.w, base - height * (0.5 + 0.5 * y)))
        self.shape([*line, (self.w, self.h), (0, self.h)], top, low, down or base + height)
        return line

    def shape(self, points: Sequence[Point], top: Colour, low: Colour, down: float = 0) -> None:
        """A polygon filled with a gradient from its highest point to `down` (or its lowest point)."""
        ys = [y for _, y in points]
        y0, y1 = max(0, min(ys)), min(self.h, max(ys))
        if y1 <= y0:
            return
        mask = Image.new("L", (self.image.width, max(1, self._k(y1 - y0))))
        ImageDraw.Draw(mask).polygon([(x * SCALE, (y - y0) * SCALE) for x, y in points], fill=255)
        end = min(1.0, max(0.02, ((down or y1) - y0) / (y1 - y0)))
        self.image.paste(self.column([(0, top), (end, low), (1, low)], y1 - y0), (0, self._k(y0)), mask)

    def glow(self, x: float, y: float, r: float, colour: Colour, strength: float = 1.0, ry: float = 0) -> None:
        """Light of `colour` around a point, `r` wide and `ry` tall."""
        wide, tall = max(2, self._k(2 * r)), max(2, self._k(2 * (ry or r)))
        mask = _falloff().point([min(255, round(v * strength)) for v in range(256)]).resize((wide, tall), Image.Resampling.BILINEAR)
        self.image.paste(Image.new("RGB", (wide, tall), colour[:3]), (self._k(x) - wide // 2, self._k(y) - tall // 2), mask)

    def mist(self, y: float, tall: float, colour: Colour, strength: float = 0.7, count: int = 5) -> None:
        """Banks of mist along a line."""
        for _ in range(count):
            self.glow(self.hand.uniform(0, self.w), y + self.hand.uniform(-tall, tall) * 0.4, self.hand.uniform(0.3, 0.7) * self.w, colour, strength, tall * self.hand.uniform(0.6, 1.1))

    def mirror(self, horizon: float, colour: Colour, share: float = 0.55) -> None:
        """Still water below `horizon`: what stands above it, upside down, under a wash of `colour`."""
        y, depth = self._k(horizon), self.image.height - self._k(horizon)
        above = self.image.crop((0, max(0, y - depth), self.image.width, y)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        above = above.resize((self.image.width // 3, max(1, depth // 9))).resize((self.image.width, depth), Image.Resampling.BILINEAR)
        self.image.paste(Image.blend(above, Image.new("RGB", above.size, colour[:3]), share), (0, y))

    def ripples(self, top: float, colour: Colour, count: int = 140, alpha: int = 60, centre: float = -1, spread: float = 0) -> None:
        """Short strokes on water, longer and wider apart towards us; with `centre`, a path of light."""
        for _ in range(count):
            t = self.hand.random() ** 1.6
            y = top + 3 + t * (self.h - top)
            x = self.hand.gauss(centre, spread * (0.35 + t)) if centre >= 0 else self.hand.uniform(-40, self.w)
            half = (8 + 60 * t) * self.hand.uniform(0.5, 1.3)
            self.line([(x - half, y), (x + half, y)], (*colour[:3], round(alpha * self.hand.uniform(0.35, 1))), 1 + 2.4 * t)

    # Strokes

    def poly(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled area between points; like all strokes in pixels of the picture as it is shown."""
        self.pen.polygon(self._ks(points), fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float = 2) -> None:
        """A stroke through points, so many pixels wide."""
        self.pen.line(self._ks(points), fill=colour, width=max(1, self._k(width)), joint="curve")

    def dot(self, x: float, y: float, rx: float, colour: Colour, ry: float = 0) -> None:
        """A filled ellipse around a point. Takes its radii; without `ry` it is a circle."""
        self.pen.ellipse((*self._ks([(x - rx, y - (ry or rx))])[0], *self._ks([(x + rx, y + (ry or rx))])[0]), fill=colour)

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: Colour, r: float = 0) -> None:
        """A filled rectangle between two corners, rounded with a radius of `r`."""
        self.pen.rounded_rectangle((*self._ks([(x0, y0)])[0], *self._ks([(x1, y1)])[0]), radius=r * SCALE, fill=colour)

    def finish(self, grain: float = 0.55) -> Image.Image:
        """The picture as shown: shrunk, with paper's grain and a soft vignette."""
        size = (self.w, self.h)
        small = self.image.resize(size, Image.Resampling.BOX if SCALE == 2 else Image.Resampling.BILINEAR)
        grained = Image.blend(small, ImageChops.soft_light(small, _grain(size)), grain)
        return ImageChops.multiply(grained, _vignette(size))
