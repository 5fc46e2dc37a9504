"""Names for those who never speak: drawn by a seeded hand, the same every time, none twice."""

from __future__ import annotations

import random
from collections.abc import Iterator

_FAMILY = "陈李王张刘杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_GIVEN_ONE = "伟芳敏静丽强磊军洋勇艳杰娟涛明超霞平刚辉玲桂英华梅兰琴云莲荣新康宁佳怡宇晨浩波斌鹏飞凯健"
_GIVEN_FIRST = "国建志文春秋冬海山水金玉秀桂小晓雨雪思家永长德光世友开正立新学福来喜红彩素月冰子梓一可心若安"
_GIVEN_LAST = "平华强生林根发兵军民清明英芳兰梅香珍花莲霞琴娟凤云丽萍燕红妹宝才旺贵成东峰涛亮宇轩涵琪瑶婷然悦宁安阳"


def drawn_names(taken: set[str], seed: int = 990017) -> Iterator[str]:
    """Gives invented names without end, none of them in `taken` and none twice."""
    hand = random.Random(seed)
    seen = set(taken)
    while True:
        family = hand.choice(_FAMILY)
        if hand.random() < 0.22:
            name = family + hand.choice(_GIVEN_ONE)
        else:
            name = family + hand.choice(_GIVEN_FIRST) + hand.choice(_GIVEN_LAST)
        if name not in seen and len(set(name)) == len(name):
            seen.add(name)
            yield name
