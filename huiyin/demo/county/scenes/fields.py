"""Hills and fields: walnut, tea, garlic, peaches."""

from __future__ import annotations

import math

from ..brush import INK, Canvas, Colour, mix
from .figures import COATS, house, person, tree


def _far_hills(c: Canvas, base: float, sky: tuple[Colour, Colour], far: Colour, near: Colour) -> None:
    c.wash(0, base + 60, (0, sky[0]), (1, sky[1]))
    for i in range(3):
        tone = mix(far, near, i / 2)
        c.hills(base - 130 + i * 62, 150 - i * 20, tone, mix(tone, sky[1], 0.6), 1.2 + i * 0.5, 0.07, base + 30)
        c.mist(base - 60 + i * 50, 34, sky[1], 0.55, 3)


def walnut_terraces(seed: str) -> Canvas:
    """Terraces step down the hill; the old walnut stands above them."""
    c = Canvas(seed)
    _far_hills(c, 380, ((150, 180, 200), (244, 232, 206)), (160, 176, 176), (104, 130, 112))
    for i in range(9):
        y = 420 + i * 40 + i * i * 3.4
        tone = mix((150, 152, 88), (92, 104, 58), i / 8)
        edge = [(x * 40, y + 26 * math.sin(x * 0.24 + i * 0.8) + 10 * math.sin(x * 0.6 + i)) for x in range(33)]
        c.shape([*edge, (1280, 960), (0, 960)], mix(tone, (232, 214, 150), 0.35), tone, y + 70)
        c.line(edge, (*mix(tone, INK, 0.42), 220), 3 + i * 0.7)
        for _ in range(15 - i):
            j = c.hand.randrange(1, 32)
            tall = 34 + i * 11
            if (j * 40 < 680 or i < 5) and i < 8:
                tree(c, edge[j][0], edge[j][1] + 12, tall, mix((88, 116, 66), (150, 128, 60), c.hand.random() * 0.6), blobs=16)
    tree(c, 960, 850, 560, (104, 118, 58), (84, 66, 52), 130)
    person(c, 806, 872, 120, COATS[0], 0.1, 1)
    person(c, 1090, 880, 88, COATS[3], 0.1)
    return c


def tea_hills(seed: str) -> Canvas:
    """Rows of tea round the hills, the mist half gone."""
    c = Canvas(seed)
    _far_hills(c, 360, ((186, 206, 204), (246, 240, 220)), (170, 194, 188), (118, 158, 136))
    c.glow(330, 230, 300, (255, 246, 214), 0.8)
    for k, (cx, base, wide, tone) in enumerate(((980, 520, 700, (112, 156, 112)), (240, 600, 760, (92, 142, 92)), (820, 760, 980, (70, 122, 74)))):
        top = base - 170 + k * 10
        rim = [(x, base + 160 + (top - base - 160) * math.exp(-(((x - cx) / wide) ** 2) * 2.2)) for x in range(-40, 1340, 20)]
        c.shape([*rim, (1320, 960), (-40, 960)], mix(tone, (238, 240, 190), 0.4), tone, base + 220)
        for r in range(1, 26):
            drop = 9 * r + r * r * (0.55 + k * 0.2)
            row = [(x, y + drop + 4 * math.sin(x * 0.02 + r)) for x, y in rim]
            c.line(row, (*mix(tone, (26, 60, 44), 0.6), 150), 3 + r * 0.34 + k)
            c.line([(x, y - 3 - r * 0.2) for x, y in row], (*mix(tone, (240, 246, 190), 0.45), 120), 2 + r * 0.14)
        c.mist(base + 30, 46, (248, 246, 234), 0.62 - k * 0.16, 4)
    for x, y, coat in ((760, 730, 3), (850, 752, 0), (560, 800, 5)):
        person(c, x, y, 104, COATS[coat], 0.05)
        c.poly([(x - 30, y - 92), (x, y - 116), (x + 30, y - 92)], (222, 190, 120))
        c.box(x + 12, y - 60, x + 38, y - 26, (150, 110, 66), 5)
    return c


def garlic_field(seed: str) -> Canvas:
    """Straight rows run to the hills like a written page."""
    c = Canvas(seed)
    _far_hills(c, 350, ((164, 192, 208), (248, 236, 210)), (166, 182, 186), (118, 144, 124))
    c.shape([(0, 372), (1280, 366), (1280, 960), (0, 960)], (186, 164, 116), (132, 100, 68))
    for i in range(-16, 17):
        x0, x1 = 640 + i * 26, 640 + i * 190
        c.line([(x0, 372), (x1, 960)], (96, 72, 50, 130), 5)
        for j in range(20):
            t = (j / 20) ** 1.8
            x, y = x0 + (x1 - x0) * t + 5, 374 + 586 * t
            if not -20 < x < 1300:
                continue
            tall = 9 + 120 * t
            leaf = mix((138, 166, 92), (62, 118, 66), t * c.hand.uniform(0.7, 1.1))
            for lean in (-0.6, -0.15, 0.3, 0.7):
                c.line([(x, y), (x + lean * tall * 0.4, y - tall * 0.7), (x + lean * tall, y - tall * 0.92)], leaf, 1.5 + 5 * t)
    house(c, 150, 398, 96, 46)
    house(c, 252, 392, 74, 38)
    tree(c, 130, 400, 96, (112, 130, 76))
    person(c, 880, 640, 170, COATS[0], 0.02)
    c.line([(900, 520), (962, 650)], (96, 72, 52), 5)
    person(c, 420, 560, 118, COATS[3], 0.02)
    return c


def peach_blossom(seed: str) -> Canvas:
    """March in Peach Brook: blossom over the stream, somebody bent among the trees."""
    c = Canvas(seed)
    _far_hills(c, 380, ((196, 212, 216), (252, 240, 226)), (190, 202, 200), (150, 176, 150))
    c.shape([(0, 420), (1280, 400), (1280, 960), (0, 960)], (178, 186, 118), (120, 142, 82))
    c.shape([(700, 410), (730, 410), (690, 560), (820, 720), (700, 960), (360, 960), (610, 720), (600, 560)], (216, 226, 220), (150, 186, 194))
    for _ in range(60):
        t = c.hand.random()
        c.dot(640 + c.hand.uniform(-70, 80), 560 + 400 * t, 3 + 3 * t, (246, 186, 190, 220), 2 + t)
    spots = sorted(((c.hand.uniform(-20, 1300), 440 + 460 * c.hand.random() ** 1.3) for _ in range(34)), key=lambda p: p[1])
    for x, y in spots:
        if 470 < x < 830 and y > 520:
            continue
        tall = 90 + (y - 430) * 0.52
        _blossom(c, x, y, tall)
    house(c, 1010, 470, 150, 74)
    person(c, 900, 880, 150, COATS[1], 0.02)
    for _ in range(70):
        c.dot(c.hand.uniform(0, 1280), c.hand.uniform(300, 960), 3.4, (248, 196, 200, 200), 2.4)
    return c


def _blossom(c: Canvas, x: float, y: float, tall: float) -> None:
    for lean in (-0.32, -0.1, 0.14, 0.34):
        c.line([(x, y), (x + lean * tall * 0.3, y - tall * 0.4), (x + lean * tall, y - tall * 0.8)], (92, 66, 58), max(2, tall * 0.03))
    for _ in range(150):
        a, r = c.hand.uniform(0, 6.28), abs(c.hand.gauss(0, 0.26)) * tall
        tone = mix((226, 122, 138), (255, 226, 224), c.hand.random())
        c.dot(x + 1.25 * r * math.cos(a), y - tall * 0.72 + 0.72 * r * math.sin(a), tall * c.hand.uniform(0.025, 0.06), (*tone, 225))


def village_snow(seed: str) -> Canvas:
    """Ten at night: the first sleet over the mountain village."""
    c = Canvas(seed)
    c.wash(0, 560, (0, (38, 48, 70)), (1, (126, 136, 156)))
    for i in range(3):
        c.hills(330 + i * 70, 170 - i * 24, mix((84, 96, 120), (58, 68, 90), i / 2), (136, 146, 166), 1.3 + i * 0.5, 0.1, 560)
    c.shape([(0, 560), (300, 520), (760, 560), (1280, 510), (1280, 960), (0, 960)], (206, 214, 226), (150, 162, 184))
    for x, y, w in ((170, 600, 150), (420, 640, 190), (820, 600, 160), (1010, 660, 210)):
        house(c, x, y, w, w * 0.5, (214, 212, 214), (224, 230, 238), True)
        c.glow(x + w * 0.5, y + 26, w * 0.8, (255, 214, 140), 0.5, w * 0.22)
    c.shape([(560, 960), (640, 720), (600, 600), (640, 600), (720, 720), (820, 960)], (186, 194, 208), (164, 174, 194))
    for x, y, tall in ((90, 700, 230), (760, 690, 190), (1190, 760, 280), (300, 800, 250)):
        for k in range(5):
            half, at = tall * (0.26 - k * 0.045), y - tall * (0.12 + k * 0.17)
            c.poly([(x - half, at), (x, at - tall * 0.3), (x + half, at)], mix((46, 66, 70), (70, 92, 92), k / 5))
            c.poly([(x - half * 0.5, at - tall * 0.12), (x, at - tall * 0.3), (x + half * 0.42, at - tall * 0.13)], (226, 232, 240, 220))
    person(c, 668, 800, 150, COATS[5], 0.2, -1)
    c.glow(630, 676, 46, (255, 240, 190), 1)
    for _ in range(420):
        t = c.hand.random()
        c.dot(c.hand.uniform(0, 1280), c.hand.uniform(0, 960), 1 + 3.2 * t * t, (250, 252, 255, 210))
    return c


SCENES = {
    "walnut-terraces": walnut_terraces, "tea-hills": tea_hills, "garlic-field": garlic_field,
    "peach-blossom": peach_blossom, "village-snow": village_snow,
}  # fmt: skip
