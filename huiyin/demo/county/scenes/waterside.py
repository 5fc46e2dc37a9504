"""The reservoir and the rivers."""

from __future__ import annotations

from ..brush import INK, PAPER, VERMILION, Canvas, Colour, mix
from .figures import COATS, bird, boat, lamp, person


def _lake(c: Canvas, horizon: float, sky: tuple[Colour, Colour, Colour], far: Colour, near: Colour, water: Colour) -> None:
    """Sky, three ranges of hills with mist between, and still water."""
    c.wash(0, horizon + 4, (0, sky[0]), (0.55, sky[1]), (1, sky[2]))
    for i, (lift, tall, waves) in enumerate(((150, 150, 1.3), (80, 130, 1.9), (22, 90, 2.6))):
        tone = mix(far, near, i / 2)
        c.hills(horizon - lift + 50, tall, tone, mix(tone, sky[2], 0.62 - i * 0.12), waves, 0.06, horizon)
        c.mist(horizon - lift + 75, 34, sky[2], 0.5 - i * 0.1, 3)
    c.mirror(horizon, water)
    c.line([(0, horizon), (c.w, horizon)], (*mix(sky[2], PAPER, 0.4), 150), 2)


def net_cages(seed: str) -> Canvas:
    """Dusk; rows of net cages on floats, a boat between them."""
    c = Canvas(seed)
    _lake(c, 470, ((92, 100, 134), (214, 150, 118), (247, 205, 150)), (150, 124, 134), (70, 74, 92), (96, 88, 104))
    c.glow(880, 395, 300, (255, 214, 150), 0.85)
    c.dot(880, 398, 34, (255, 236, 196))
    c.ripples(472, (255, 214, 160), 190, 130, 880, 70)
    c.ripples(472, (48, 48, 66), 120, 60)
    for row, (y, cell, count, shift) in enumerate(((560, 78, 13, 60), (640, 120, 9, 20), (764, 186, 6, -30))):
        deep = cell * 0.42
        for i in range(count):
            x = shift + i * cell * 1.06
            if (row, i) in {(1, 4), (2, 3)}:
                continue
            c.poly([(x, y), (x + cell, y), (x + cell * 1.1, y + deep), (x - cell * 0.1, y + deep)], (28, 34, 46, 120))
            for j in range(1, 4):
                c.line([(x + cell * j / 4, y), (x + cell * (j * 1.2 / 4 - 0.1), y + deep)], (220, 190, 160, 36), 1)
            edge = [(x, y), (x + cell, y), (x + cell * 1.1, y + deep), (x - cell * 0.1, y + deep), (x, y)]
            c.line(edge, (74, 58, 50), 3 + row * 1.6)
            c.line([(px, py - 2 - row) for px, py in edge[:2]], (236, 186, 132, 200), 1.5 + row * 0.6)
            for px, py in edge[:4]:
                c.dot(px, py, 4 + row * 2.4, (58, 84, 96), 3 + row * 1.6)
    boat(c, 596, 668, 190, (58, 46, 44), False)
    person(c, 566, 664, 118, (96, 62, 54), 0.35, 1)
    return c


def reservoir_morning(seed: str) -> Canvas:
    """The morning after: open water, ducks, one boat far out."""
    c = Canvas(seed)
    _lake(c, 430, ((150, 186, 204), (206, 222, 220), (248, 240, 222)), (160, 184, 190), (74, 112, 108), (164, 190, 194))
    c.glow(360, 330, 340, (255, 246, 214), 0.8)
    c.ripples(432, (255, 255, 250), 200, 120, 380, 160)
    c.ripples(432, (70, 110, 120), 110, 45)
    boat(c, 800, 548, 120, (84, 70, 58))
    for _ in range(15):
        x, y = c.hand.uniform(180, 720), c.hand.uniform(610, 760)
        c.dot(x, y, 12, (70, 58, 48), 6)
        c.dot(x + 10, y - 9, 4.6, (38, 70, 58))
        c.line([(x - 30, y + 6), (x + 20, y + 6)], (255, 255, 250, 110), 2)
    for i in range(9):
        bird(c, 690 + i * 38, 170 + abs(i - 4) * 17, 13, (70, 84, 92))
    for i in range(52):
        x = 900 + i * 8 + c.hand.uniform(-6, 6)
        top = 780 - c.hand.uniform(20, 190) * (0.4 + i / 60)
        c.line([(x, 960), (x + c.hand.uniform(-14, 24), top)], (72, 92, 62, 220), 3)
    return c


def _pier(c: Canvas, plank: Colour) -> None:
    """A wooden pier from our feet out into the water."""
    c.shape([(420, 960), (600, 560), (700, 560), (900, 960)], mix(plank, INK, 0.1), plank)
    for i in range(16):
        y = 560 + 400 * (i / 16) ** 1.7
        t = (y - 560) / 400
        c.line([(600 - 180 * t, y), (700 + 200 * t, y)], (*mix(plank, INK, 0.6), 170), 1.5 + 3 * t)
    for t in (0.06, 0.25, 0.55):
        y = 560 + 400 * t
        for x in (600 - 180 * t, 700 + 200 * t):
            c.box(x - 5 - 10 * t, y - 46 - 60 * t, x + 5 + 10 * t, y + 20, mix(plank, INK, 0.5), 3)


def pier_night(seed: str) -> Canvas:
    """Midnight at the landing: lamps, lorries' lights, people bent over crates."""
    c = Canvas(seed)
    _lake(c, 480, ((14, 20, 36), (24, 34, 56), (44, 52, 74)), (38, 46, 66), (18, 24, 38), (16, 22, 38))
    for _ in range(90):
        c.dot(c.hand.uniform(0, 1280), c.hand.uniform(0, 330), c.hand.uniform(0.7, 1.9), (255, 250, 230, 190))
    for x in (310, 632, 1075):
        c.ripples(482, (255, 206, 120), 60, 130, x, 30)
    _pier(c, (104, 78, 58))
    c.shape([(0, 690), (330, 676), (400, 960), (0, 960)], (58, 54, 56), (30, 28, 32))
    c.shape([(930, 700), (1280, 684), (1280, 960), (1000, 960)], (62, 58, 58), (32, 30, 34))
    for x, y, tall in ((250, 750, 360), (596, 580, 210), (1010, 760, 380)):
        lamp(c, x, y, tall)
    c.box(1020, 640, 1270, 800, (166, 174, 186), 8)
    c.box(960, 690, 1030, 800, (170, 60, 44), 8)
    c.box(972, 702, 1010, 742, (255, 226, 160), 4)
    for x in (1000, 1200):
        c.dot(x, 806, 26, (22, 22, 26))
    for i, (x, y, tall, arm) in enumerate(((530, 850, 205, 1), (566, 752, 160, 0), (640, 690, 132, 0), (742, 740, 158, 0), (800, 866, 212, -1), (676, 640, 104, 0))):
        c.dot(x, y + 3, 40, (8, 8, 12, 120), 8)
        person(c, x, y, tall, COATS[i], 0.22, arm)
    c.glow(650, 800, 330, (255, 206, 120), 0.34, 150)
    for x, y in ((600, 884), (672, 876), (690, 780), (634, 850)):
        c.box(x, y - 34, x + 66, y, (206, 196, 176), 4)
        c.line([(x, y - 22), (x + 66, y - 22)], (140, 128, 110), 2)
    return c


def pier_dawn(seed: str) -> Canvas:
    """Half past six, fog, the first lorry; the scales are up."""
    c = Canvas(seed)
    _lake(c, 460, ((176, 184, 198), (232, 206, 190), (252, 232, 208)), (190, 184, 190), (128, 136, 148), (198, 192, 194))
    c.glow(300, 420, 330, (255, 226, 180), 0.85)
    c.dot(300, 424, 30, (255, 226, 188))
    c.ripples(462, (255, 240, 214), 120, 130, 300, 60)
    _pier(c, (150, 122, 98))
    boat(c, 240, 700, 260, (90, 70, 58))
    boat(c, 1090, 640, 190, (104, 84, 72), False)
    c.line([(640, 700), (640, 560), (700, 520), (700, 700)], (70, 58, 50), 6)
    c.line([(700, 540), (700, 600)], (60, 54, 50), 3)
    c.poly([(664, 600), (736, 600), (722, 650), (678, 650)], (110, 122, 122))
    person(c, 610, 740, 200, COATS[0], 0.1, 1)
    person(c, 780, 760, 210, COATS[1], 0.05, -1)
    for i in range(4):
        c.box(560 + i % 2 * 72, 880 - i // 2 * 38, 628 + i % 2 * 72, 916 - i // 2 * 38, (232, 224, 206), 4)
        c.line([(560 + i % 2 * 72, 892 - i // 2 * 38), (628 + i % 2 * 72, 892 - i // 2 * 38)], (176, 164, 140), 2)
    c.mist(520, 60, (250, 238, 224), 0.7, 6)
    return c


def ferry(seed: str) -> Canvas:
    """Willow Ferry at evening: the old ferryman, the light on the bow."""
    c = Canvas(seed)
    _lake(c, 420, ((110, 132, 150), (226, 184, 140), (250, 218, 164)), (166, 152, 142), (92, 98, 92), (150, 136, 118))
    c.glow(980, 350, 320, (255, 224, 160), 0.9)
    c.ripples(422, (255, 226, 170), 180, 140, 960, 100)
    c.ripples(422, (80, 74, 72), 90, 60)
    boat(c, 600, 660, 420, (76, 54, 42))
    person(c, 770, 640, 200, COATS[0], 0.25)
    c.line([(800, 380), (734, 820)], (70, 54, 42), 6)
    for i, x in enumerate((470, 510, 656)):
        person(c, x, 648, 110, COATS[i + 1], 0.2)
    c.dot(392, 616, 6, (255, 230, 170))
    c.glow(392, 616, 60, (255, 220, 150), 0.9)
    for i in range(34):
        x = -20 + i * 9
        c.line([(x, -10), (x + c.hand.uniform(-30, 40), c.hand.uniform(120, 330) * (1 - i / 60))], (72, 96, 64, 200), 3)
    return c


def mist_ferry(seed: str) -> Canvas:
    """Nothing to be seen for mist, and still good to look at."""
    c = Canvas(seed)
    c.wash(0, 960, (0, (214, 220, 220)), (0.5, (238, 236, 228)), (1, (204, 212, 210)))
    c.hills(420, 130, (176, 190, 190), (236, 236, 230), 1.4, 0.05, 520)
    c.mist(430, 80, (242, 240, 234), 0.9, 7)
    boat(c, 690, 610, 260, (92, 88, 84))
    person(c, 770, 600, 130, (80, 84, 88), 0.1)
    c.line([(792, 440), (754, 720)], (104, 100, 94), 4)
    c.ripples(560, (255, 255, 252), 60, 150)
    c.mist(720, 90, (240, 240, 236), 0.75, 6)
    c.box(1096, 780, 1128, 812, VERMILION, 4)
    return c


def reeds(seed: str) -> Canvas:
    """The river flats in autumn, white with reeds."""
    c = Canvas(seed)
    _lake(c, 380, ((128, 160, 184), (208, 212, 204), (246, 228, 196)), (160, 164, 166), (104, 116, 104), (172, 182, 180))
    c.glow(260, 310, 300, (255, 236, 190), 0.8)
    for i in range(420):
        t = (i / 420) ** 1.5
        x, foot = c.hand.uniform(-20, 1300), 520 + t * 480
        tall = 70 + 210 * t
        lean = c.hand.uniform(10, 46) * (0.4 + t)
        tip = (x + lean, foot - tall)
        c.line([(x, foot), (x + lean * 0.4, foot - tall * 0.6), tip], (*mix((126, 116, 78), (92, 78, 50), t), 200), 1.4 + 1.6 * t)
        for j in range(4):
            c.dot(tip[0] + j * lean * 0.09, tip[1] + j * tall * 0.05, 3 + 6 * t, (250, 244, 230, 150), 5 + 13 * t)
    for i in range(5):
        bird(c, 760 + i * 60, 150 + i % 3 * 24, 15)
    return c


def flood_gauge(seed: str) -> Canvas:
    """Half past one at night: rain, the gauge, a torch."""
    c = Canvas(seed, 960, 1280)
    c.wash(0, 1280, (0, (20, 26, 38)), (0.5, (44, 56, 70)), (1, (70, 72, 66)))
    c.hills(520, 150, (30, 38, 50), (50, 60, 72), 1.6, 0.06)
    c.wash(640, 1280, (0, (86, 82, 70)), (1, (48, 44, 40)))
    c.ripples(642, (170, 156, 124), 170, 90)
    c.glow(470, 600, 520, (255, 238, 190), 0.62)
    c.shape([(410, 130), (530, 130), (530, 860), (410, 860)], (250, 248, 240), (206, 198, 180))
    for i in range(36):
        y = 150 + i * 20
        long = i % 5 == 0
        c.box(410, y, 410 + (64 if long else 34), y + 9, VERMILION if i < 14 else (40, 60, 96))
        if long:
            c.box(486, y - 6, 512, y + 16, (60, 54, 50), 2)
    c.wash(800, 1280, (0, (104, 94, 74)), (1, (54, 48, 42)))
    c.ripples(802, (214, 196, 150), 120, 120, 470, 120)
    for _ in range(330):
        drop_x, drop_y = c.hand.uniform(0, 1000), c.hand.uniform(-40, 1280)
        c.line([(drop_x, drop_y), (drop_x - 14, drop_y + 52)], (220, 228, 236, 70), 1.6)
    person(c, 760, 1120, 430, (222, 128, 52), 0.12, -1)
    c.glow(640, 756, 70, (255, 250, 220), 1)
    return c


SCENES = {
    "net-cages": net_cages, "reservoir-morning": reservoir_morning, "pier-night": pier_night, "pier-dawn": pier_dawn,
    "ferry": ferry, "mist-ferry": mist_ferry, "reeds": reeds, "flood-gauge": flood_gauge,
}  # fmt: skip
