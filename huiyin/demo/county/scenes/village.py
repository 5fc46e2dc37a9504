"""Lanes, lamps, bridges, roads and the school."""

from __future__ import annotations

import math

from ..brush import INK, JADE, VERMILION, Canvas, Colour, mix
from .figures import COATS, house, lamp, person, tree


def _lane(c: Canvas, sky: tuple[Colour, Colour], lit: bool = False, ground: Colour = (196, 184, 162), dim: float = 0.0) -> None:
    """A village lane between white houses, running to the hills."""
    night = (22, 28, 44)
    c.wash(0, 560, (0, sky[0]), (1, sky[1]))
    for i in range(2):
        tone = mix(mix((150, 172, 170), (104, 136, 116), i), night, dim)
        c.hills(400 + i * 60, 150, tone, mix(tone, sky[1], 0.5), 1.5 + i, 0.08, 560)
    c.shape([(0, 520), (1280, 520), (1280, 960), (0, 960)], mix((150, 160, 104), night, dim), mix((112, 122, 78), night, dim))
    c.shape([(610, 520), (670, 520), (980, 960), (250, 960)], mix(ground, night, dim * 0.8), mix(ground, night, dim * 0.6 + 0.1))
    wall = mix((242, 236, 224), night, dim)
    for x, y, w in ((470, 548, 110), (716, 548, 120), (310, 600, 170), (800, 606, 190), (10, 690, 290), (980, 700, 320)):
        house(c, x, y, w, w * 0.58, wall, mix((76, 74, 74), night, dim * 0.6), lit)
    for x, y, tall in ((286, 590, 190), (1010, 590, 210), (690, 530, 90)):
        tree(c, x, y, tall, mix((110, 134, 74), night, dim))


def _bin(c: Canvas, x: float, y: float, tall: float, colour: Colour, open_: bool) -> None:
    w = tall * 0.64
    c.dot(x + w / 2, y, w * 0.7, (40, 34, 28, 80), 8)
    c.poly([(x, y - tall), (x + w, y - tall), (x + w * 0.9, y), (x + w * 0.1, y)], colour)
    c.poly([(x + w * 0.1, y), (x, y - tall), (x + w * 0.2, y - tall), (x + w * 0.26, y)], mix(colour, (255, 255, 255), 0.2))
    lid = [(x - 6, y - tall - 10), (x + w + 6, y - tall - 10), (x + w + 6, y - tall + 4), (x - 6, y - tall + 4)]
    c.poly([(px, py - (40 if open_ and px > x else 0)) for px, py in lid], mix(colour, INK, 0.25))
    for at in (0.24, 0.76):
        c.dot(x + w * at, y, tall * 0.07, (40, 38, 38))


def lane_bins(seed: str) -> Canvas:
    """The bins at the village's mouth are full again; a dog is at them."""
    c = Canvas(seed)
    _lane(c, ((178, 196, 204), (244, 232, 208)))
    for i in range(4):
        x = 180 + i * 132
        for _ in range(13):
            bx, by = x + c.hand.uniform(-14, 96), 690 + c.hand.gauss(0, 16)
            tone = c.hand.choice(((70, 70, 76), (222, 218, 208), (176, 84, 60), (104, 138, 160), (206, 176, 96)))
            c.dot(bx, by, c.hand.uniform(16, 32), tone, c.hand.uniform(13, 22))
            c.poly([(bx - 5, by - 16), (bx + 4, by - 30), (bx + 9, by - 14)], tone)
        _bin(c, x, 850, 150, (44, 104, 84) if i % 2 else (76, 88, 100), True)
    for _ in range(26):
        c.dot(c.hand.uniform(150, 860), c.hand.uniform(846, 900), c.hand.uniform(7, 24), c.hand.choice(((226, 220, 206), (90, 84, 80), (190, 110, 76), (148, 170, 178))), c.hand.uniform(5, 12))
    dog = (188, 140, 86)
    c.dot(780, 806, 62, dog, 30)
    c.dot(722, 824, 28, dog, 22)
    c.poly([(716, 806), (722, 782), (736, 806)], mix(dog, INK, 0.3))
    c.line([(838, 796), (872, 758)], dog, 11)
    for x in (742, 764, 806, 824):
        c.line([(x, 822), (x, 864)], mix(dog, INK, 0.15), 11)
    return c


def lane_clean(seed: str) -> Canvas:
    """Emptied, rinsed, in a row; it looks like a village's mouth again."""
    c = Canvas(seed)
    _lane(c, ((150, 188, 212), (250, 240, 218)), ground=(214, 204, 184))
    for i in range(4):
        _bin(c, 230 + i * 118, 830, 140, (JADE, (70, 110, 160), (150, 120, 86), (96, 102, 108))[i], False)
    c.dot(520, 880, 240, (255, 255, 255, 70), 20)
    person(c, 820, 850, 250, (216, 120, 44))
    c.line([(870, 640), (930, 862)], (150, 116, 76), 7)
    for k in range(9):
        c.line([(930, 850), (904 + k * 8, 892)], (176, 140, 84), 4)
    return c


def village_lane(seed: str) -> Canvas:
    """Seven in the morning, smoke from the kitchens."""
    c = Canvas(seed)
    _lane(c, ((186, 200, 210), (252, 234, 204)), ground=(206, 190, 162))
    c.glow(300, 330, 380, (255, 240, 200), 0.7)
    for x, y in ((520, 470), (380, 490), (930, 480), (130, 510)):
        for k in range(12):
            c.glow(x + 12 * math.sin(k * 0.7) + k * 6, y - k * 24, 20 + k * 5, (250, 248, 244), 0.6 - k * 0.035)
    person(c, 610, 770, 150, COATS[1])
    person(c, 668, 776, 104, COATS[3])
    for i in range(6):
        hen_x, hen_y = 460 + i * 26 + c.hand.uniform(-8, 8), 880 + c.hand.uniform(-24, 24)
        c.dot(hen_x, hen_y, 13, (238, 230, 214), 10)
        c.dot(hen_x + 11, hen_y - 10, 6, (238, 230, 214))
        c.dot(hen_x + 12, hen_y - 16, 3, VERMILION)
    return c


def street_lamp(seed: str) -> Canvas:
    """The lamp burns: a child writes her homework's line under it, her mother beside her."""
    c = Canvas(seed)
    _lane(c, ((18, 24, 48), (70, 74, 104)), True, dim=0.62)
    for _ in range(60):
        c.dot(c.hand.uniform(0, 1280), c.hand.uniform(0, 250), c.hand.uniform(0.8, 2), (255, 250, 230, 190))
    for x, y, tall, side in ((560, 580, 150, 1), (724, 640, 220, -1), (420, 850, 540, 1)):
        lamp(c, x, y, tall, side=side)
    c.glow(512, 640, 300, (255, 220, 140), 0.34, 380)
    c.dot(560, 884, 150, (20, 18, 22, 90), 16)
    person(c, 520, 880, 150, VERMILION)
    person(c, 606, 886, 236, COATS[0], 0.05)
    c.box(540, 780, 574, 802, (255, 252, 240), 2)
    c.dot(720, 900, 40, (66, 50, 40), 20)
    c.dot(756, 880, 18, (66, 50, 40), 16)
    c.line([(682, 894), (660, 870)], (66, 50, 40), 8)
    return c


def school(seed: str) -> Canvas:
    """The school on the ridge; its flagpole is a fir."""
    c = Canvas(seed)
    c.wash(0, 560, (0, (150, 186, 208)), (1, (250, 238, 212)))
    for i in range(3):
        c.hills(330 + i * 66, 140, mix((168, 188, 190), (104, 140, 110), i / 2), (230, 226, 206), 1.3 + i * 0.5, 0.08, 560)
        c.mist(390 + i * 50, 34, (250, 244, 228), 0.6, 3)
    c.shape([(0, 600), (1280, 580), (1280, 960), (0, 960)], (206, 188, 150), (164, 140, 106))
    c.shape([(250, 640), (250, 430), (1010, 430), (1010, 640)], (244, 238, 226), (220, 208, 188))
    c.box(250, 590, 1010, 640, (86, 132, 124))
    c.poly([(216, 440), (280, 340), (980, 340), (1044, 440)], (168, 82, 60))
    for i in range(40):
        c.line([(280 + i * 17.9, 342), (216 + i * 21.2, 438)], (112, 52, 42, 90), 2)
    for i in range(4):
        x = 300.0 + i * 178
        c.box(x, 478, x + 104, 572, (116, 146, 156), 3)
        c.line([(x + 52, 478), (x + 52, 572)], (246, 242, 232), 5)
        c.line([(x, 522), (x + 104, 522)], (246, 242, 232), 5)
        c.poly([(x + 8, 484), (x + 44, 484), (x + 8, 540)], (255, 255, 255, 60))
    c.box(588, 476, 664, 640, (110, 74, 54), 3)
    c.line([(1120, 700), (1120, 190)], (112, 84, 60), 9)
    c.poly([(1124, 200), (1210, 214), (1200, 262), (1124, 250)], VERMILION)
    tree(c, 130, 680, 320, (92, 128, 72))
    for i in range(9):
        x, y = 340.0 + i * 74 + c.hand.uniform(-16, 16), 780.0 + c.hand.uniform(-46, 60)
        c.dot(x, y + 2, 26, (70, 56, 44, 80), 6)
        person(c, x, y, c.hand.uniform(92, 118), COATS[i % 6], arm=c.hand.choice((0, 1, -1)))
    person(c, 210, 850, 190, (110, 128, 150))
    return c


def _road(c: Canvas, surface: Colour) -> None:
    c.wash(0, 460, (0, (168, 190, 202)), (1, (244, 232, 206)))
    c.hills(380, 170, (140, 166, 150), (216, 216, 190), 1.4, 0.08, 470)
    c.shape([(0, 450), (1280, 440), (1280, 960), (0, 960)], (158, 164, 102), (112, 118, 70))
    bend = [(760, 450), (800, 450), (760, 540), (860, 660), (1180, 960), (130, 960), (560, 660), (690, 540)]
    c.shape(bend, mix(surface, (255, 250, 236), 0.3), surface)
    for x, y, tall in ((190, 560, 240), (420, 500, 130), (1060, 540, 230), (1210, 640, 330), (900, 480, 100)):
        tree(c, x, y, tall, (104, 128, 70))


def road_potholes(seed: str) -> Canvas:
    """The road to Whetstone village: holes one could keep fish in."""
    c = Canvas(seed)
    _road(c, (150, 138, 122))
    for x, y, r in ((620, 860, 120), (860, 800, 84), (430, 800, 66), (700, 700, 58), (770, 640, 36), (690, 610, 28), (820, 910, 62)):
        c.dot(x, y, r * 1.14, (112, 98, 82), r * 0.36)
        c.dot(x, y + r * 0.05, r, (84, 78, 74), r * 0.28)
        c.dot(x - r * 0.1, y + r * 0.08, r * 0.8, (160, 182, 194), r * 0.19)
        c.line([(x - r * 0.4, y + r * 0.05), (x + r * 0.2, y + r * 0.05)], (236, 242, 244, 190), 3)
    c.line([(1010, 690), (1060, 720)], (190, 60, 44), 5)
    c.box(700, 470, 790, 540, (72, 104, 140), 8)
    c.box(712, 480, 778, 508, (190, 212, 222), 4)
    for x in (722, 770):
        c.dot(x, 542, 11, (36, 34, 34))
    return c


def road_rain(seed: str) -> Canvas:
    """A slip after the shower; half the road is cut, a digger is clearing it."""
    c = Canvas(seed)
    _road(c, (120, 116, 112))
    c.image.paste(tuple(mix((90, 104, 116), INK, 0.1)), (0, 0), c.image.convert("L").point([90] * 256))
    c.shape([(0, 700), (210, 560), (420, 620), (600, 740), (520, 860), (0, 900)], (150, 104, 70), (100, 70, 50))
    for _ in range(50):
        c.dot(c.hand.uniform(60, 560), c.hand.uniform(690, 850), c.hand.uniform(7, 26), mix((128, 92, 66), (80, 62, 52), c.hand.random()), c.hand.uniform(6, 17))
    c.box(690, 690, 860, 780, (222, 160, 48), 8)
    c.box(760, 610, 850, 700, (222, 160, 48), 6)
    c.box(774, 622, 838, 672, (176, 198, 206), 4)
    c.line([(700, 700), (600, 590), (520, 690)], (206, 142, 40), 18)
    c.poly([(496, 680), (552, 690), (530, 744), (482, 726)], (90, 82, 76))
    c.box(680, 776, 872, 816, (46, 44, 44), 18)
    for _ in range(300):
        x, y = c.hand.uniform(0, 1320), c.hand.uniform(-40, 960)
        c.line([(x, y), (x - 16, y + 46)], (230, 236, 240, 70), 1.6)
    return c


def stone_bridge(seed: str) -> Canvas:
    """Two hundred years of bridge, and its mason at the mended rail."""
    c = Canvas(seed)
    c.wash(0, 600, (0, (160, 188, 200)), (1, (248, 238, 214)))
    c.hills(400, 170, (158, 180, 174), (232, 230, 208), 1.3, 0.08, 600)
    c.hills(500, 130, (110, 142, 108), (176, 190, 140), 2, 0.1, 640)
    stone = (186, 176, 160)
    deck = [(x, 560 - 150 * math.sin(math.pi * (x - 140) / 1000)) for x in range(140, 1141, 20)]
    c.shape([*deck, (1280, 700), (1280, 760), (0, 760), (0, 700)], mix(stone, (255, 250, 236), 0.3), mix(stone, INK, 0.25), 720)
    for cx, r in ((640, 190), (330, 104), (950, 104)):
        c.shape([(cx + r * math.cos(a / 20 * math.pi), 740 - r * math.sin(a / 20 * math.pi)) for a in range(21)], (84, 98, 92), (150, 176, 172))
        for a in range(1, 20):
            ca, sa = math.cos(a / 20 * math.pi), math.sin(a / 20 * math.pi)
            c.line([(cx + r * ca, 740 - r * sa), (cx + (r + 24) * ca, 740 - (r + 24) * sa)], (104, 94, 82, 200), 3)
    for i in range(0, 51, 3):
        x, y = deck[i]
        c.box(x - 8, y - 62, x + 8, y + 6, mix(stone, (255, 250, 236), 0.36), 4)
    for lift in (50, 22):
        c.line([(x, y - lift) for x, y in deck], mix(stone, INK, 0.16), 8)
    person(c, 720, 404, 150, COATS[0], 0, -1)
    c.mirror(740, (150, 176, 172), 0.42)
    c.ripples(742, (246, 250, 246), 120, 110)
    tree(c, 90, 740, 420, (96, 130, 76), blobs=60)
    tree(c, 1230, 760, 380, (112, 138, 74), blobs=50)
    return c


def old_street(seed: str) -> Canvas:
    """Rain on the old street; the flagstones shine, a tricycle waits."""
    c = Canvas(seed, 960, 1280)
    c.wash(0, 620, (0, (136, 150, 164)), (1, (226, 222, 212)))
    c.hills(520, 120, (150, 164, 168), (214, 214, 206), 1.4, 0.06, 620)
    for side in (0, 1):
        for i in range(5):
            near, far = 480 - 110 - 370 * (1 - i * 0.19) ** 1.2 * 1.3, 480 - 110 - 370 * (1 - (i + 1) * 0.19) ** 1.2 * 1.3
            xs = [near, far] if side == 0 else [960 - near, 960 - far]
            ft, fb = 560 - 470 * (1 - i * 0.19), 640 + 560 * (1 - i * 0.19) ** 1.6
            gt, gb = 560 - 470 * (1 - (i + 1) * 0.19), 640 + 560 * max(0, 1 - (i + 1) * 0.19) ** 1.6
            tone = mix((146, 118, 96) if i % 2 else (226, 218, 204), (208, 210, 206), i * 0.13)
            c.shape([(xs[0], ft + 90), (xs[1], gt + 70), (xs[1], gb), (xs[0], fb)], tone, mix(tone, INK, 0.24))
            c.poly([(xs[0] + (50 if side == 0 else -50), ft + 110), (xs[1], gt + 86), (xs[1], gt + 40), (xs[0], ft + 20)], mix((70, 70, 72), (190, 194, 194), i * 0.14))
            m = (xs[0] * 0.45 + xs[1] * 0.55, (fb + gb) / 2)
            c.line([(m[0], m[1] - 10), (m[0], m[1] - (m[1] - 560) * 0.72)], mix((92, 62, 46), tone, 0.1 * i), 34 - i * 5)
            c.dot(m[0], ft * 0.45 + gt * 0.55 + 150 - i * 14, 20 - i * 3, VERMILION, 25 - i * 4)
    c.shape([(440, 640), (520, 640), (960, 1190), (960, 1280), (0, 1280), (0, 1190)], (206, 210, 208), (112, 116, 118))
    for j in range(14):
        t = (j / 14) ** 2
        y = 646 + 634 * t
        c.line([(440 - 560 * t, y), (520 + 560 * t, y)], (84, 88, 90, 130), 1 + 4 * t)
    c.ripples(660, (250, 250, 244), 150, 120, 480, 140)
    x, y = 590.0, 1010.0
    for wx, wy in ((x - 110, y), (x + 60, y), (x + 130, y - 14)):
        c.dot(wx, wy, 48, (40, 40, 42))
        c.dot(wx, wy, 40, (176, 180, 178))
        c.dot(wx, wy, 6, (40, 40, 42))
    c.poly([(x, y - 60), (x + 170, y - 66), (x + 160, y - 130), (x + 6, y - 126)], (150, 58, 44))
    c.poly([(x - 10, y - 250), (x + 90, y - 290), (x + 190, y - 246), (x + 180, y - 226), (x, y - 230)], (60, 96, 112))
    c.line([(x + 8, y - 120), (x + 4, y - 232)], (50, 48, 48), 5)
    c.line([(x + 164, y - 126), (x + 176, y - 232)], (50, 48, 48), 5)
    c.line([(x - 110, y), (x - 84, y - 120), (x, y - 60)], (50, 48, 48), 7)
    person(c, x - 40, y - 14, 250, (70, 96, 120))
    for _ in range(200):
        rx, ry = c.hand.uniform(0, 980), c.hand.uniform(-40, 1280)
        c.line([(rx, ry), (rx - 8, ry + 40)], (240, 244, 246, 80), 1.4)
    return c


def tea_pavilion_roof(seed: str) -> Canvas:
    """The old tea pavilion, set up again, before the snow."""
    c = Canvas(seed)
    c.wash(0, 640, (0, (176, 192, 200)), (1, (244, 240, 228)))
    for i in range(3):
        c.hills(400 + i * 60, 160, mix((176, 192, 190), (120, 150, 128), i / 2), (232, 232, 220), 1.2 + i * 0.4, 0.07, 640)
        c.mist(440 + i * 40, 40, (246, 244, 236), 0.6, 3)
    c.shape([(0, 690), (1280, 670), (1280, 960), (0, 960)], (150, 158, 108), (108, 116, 76))
    c.shape([(330, 770), (380, 730), (900, 730), (950, 770), (950, 800), (330, 800)], (206, 200, 186), (156, 148, 134))
    for x in (420, 540, 740, 860):
        c.box(x - 11, 470, x + 11, 740, (116, 76, 54), 4)
    c.box(540, 660, 740, 684, (136, 92, 64), 3)
    c.box(560, 492, 720, 540, (60, 48, 42), 4)
    for k in range(3):
        c.box(584 + k * 44, 502, 606 + k * 44, 530, (214, 176, 96), 3)
    roof = (74, 74, 78)
    c.poly([(290, 470), (360, 440), (470, 380), (560, 330), (640, 300), (720, 330), (810, 380), (920, 440), (990, 470), (900, 484), (640, 470), (380, 484)], roof)
    for i in range(25):
        x = 340 + i * 25
        c.line([(640 + (x - 640) * 0.28, 330), (x, 476)], (*mix(roof, INK, 0.6), 120), 3)
    c.poly([(560, 336), (640, 250), (720, 336)], mix(roof, INK, 0.2))
    c.dot(640, 244, 13, VERMILION)
    person(c, 610, 736, 150, COATS[5])
    person(c, 676, 736, 140, COATS[1])
    tree(c, 1120, 760, 340, (112, 126, 80))
    tree(c, 160, 760, 280, (128, 130, 84))
    return c


SCENES = {
    "lane-bins": lane_bins, "lane-clean": lane_clean, "village-lane": village_lane, "street-lamp": street_lamp,
    "school": school, "road-potholes": road_potholes, "road-rain": road_rain, "stone-bridge": stone_bridge,
    "old-street": old_street, "tea-pavilion-roof": tea_pavilion_roof,
}  # fmt: skip
