"""Rooms with people in them."""

from __future__ import annotations

import math

from ..brush import INK, VERMILION, Canvas, mix
from .figures import COATS, handwriting, person


def cold_store(seed: str) -> Canvas:
    """Eighteen below: shelves of boxes to the far door, breath in the air."""
    c = Canvas(seed)
    c.wash(0, 960, (0, (120, 148, 166)), (1, (170, 190, 200)))
    c.shape([(0, 0), (1280, 0), (800, 300), (480, 300)], (150, 172, 186), (184, 202, 212))
    c.shape([(480, 600), (800, 600), (1280, 960), (0, 960)], (176, 192, 200), (122, 142, 154))
    c.box(480, 300, 800, 600, (206, 220, 226))
    c.box(560, 350, 720, 600, (150, 172, 186), 4)
    c.glow(640, 320, 260, (240, 250, 255), 0.9)
    for i in range(6):
        far, near = ((5 - i) / 6) ** 1.0, ((6 - i) / 6) ** 1.0
        for side in (-1, 1):
            def at(d: float, v: float, side: int = side) -> tuple[float, float]:
                return 640 + side * (180 + 500 * d * d), 450 + v * (150 + 360 * d * d)
            for level in range(4):
                v0, v1 = -0.9 + level * 0.46, -0.9 + level * 0.46 + 0.38
                tone = mix((236, 230, 214), (150, 170, 184), 0.55 * (1 - near) + 0.08 * level)
                d0, d1 = far * 0.97 + 0.02, near
                c.poly([at(d0, v0), at(d1, v0), at(d1, v1), at(d0, v1)], tone)
                m = (d0 + d1) / 2
                c.line([at(m, v0), at(m, v1)], (*mix(tone, INK, 0.4), 150), 3)
                c.line([at(d0, (v0 + v1) / 2 - 0.04), at(d1, (v0 + v1) / 2 - 0.04)], (*mix(tone, (180, 80, 60), 0.6), 170), 2 + 5 * near)
                c.line([at(d0, v1 + 0.02), at(d1, v1 + 0.02)], (74, 100, 124), 3 + 6 * near)
            c.line([at(near, -0.95), at(near, 1.0)], (66, 92, 118), 4 + 9 * near)
    person(c, 610, 760, 300, (52, 84, 122))
    person(c, 740, 700, 220, (168, 84, 52), 0.05, -1)
    for x, y in ((640, 480), (716, 500)):
        c.glow(x, y, 60, (255, 255, 255), 0.7, 34)
    c.mist(800, 70, (226, 236, 242), 0.5, 5)
    return c


def midnight_meeting(seed: str) -> Canvas:
    """Half past eleven in the shed at the landing: one lamp, one table, everybody."""
    c = Canvas(seed)
    c.wash(0, 960, (0, (34, 30, 32)), (0.6, (70, 54, 44)), (1, (40, 32, 30)))
    for x in range(0, 1281, 80):
        c.line([(x, 0), (x, 620)], (20, 18, 20, 120), 4)
    c.box(860, 120, 1110, 340, (24, 34, 56), 4)
    c.dot(1040, 180, 22, (240, 236, 214))
    c.line([(985, 120), (985, 340)], (84, 66, 54), 9)
    c.line([(860, 230), (1110, 230)], (84, 66, 54), 9)
    c.box(120, 140, 430, 350, (236, 228, 210), 4)
    for k in range(6):
        c.line([(150, 176 + k * 27), (150 + c.hand.uniform(140, 250), 176 + k * 27)], (90, 80, 74), 5)
    c.line([(300, 246), (392, 246)], VERMILION, 6)
    for r, s in ((620, 0.5), (380, 0.55), (120, 0.9)):
        c.glow(640, 250, r, (255, 206, 120), s)
    c.line([(640, 0), (640, 190)], (24, 22, 24), 5)
    c.poly([(576, 236), (614, 186), (666, 186), (704, 236)], (60, 92, 84))
    c.dot(640, 240, 24, (255, 248, 218))
    for i, x in enumerate((226, 362, 498, 640, 786, 918, 1054)):
        person(c, x, 800 - abs(i - 3) * 6, 360 - abs(i - 3) * 5, COATS[(i * 5 + 1) % 6], 0.14, (0, 0, 1, 0, 0, 0, 0)[i] * 0.6)
    c.shape([(150, 660), (1130, 660), (1270, 820), (10, 820)], (178, 128, 84), (122, 84, 58))
    c.box(10, 820, 1270, 850, (84, 58, 42))
    c.glow(640, 720, 460, (255, 222, 150), 0.5, 90)
    for x, y, w in ((440, 712, 150), (660, 740, 190), (860, 706, 120)):
        c.poly([(x, y), (x + w, y - 8), (x + w + 24, y + 46), (x - 14, y + 54)], (250, 244, 228))
        for k in range(3):
            c.line([(x + 14, y + 10 + k * 12), (x + w - 20, y + 6 + k * 12)], (110, 100, 94), 3)
    for x, y in ((330, 730), (590, 690), (1000, 740)):
        c.box(x, y - 46, x + 40, y + 10, (226, 232, 226), 8)
        c.dot(x + 20, y - 44, 20, (130, 84, 52), 6)
        c.glow(x + 20, y - 84, 36, (255, 250, 240), 0.4, 50)
    person(c, 180, 1010, 420, (46, 48, 58), 0.35, back=True)
    person(c, 1130, 1020, 440, (58, 46, 44), 0.35, back=True)
    return c


def classroom(seed: str) -> Canvas:
    """Bean-curd balls for lunch: bowls on the desks, the teacher at the board."""
    c = Canvas(seed)
    c.wash(0, 620, (0, (236, 228, 208)), (1, (250, 242, 224)))
    c.wash(600, 960, (0, (176, 146, 112)), (1, (130, 100, 76)))
    c.box(350, 110, 930, 410, (120, 84, 58), 6)
    c.box(364, 124, 916, 396, (52, 90, 76), 3)
    handwriting(c, 420, 200, 50, 6, (236, 240, 230))
    handwriting(c, 440, 300, 40, 8, (236, 240, 230))
    for x in (60, 1020):
        c.box(x, 130, x + 210, 420, (120, 150, 120))
        c.shape([(x + 8, 138), (x + 202, 138), (x + 202, 412), (x + 8, 412)], (206, 226, 232), (244, 240, 222))
        c.poly([(x + 8, 360), (x + 80, 300), (x + 140, 340), (x + 202, 290), (x + 202, 412), (x + 8, 412)], (126, 160, 130))
        c.line([(x + 105, 138), (x + 105, 412)], (250, 246, 236), 8)
        c.poly([(x + 8, 470), (x + 210, 470), (x + (380 if x < 500 else -160), 940), (x + (120 if x < 500 else -420), 940)], (255, 246, 214, 60))
    person(c, 700, 600, 300, (110, 128, 150), 0, -1)
    for row, (y, tall, xs) in enumerate(((640, 150, (240, 480, 860, 1080)), (800, 190, (150, 430, 720, 1010)))):
        for i, x in enumerate(xs):
            person(c, x, y + 30, tall + 40, COATS[(i * 2 + row * 3) % 6], 0, (0, 1, 0, -1)[i])
            c.shape([(x - 96, y - 30), (x + 96, y - 30), (x + 112, y + 12), (x - 112, y + 12)], (206, 160, 108), (170, 124, 80))
            c.box(x - 112, y + 12, x + 112, y + 78, (146, 104, 68), 3)
            c.dot(x - 30, y - 22, 34, (250, 248, 242), 14)
            for k in range(4):
                c.dot(x - 46 + k * 11, y - 28, 8, (250, 232, 184), 6)
            c.glow(x - 30, y - 60, 30, (255, 255, 255), 0.6, 44)
    return c


def tea_frying(seed: str) -> Canvas:
    """Hands in the pan, the leaves turning."""
    c = Canvas(seed)
    c.wash(0, 960, (0, (92, 70, 56)), (0.5, (134, 98, 70)), (1, (70, 50, 40)))
    for i in range(9):
        for j in range(5):
            c.box(j * 270 - i % 2 * 130, i * 58, j * 270 - i % 2 * 130 + 262, i * 58 + 52, (*mix((150, 104, 74), (116, 80, 60), c.hand.random()), 120), 3)
    c.glow(640, 240, 620, (255, 214, 150), 0.55)
    c.shape([(0, 620), (1280, 620), (1280, 960), (0, 960)], (176, 158, 136), (110, 94, 80))
    c.dot(640, 660, 520, (40, 36, 36), 250)
    c.dot(640, 650, 490, (72, 68, 68), 228)
    c.dot(640, 668, 440, (48, 46, 48), 190)
    for _ in range(900):
        a, r = c.hand.uniform(0, 6.28), abs(c.hand.gauss(0, 0.42))
        x, y = 640 + 400 * r * math.cos(a), 680 + 150 * r * math.sin(a) - max(0, 1 - r) * 70
        tone = mix((58, 86, 46), (148, 172, 84), c.hand.random())
        turn, long = c.hand.uniform(0, 3.14), c.hand.uniform(12, 26)
        c.line([(x, y), (x + long * math.cos(turn), y + long * 0.6 * math.sin(turn))], tone, c.hand.uniform(3, 6))
    skin = (214, 168, 132)
    for side in (-1, 1):
        x = 640 + side * 190
        c.poly([(x + side * 290, 250), (x + side * 380, 330), (x + side * 70, 600), (x - side * 10, 540)], (72, 96, 116))
        c.poly([(x + side * 20, 530), (x + side * 84, 590), (x + side * 10, 668), (x - side * 50, 616)], skin)
        for k in range(4):
            c.line([(x - side * (20 - k * 12), 610 + k * 14), (x - side * (96 - k * 14), 650 + k * 18)], mix(skin, INK, 0.05 + 0.03 * k), 26)
    for k in range(9):
        for j in range(7):
            c.glow(480 + k * 42 + 26 * math.sin(j + k), 560 - j * 66, 40 + j * 11, (250, 246, 236), 0.2 - j * 0.018)
    return c


SCENES = {
    "cold-store": cold_store, "midnight-meeting": midnight_meeting, "classroom": classroom, "tea-frying": tea_frying,
}  # fmt: skip
