"""What lies on tables, hangs on walls, is spread out to dry."""

from __future__ import annotations

import math

from ..brush import INK, PAPER, VERMILION, Canvas, mix
from .figures import boards, handwriting


def _fish(c: Canvas, x: float, y: float, w: float, turn: int = 1) -> None:
    """A channel catfish: slate back, pale belly, whiskers, forked tail."""
    def at(px: float, py: float) -> tuple[float, float]:
        return x + turn * px * w, y + py * w
    back, belly = (74, 88, 98), (214, 214, 204)
    c.poly([at(0.44, 0.0), at(0.66, -0.13), at(0.6, 0.0), at(0.66, 0.13)], mix(back, INK, 0.15))
    c.poly([at(0.02, -0.11), at(0.1, -0.2), at(0.16, -0.09)], mix(back, INK, 0.2))
    outline = [(-0.5, 0.01), (-0.46, -0.06), (-0.36, -0.1), (-0.2, -0.125), (0.0, -0.12), (0.2, -0.09), (0.46, -0.035), (0.48, 0.03), (0.24, 0.075), (0.0, 0.11), (-0.22, 0.115), (-0.42, 0.075)]
    c.poly([at(px, py + 0.02) for px, py in outline], (60, 70, 80, 90))
    c.poly([at(*p) for p in outline], back)
    c.poly([at(px, max(0.012, py)) for px, py in outline], belly)
    c.line([at(-0.44, 0.012), at(-0.1, 0.02), at(0.46, 0.0)], mix(back, belly, 0.5), w * 0.022)
    c.line([at(-0.4, -0.07), at(-0.1, -0.095), at(0.3, -0.055)], (230, 236, 238, 120), w * 0.016)
    for px, py in ((-0.62, -0.06), (-0.64, 0.06), (-0.56, 0.12)):
        c.line([at(-0.47, 0.025), at((px - 0.47) / 2, py * 0.4), at(px, py)], mix(back, INK, 0.3), 2.4)
    c.dot(*at(-0.4, -0.025), w * 0.017, (240, 220, 150))
    c.dot(*at(-0.4, -0.025), w * 0.009, INK)
    c.poly([at(-0.26, 0.06), at(-0.1, 0.14), at(-0.14, 0.05)], mix(back, INK, 0.1))


def catfish_ice(seed: str) -> Canvas:
    """Four to five jin each, on ice, ready to go."""
    c = Canvas(seed)
    boards(c, 0, (126, 104, 84))
    c.box(120, 110, 1160, 850, (176, 182, 184), 26)
    c.box(146, 136, 1134, 824, (222, 232, 238), 18)
    for _ in range(820):
        x, y, r = c.hand.uniform(156, 1124), c.hand.uniform(146, 814), c.hand.uniform(6, 20)
        tone = mix((198, 216, 228), (255, 255, 255), c.hand.random())
        c.poly([(x - r, y), (x - r * 0.3, y - r), (x + r, y - r * 0.4), (x + r * 0.5, y + r * 0.8)], (*tone, 190))
    for i, (x, y, w) in enumerate(((600, 250, 640), (680, 400, 700), (590, 556, 660), (690, 706, 640))):
        _fish(c, x, y, w, 1 if i % 2 == 0 else -1)
    for _ in range(170):
        x, y, r = c.hand.uniform(160, 1120), c.hand.choice((c.hand.uniform(316, 340), c.hand.uniform(466, 490), c.hand.uniform(626, 650), c.hand.uniform(776, 810))), c.hand.uniform(6, 18)
        c.poly([(x - r, y), (x - r * 0.3, y - r), (x + r, y - r * 0.4), (x + r * 0.5, y + r * 0.8)], (246, 250, 252, 225))
    c.poly([(1010, 60), (1210, 100), (1180, 220), (984, 180)], (252, 246, 230))
    for k in range(3):
        c.line([(1026, 96 + k * 28), (1160 - k * 26, 124 + k * 27)], (70, 80, 120), 4)
    return c


def receipt(seed: str) -> Canvas:
    """The cooperative's receipt: written by hand, a red seal on the weight."""
    c = Canvas(seed, 960, 1280)
    boards(c, 0, (120, 88, 62), 9)
    c.poly([(132, 170), (846, 128), (880, 1112), (160, 1150)], (30, 22, 18, 90))
    c.shape([(120, 150), (834, 110), (868, 1094), (146, 1130)], (252, 246, 228), (240, 230, 206))
    handwriting(c, 312, 236, 58, 5, (150, 52, 42))
    c.line([(170, 310), (800, 280)], (150, 52, 42), 3)
    for i in range(6):
        y = 400 + i * 92
        c.line([(178 + i * 3, y + 44), (806 + i * 3, y + 12)], (150, 52, 42, 130), 2)
        handwriting(c, 196 + i * 3, y, 40, 3 + i % 2)
        handwriting(c, 500 + i * 3, y - 14, 38, c.hand.randint(3, 5))
    c.line([(640, 280), (668, 900)], (150, 52, 42, 130), 2)
    handwriting(c, 220, 1010, 44, 4)
    cx, cy = 690, 970
    for r, width in ((112, 7), (98, 2)):
        c.line([(cx + r * math.cos(a / 30 * math.pi), cy + r * math.sin(a / 30 * math.pi)) for a in range(62)], (*VERMILION, 215), width)
    star = [(cx + (44 if k % 2 == 0 else 18) * math.sin(k * math.pi / 5), cy - (44 if k % 2 == 0 else 18) * math.cos(k * math.pi / 5)) for k in range(10)]
    c.poly(star, (*VERMILION, 210))
    for k in range(9):
        a = math.pi * (0.78 + k * 0.18)
        c.line([(cx + 64 * math.cos(a), cy + 64 * math.sin(a)), (cx + 86 * math.cos(a + 0.06), cy + 86 * math.sin(a + 0.06))], (*VERMILION, 200), 8)
    c.poly([(60, 1200), (560, 1120), (574, 1146), (70, 1230)], (40, 60, 96))
    c.poly([(560, 1120), (640, 1116), (574, 1146)], (214, 196, 150))
    c.glow(200, 160, 560, (255, 240, 206), 0.3)
    return c


def bamboo_lamp(seed: str) -> Canvas:
    """Woven bamboo with light in it."""
    c = Canvas(seed, 960, 1280)
    c.wash(0, 1280, (0, (40, 34, 36)), (0.7, (86, 58, 42)), (1, (52, 38, 32)))
    boards(c, 960, (104, 70, 48), 4)
    for r, s in ((620, 0.5), (400, 0.6), (220, 0.9)):
        c.glow(480, 620, r, (255, 200, 110), s)
    c.glow(480, 1010, 420, (255, 206, 120), 0.7, 70)
    rim = [(480 + 250 * math.sin(t / 40 * math.pi) ** 0.62 * s, 330 + t * 15.6) for s in (1, -1) for t in (range(41) if s == 1 else range(40, -1, -1))]
    c.shape(rim, (255, 226, 150), (255, 196, 104))
    c.glow(480, 640, 210, (255, 248, 214), 1.1)
    for k in range(-11, 12):
        for turn in (1, -1):
            pts = []
            for t in range(41):
                wide = 250 * math.sin(t / 40 * math.pi) ** 0.62
                pts.append((480 + wide * math.sin((k / 11) * 1.57 + turn * (t / 40 - 0.5) * 1.5), 330 + t * 15.6))
            c.line(pts, (122, 74, 34, 215), 5)
    for t in (3, 10, 20, 30, 37):
        wide, y = 250 * math.sin(t / 40 * math.pi) ** 0.62, 330 + t * 15.6
        c.line([(480 + wide * math.cos(a / 20 * math.pi), y + 16 * math.sin(a / 20 * math.pi)) for a in range(21)], (96, 58, 30), 7)
    c.box(440, 300, 520, 340, (80, 50, 30), 8)
    c.line([(480, 300), (480, 0)], (60, 42, 32), 5)
    c.dot(480, 960, 92, (80, 50, 30), 18)
    c.box(760, 1060, 850, 1130, (232, 224, 206), 14)
    return c


def walnuts(seed: str) -> Canvas:
    """Spread out to dry."""
    c = Canvas(seed)
    c.wash(0, 960, (0, (206, 180, 132)), (1, (176, 146, 100)))
    for i in range(0, 1300, 26):
        c.line([(i, 0), (i - 60, 960)], (150, 118, 76, 120), 4)
        c.line([(0, i), (1280, i + 30)], (228, 204, 156, 90), 3)
    for i in range(230):
        t = i / 230
        x, y = c.hand.uniform(-30, 1310), -20 + t * 1010
        r = 30 + 30 * t
        if math.hypot(x - 960, (y - 300) * 1.3) < 210:
            continue
        tone = mix((178, 130, 82), (212, 170, 116), c.hand.random())
        c.dot(x + r * 0.2, y + r * 0.34, r * 1.02, (70, 48, 30, 110), r * 0.8)
        c.dot(x, y, r, tone, r * 0.88)
        c.dot(x - r * 0.24, y - r * 0.3, r * 0.52, (*mix(tone, (255, 240, 206), 0.4), 150), r * 0.4)
        lean = c.hand.uniform(-0.5, 0.5)
        for k in (-0.5, -0.2, 0.14, 0.46):
            c.line([(x + r * (k - lean * 0.5), y - r * 0.74), (x + r * (k * 1.6), y), (x + r * (k + lean * 0.5), y + r * 0.74)], (*mix(tone, INK, 0.5), 150), 2.4)
    c.dot(960, 320, 200, (90, 66, 44), 150)
    c.dot(960, 306, 200, (176, 132, 80), 148)
    c.dot(960, 304, 176, (120, 88, 56), 126)
    for _ in range(46):
        a, r = c.hand.uniform(0, 6.28), c.hand.random() ** 0.6
        x, y = 960 + 140 * r * math.cos(a), 300 + 92 * r * math.sin(a)
        tone = mix((226, 190, 132), (196, 150, 92), c.hand.random())
        c.dot(x, y, 28, tone, 22)
        c.line([(x - 22, y), (x - 8, y - 6), (x + 8, y + 5), (x + 22, y - 2)], mix(tone, INK, 0.35), 3)
    c.glow(200, 100, 800, (255, 244, 214), 0.35)
    return c


def garlic_braids(seed: str) -> Canvas:
    """Braids of garlic on the white wall, as the wife of Ge Mantun makes them."""
    c = Canvas(seed, 960, 1280)
    c.wash(0, 1280, (0, (238, 230, 214)), (1, (214, 200, 176)))
    for _ in range(60):
        c.glow(c.hand.uniform(0, 960), c.hand.uniform(0, 1280), c.hand.uniform(40, 160), mix((200, 184, 158), PAPER, c.hand.random()), 0.25)
    c.box(0, 110, 960, 150, (112, 80, 58), 6)
    for x, count in ((190, 9), (400, 11), (600, 10), (790, 8)):
        c.line([(x, 130), (x, 220)], (150, 120, 74), 12)
        for i in range(count * 4):
            y = 190 + i * 22
            c.line([(x - 26, y), (x + 24, y + 24)], (206, 180, 122), 9)
            c.line([(x + 26, y), (x - 24, y + 24)], (178, 150, 96), 9)
        for i in range(count):
            y = 240 + i * 88
            for side in (-1, 1):
                bx, by, r = x + side * 44 + c.hand.uniform(-6, 6), y + (side + 1) * 20, c.hand.uniform(40, 48)
                c.dot(bx + 10, by + 12, r, (120, 98, 74, 90), r * 0.92)
                c.dot(bx, by, r, (246, 238, 228), r * 0.92)
                c.poly([(bx - r * 0.3, by - r * 0.8), (bx - side * r * 0.9, by - r * 1.1), (bx + r * 0.3, by - r * 0.8)], (232, 220, 200))
                for k in (-0.55, -0.2, 0.2, 0.55):
                    c.line([(bx + k * r * 0.3, by - r * 0.86), (bx + k * r * 1.3, by), (bx + k * r * 0.4, by + r * 0.8)], (176, 118, 140, 130), 3)
                c.dot(bx - r * 0.3, by - r * 0.3, r * 0.3, (255, 255, 255, 150), r * 0.24)
    c.poly([(0, 150), (960, 150), (960, 230), (0, 190)], (60, 44, 36, 60))
    c.glow(100, 300, 620, (255, 242, 210), 0.35)
    return c


def peaches(seed: str) -> Canvas:
    """Early peaches, red at the shoulder."""
    c = Canvas(seed)
    c.wash(0, 420, (0, (190, 206, 196)), (1, (236, 232, 210)))
    for _ in range(24):
        c.glow(c.hand.uniform(0, 1280), c.hand.uniform(0, 400), c.hand.uniform(50, 150), c.hand.choice(((150, 182, 130), (230, 240, 214), (120, 160, 116))), 0.4)
    boards(c, 400, (158, 120, 84), 5)
    c.dot(640, 800, 500, (50, 36, 28, 120), 60)
    for x, y, r in ((470, 330, 110), (640, 280, 122), (810, 335, 112), (350, 450, 124), (560, 440, 130), (760, 440, 128), (950, 460, 120)):
        for dx, dy, turn in ((-r, -30, -1), (r * 0.8, -r * 0.6, 1)):
            c.poly([(x + dx, y + dy), (x + dx + turn * 60, y + dy - 30), (x + dx + turn * 130, y + dy + 6), (x + dx + turn * 60, y + dy + 14)], (86, 128, 74))
        c.dot(x, y, r, (246, 196, 120), r * 0.95)
        c.glow(x - r * 0.1, y - r * 0.12, r * 0.98, (226, 88, 74), 0.95)
        c.glow(x - r * 0.4, y - r * 0.44, r * 0.42, (255, 226, 196), 0.9)
        c.line([(x + r * 0.1, y - r * 0.92), (x + r * 0.3, y - r * 0.3), (x + r * 0.22, y + r * 0.5)], (176, 66, 56, 170), 5)
    basket = [(170, 470), (1110, 470), (1010, 810), (270, 810)]
    c.shape(basket, (206, 158, 96), (140, 98, 58))
    for row in range(9):
        y = 486 + row * 37
        inset = (y - 470) * 0.29
        for k in range(24):
            x0 = 170 + inset + (940 - 2 * inset) * k / 24
            w = (940 - 2 * inset) / 24
            c.box(x0 + 2, y, x0 + w - 2, y + 29, (*mix((226, 182, 118), (156, 110, 66), ((k + row) % 2) * 0.8), 220), 8)
    c.line([(156, 474), (1124, 474)], (122, 82, 48), 26)
    c.glow(240, 160, 620, (255, 246, 214), 0.4)
    return c


SCENES = {
    "catfish-ice": catfish_ice, "receipt": receipt, "bamboo-lamp": bamboo_lamp, "walnuts": walnuts, "garlic-braids": garlic_braids, "peaches": peaches,
}  # fmt: skip
