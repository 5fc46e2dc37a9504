"""What a city says in a year: names, units and sentences from templates of its own, with the terms they are found by."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product

from huiyin.language.segment import index_terms

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔"
    "谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国春梅海燕志红晓宁文斌雪峰云飞雨晴浩然子涵欣怡俊博思远嘉禾"
    "望舒青松石岩水生长庚秋月星河清越知行小满谷雨立夏"
)
PLACES = [
    a + b for a, b in product("东南西北上下前后新老", ("河口", "石桥", "柳林", "沙洲", "渡头", "塘湾", "岭脚", "竹园", "井边", "枣树坡"))
]
THINGS = (
    "水位", "堤坝", "排涝泵站", "秧苗", "冷库", "大棚", "公交站", "路灯", "下水道", "电梯", "垃圾站", "校车", "食堂", "卫生室",
    "低保材料", "危房", "网格巡查",
    "防火通道", "菜市场", "快递柜", "水费", "停车位", "天然气", "自来水", "桥面", "护栏", "山洪预警", "养老院", "医保报销",
    "秸秆", "渔船", "信号灯",
)  # fmt: skip
STATES = (
    "已经恢复正常", "还在抢修", "有群众反映", "需要今天核实", "昨晚出了问题", "情况平稳", "比上周好一些", "正在排查",
    "等专家来看", "缺两个人手", "材料不齐",
    "已经登记在册", "请分管同志看一下", "下雨以后又漏了", "验收没有通过", "居民很满意", "预算还没有批", "施工队明天进场",
    "照片发在后面", "有安全隐患",
)  # fmt: skip
WHO = (
    "值班人员",
    "网格员",
    "驻村干部",
    "施工单位",
    "物业",
    "社区主任",
    "供电所",
    "水务站",
    "派出所",
    "志愿者",
    "村民小组长",
    "卫生院",
    "学校门卫",
    "养护队",
)
DOES = (
    "已经到现场",
    "正在登记",
    "下午去看",
    "打过电话了",
    "说三天内办好",
    "请求支援",
    "提交了报告",
    "联系了家属",
    "关了阀门",
    "拉了警戒线",
    "做了记录",
    "回复了来信",
)
ENDS = (
    "请大家留意",
    "有变化随时报",
    "谢谢各位",
    "下班前给个准信",
    "会议改到明天",
    "注意安全",
    "辛苦了",
    "请转告附近住户",
    "台账今天补齐",
    "不要漏报",
    "晚上再看一次",
)
SHORT = (
    "收到",
    "好的",
    "明白",
    "马上去",
    "辛苦了",
    "已阅",
    "在路上",
    "知道了",
    "请稍等",
    "谢谢",
    "可以",
    "正在办",
    "没有问题",
    "我来跟进",
    "现场看过了",
)
TITLES = (
    "书记",
    "主任",
    "副主任",
    "办公室主任",
    "综合科科长",
    "业务科科长",
    "督查科科长",
    "信访专员",
    "网格长",
    "财务员",
    "档案员",
    "联络员",
)
BUREAUS = (
    "水利",
    "农业农村",
    "民政",
    "交通运输",
    "生态环境",
    "卫生健康",
    "教育",
    "市场监管",
    "应急管理",
    "住房城乡",
    "文化旅游",
    "自然资源",
    "财政",
    "司法",
    "人社",
)
DEALS = (
    "防汛",
    "信访办理",
    "项目推进",
    "乡村建设",
    "值班",
    "安全生产",
    "环境整治",
    "便民服务",
    "助农",
    "养老服务",
    "春耕",
    "招商",
    "校园安全",
    "物业协商",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with the terms the index knows them by; terms never reach from one sentence into the next."""

    text: str
    words: str
    grams: str


def sentence(text: str) -> Sentence:
    """Gives a sentence with its terms."""
    words, grams = index_terms(text)
    return Sentence(text, " ".join(words), " ".join(grams))


def sentences(chance: random.Random, count: int) -> list[Sentence]:
    """Gives this many different long sentences, most with a number in them."""
    made: dict[str, None] = {}
    while len(made) < count:
        place, thing = chance.choice(PLACES), chance.choice(THINGS)
        number = chance.randrange(1, 400)
        made[
            chance.choice(
                (
                    f"{place}{thing}{chance.choice(STATES)}，{chance.choice(WHO)}{chance.choice(DOES)}，{chance.choice(ENDS)}。",
                    f"{place}报{thing}{number}处，{chance.choice(STATES)}。",
                    f"{thing}{chance.choice(STATES)}，涉及{number}户，{chance.choice(ENDS)}！",
                    f"请{chance.choice(WHO)}今天到{place}看{thing}，{number}号门牌那一家。",
                    f"{chance.choice(WHO)}{chance.choice(DOES)}：{place}{thing}，{chance.choice(STATES)}。",
                )
            )
        ] = None
    return [sentence(text) for text in made]


def a_name(chance: random.Random) -> str:
    """Gives a person's name of two or three characters."""
    # The common surnames are common: the first of the list ten times as often as the last.
    surname = SURNAMES[int(len(SURNAMES) * chance.random() ** 2)]
    return surname + chance.choice(GIVEN) + (chance.choice(GIVEN) if chance.random() < 0.8 else "")
