"""Things that stand in more than one picture: people, trees, houses, boats, lamps."""

from __future__ import annotations

from ..brush import INK, Canvas, Colour, mix

COATS: tuple[Colour, ...] = ((64, 84, 104), (122, 72, 54), (74, 92, 72), (150, 60, 44), (98, 88, 110), (168, 132, 80))


def person(c: Canvas, x: float, y: float, tall: float, coat: Colour, dark: float = 0.0, arm: float = 0, back: bool = False) -> None:
    """Somebody standing at (x, y); `dark` (0–1) for figures against light; `arm` raises a hand to one side."""
    coat, skin, hair = mix(coat, INK, dark), mix((226, 184, 150), INK, dark), mix((48, 40, 36), INK, dark)
    w = tall * 0.15
    c.box(x - w * 0.62, y - tall * 0.46, x - w * 0.06, y, mix((58, 56, 62), INK, dark), w * 0.2)
    c.box(x + w * 0.06, y - tall * 0.46, x + w * 0.62, y, mix((50, 48, 54), INK, dark), w * 0.2)
    c.poly([(x - w, y - tall * 0.72), (x - w * 0.72, y - tall * 0.82), (x + w * 0.72, y - tall * 0.82), (x + w, y - tall * 0.72), (x + w * 0.86, y - tall * 0.38), (x - w * 0.86, y - tall * 0.38)], coat)
    c.line([(x - w * 0.9, y - tall * 0.74), (x - w * 1.15, y - tall * 0.44)], mix(coat, INK, 0.18), w * 0.42)
    if arm:
        c.line([(x + arm * w * 0.8, y - tall * 0.74), (x + arm * w * 2.4, y - tall * 0.84)], mix(coat, INK, 0.12), w * 0.42)
    else:
        c.line([(x + w * 0.9, y - tall * 0.74), (x + w * 1.12, y - tall * 0.44)], mix(coat, INK, 0.12), w * 0.42)
    c.dot(x, y - tall * 0.918, w * 0.54, hair, w * 0.6)
    if not back:
        c.dot(x, y - tall * 0.893, w * 0.46, skin, w * 0.5)
        c.poly([(x - w * 0.5, y - tall * 0.9), (x - w * 0.36, y - tall * 0.985), (x + w * 0.36, y - tall * 0.985), (x + w * 0.5, y - tall * 0.9), (x + w * 0.1, y - tall * 0.938)], hair)


def tree(c: Canvas, x: float, y: float, tall: float, leaf: Colour, trunk: Colour = (78, 62, 50), blobs: int = 26) -> None:
    """A round tree, lit from the upper left."""
    c.poly([(x - tall * 0.035, y), (x - tall * 0.018, y - tall * 0.6), (x + tall * 0.018, y - tall * 0.6), (x + tall * 0.04, y)], trunk)
    for i in range(blobs):
        dx, dy = (max(-1.7, min(1.7, c.hand.gauss(0, 1))) * tall * s for s in (0.17, 0.13))
        light = 0.5 - dy / tall * 1.3 - dx / tall * 0.7
        tone = mix(mix(leaf, INK, 0.34), mix(leaf, (250, 246, 200), 0.22), min(1, max(0, light * 0.55 + i / blobs * 0.45 + c.hand.uniform(-0.08, 0.08))))
        r = tall * c.hand.uniform(0.06, 0.13) * (26 / blobs) ** 0.4
        c.dot(x + dx, y - tall * 0.7 + dy, r, (*tone, 240), r * 0.8)


def house(c: Canvas, x: float, y: float, w: float, tall: float, wall: Colour = (240, 234, 222), roof: Colour = (72, 70, 70), lit: bool = False) -> None:
    """A white-walled house with a dark tiled roof, its foot at (x, y)."""
    c.shape([(x, y), (x, y - tall), (x + w, y - tall), (x + w, y)], wall, mix(wall, (170, 150, 126), 0.45))
    over = w * 0.08
    c.poly([(x - over, y - tall + 4), (x + w * 0.12, y - tall * 1.46), (x + w * 0.88, y - tall * 1.46), (x + w + over, y - tall + 4)], roof)
    for i in range(1, int(w / 13)):
        at = i / int(w / 13)
        c.line([(x - over + (w + 2 * over) * at, y - tall + 2), (x + w * (0.12 + 0.76 * at), y - tall * 1.45)], (*mix(roof, INK, 0.5), 110), 1.4)
    c.line([(x + w * 0.1, y - tall * 1.46), (x + w * 0.9, y - tall * 1.46)], mix(roof, INK, 0.4), 5)
    pane = (255, 208, 122) if lit else (96, 98, 102)
    c.box(x + w * 0.42, y - tall * 0.62, x + w * 0.6, y, (104, 70, 50), 2)
    for at in (0.13, 0.72):
        c.box(x + w * at, y - tall * 0.66, x + w * (at + 0.16), y - tall * 0.32, pane, 2)
        c.line([(x + w * (at + 0.08), y - tall * 0.66), (x + w * (at + 0.08), y - tall * 0.32)], (70, 54, 44), 2)
        if lit:
            c.glow(x + w * (at + 0.08), y - tall * 0.48, tall * 0.7, pane, 0.4)


def boat(c: Canvas, x: float, y: float, w: float, hull: Colour = (86, 62, 48), awning: bool = True) -> None:
    """A wooden boat, its middle on the water at (x, y)."""
    c.dot(x, y + w * 0.055, w * 0.52, (20, 24, 30, 70), w * 0.028)
    c.poly([(x - w * 0.55, y - w * 0.09), (x - w * 0.42, y + w * 0.03), (x + w * 0.4, y + w * 0.03), (x + w * 0.56, y - w * 0.11), (x + w * 0.36, y - w * 0.045), (x - w * 0.38, y - w * 0.04)], hull)
    c.line([(x - w * 0.55, y - w * 0.09), (x - w * 0.38, y - w * 0.04), (x + w * 0.36, y - w * 0.045), (x + w * 0.56, y - w * 0.11)], mix(hull, (255, 230, 190), 0.35), 2.4)
    if awning:
        c.poly([(x - w * 0.2, y - w * 0.045), (x - w * 0.17, y - w * 0.15), (x - w * 0.05, y - w * 0.2), (x + w * 0.1, y - w * 0.19), (x + w * 0.19, y - w * 0.13), (x + w * 0.2, y - w * 0.045)], mix(hull, (150, 126, 84), 0.6))


def lamp(c: Canvas, x: float, y: float, tall: float, light: Colour = (255, 214, 132), side: int = 1) -> None:
    """A street lamp that burns: pole, arm, its light in the air and on the ground."""
    hx, hy = x + side * tall * 0.17, y - tall
    for r, s in ((0.9, 0.32), (0.36, 0.7), (0.13, 1.3)):
        c.glow(hx, hy + tall * 0.03, tall * r, light, s)
    c.glow(hx, y, tall * 0.72, light, 0.55, tall * 0.15)
    c.line([(x, y), (x, y - tall * 0.93), (x + side * tall * 0.04, y - tall * 0.99), (hx, hy)], (34, 32, 36), max(3, tall * 0.017))
    c.box(hx - tall * 0.045, hy - tall * 0.012, hx + tall * 0.045, hy + tall * 0.012, (255, 246, 214), 3)


def bird(c: Canvas, x: float, y: float, w: float, colour: Colour = (50, 46, 46)) -> None:
    """A bird far away: two strokes."""
    c.line([(x - w, y - w * 0.35), (x - w * 0.3, y - w * 0.1), (x, y), (x + w * 0.3, y - w * 0.14), (x + w, y - w * 0.42)], colour, 2)


def boards(c: Canvas, top: float, tone: Colour, planks: int = 7) -> None:
    """A table's boards from `top` to our edge."""
    c.wash(top, c.h, (0, mix(tone, (255, 240, 214), 0.25)), (1, mix(tone, INK, 0.28)))
    for i in range(1, planks):
        y = top + (c.h - top) * (i / planks) ** 1.3
        c.line([(0, y), (c.w, y)], (*mix(tone, INK, 0.6), 120), 3)
    for _ in range(70):
        y, x = c.hand.uniform(top, c.h), c.hand.uniform(-100, c.w)
        c.line([(x, y), (x + c.hand.uniform(60, 340), y + c.hand.uniform(-3, 3))], (*mix(tone, INK, 0.5), 46), 2)


def handwriting(c: Canvas, x: float, y: float, size: float, signs: int, colour: Colour = (38, 44, 84)) -> None:
    """Handwriting that is only its gesture: no sign of it can be read."""
    for i in range(signs):
        ox = x + i * size * 1.16
        for _ in range(c.hand.randint(4, 7)):
            a, b = c.hand.uniform(0, size * 0.8), c.hand.uniform(-size * 0.5, size * 0.4)
            if c.hand.random() < 0.55:
                c.line([(ox + a * 0.3, y + b), (ox + a * 0.3 + size * 0.6, y + b - size * 0.07)], colour, size * 0.08)
            else:
                c.line([(ox + a, y + b), (ox + a - size * c.hand.uniform(-0.15, 0.22), y + b + size * 0.5)], colour, size * 0.075)
