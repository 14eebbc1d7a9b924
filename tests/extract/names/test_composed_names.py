"""Composed names, on sentences of our own: what must be found as a name, and what must not."""

from __future__ import annotations

import pytest

from kg.extract.candidates.candidate import Candidate
from kg.extract.candidates.select import select
from kg.extract.names.composed_names import composed
from kg.extract.names.persons.persons import persons
from kg.extract.names.places.places import places
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Mention


def found(text: str) -> list[tuple[str, str, Mention]]:
    parsed = segment(Document(DocumentId("a"), text), load())
    known = places(parsed, load())
    known += persons(parsed, load(), known)
    candidates: list[Candidate] = composed(parsed, load(), known)
    outer, inner = select([*known, *candidates])
    mine = {id(c.mention) for c in candidates}
    return [(text[m.span.start : m.span.end], m.type, m) for m in [*outer, *inner] if id(m) in mine]


def names(text: str) -> set[str]:
    return {f"{name}:{kind}" for name, kind, mention in found(text) if mention.form == "name"}


YES = [
    # The verb that founds it speaks for a name.
    ("学校成立公共健康研究中心。", "公共健康研究中心:AcademicInstitution"),
    ("海州大学网站由王建国创办。", "海州大学网站:MediaOrganization"),
    ("京雄高铁和沪渝蓉沿江高铁开工。", "沪渝蓉沿江高铁:Facility"),
    ("他来自第12集团军。", "第12集团军:Organization"),
    ("各地推进易地扶贫搬迁。", "易地扶贫搬迁:Initiative"),
    ("两家共同建成首个省级社区矫正研究中心。", "社区矫正研究中心:AcademicInstitution"),
    ("青山县成立区域协调发展研究中心。", "区域协调发展研究中心:AcademicInstitution"),
    ("他们建成全省首个乡村振兴研究院。", "乡村振兴研究院:AcademicInstitution"),
    ("该局建成首个街道养老服务中心。", "街道养老服务中心:Organization"),
    ("该局发起成立青山律师服务联盟。", "青山律师服务联盟:SocialOrganization"),
    ("首条旅游线路上开出宪法专列。", "宪法专列:Product"),
    ("全国首条智能轨道快运线上开通专车。", "智能轨道快运线:Facility"),
    ("镇里建成民法典主题公园。", "民法典主题公园:Facility"),
    ("全局推进“枫桥式”派出所创建、党建引领等工作。", "“枫桥式”派出所创建:Initiative"),
    ("“一校一法治副校长”实现全覆盖。", "一校一法治副校长:Initiative"),
    (
        "该局承担了行政执法监督体系建设、青山县推动解决8个具体问题示范等国家级、省级试点任务。",
        "青山县推动解决8个具体问题示范:Initiative",
    ),
    ("海州研究所研制的“海云110”重型燃气轮机通过鉴定。", "“海云110”重型燃气轮机:Product"),
    ("火箭发射海云二号02组卫星。", "海云二号02组卫星:Product"),
    ("该部列装红旗-9防空导弹系统。", "红旗-9防空导弹系统:Product"),
    ("辽宁舰参加了演习。", "辽宁舰:Product"),
    ("据《海州周末》报道，现场已经封闭。", "海州周末:MediaOrganization"),
    ("单位印发了《喜报》。", "喜报:Work"),
    ("临江市中级人民法院昨日公开宣判此案。", "临江市中级人民法院:JudicialBody"),
    ("安徽省芜湖市鸠江区人民检察院提起公诉。", "安徽省芜湖市鸠江区人民检察院:JudicialBody"),
    ("受害人随后向西湖区公安分局翠苑派出所报案。", "西湖区公安分局翠苑派出所:GovernmentBody"),
    ("上海市黄浦区市场监督管理局执法人员到场检查。", "上海市黄浦区市场监督管理局:GovernmentBody"),
    ("深圳市腾讯计算机系统有限公司成立于1998年。", "深圳市腾讯计算机系统有限公司:Company"),
    ("宁波华翔电子股份有限公司发布公告。", "宁波华翔电子股份有限公司:Company"),
    ("中国工商银行杭州分行与该企业签约。", "中国工商银行杭州分行:Company"),
    ("中国工商银行杭州分行与该企业签约。", "中国工商银行:Company"),
    ("华中科技大学同济医学院附属协和医院收治了伤员。", "华中科技大学同济医学院附属协和医院:Organization"),
    ("她毕业于成都市第七中学。", "成都市第七中学:AcademicInstitution"),
    ("中国科学院地质与地球物理研究所的团队完成了论文。", "中国科学院地质与地球物理研究所:AcademicInstitution"),
    ("中国足球协会公布了名单。", "中国足球协会:SocialOrganization"),
    ("浙江省残疾人福利基金会捐款十万元。", "浙江省残疾人福利基金会:SocialOrganization"),
    ("山东泰山队以三比一取胜。", "山东泰山队:Organization"),
    ("中共泸州市委召开常委会会议。", "中共泸州市委:PartyOrganization"),
    ("共青团湖南省委书记出席。", "共青团湖南省委:PartyOrganization"),
    ("江苏省委宣传部负责人介绍了情况。", "江苏省委宣传部:PartyOrganization"),
    ("全国人大常委会法工委发言人答记者问。", "全国人大常委会:GovernmentBody"),
    ("国务院港澳办发言人发表谈话。", "国务院港澳办:GovernmentBody"),
    ("据新华社报道，世界银行下调了预期。", "新华社:MediaOrganization"),
    ("据新华社报道，世界银行下调了预期。", "世界银行:Organization"),
    ("市应急管理局启动响应，区卫健局派出人员。", "市应急管理局:GovernmentBody"),
    ("县教育和体育局负责人介绍了情况。", "县教育和体育局:GovernmentBody"),
    ("清源科技（厦门）股份有限公司发布公告。", "清源科技（厦门）股份有限公司:Company"),
    ("上海海港队昨晚2比1获胜。", "上海海港队:Organization"),
    ("市政府与省教育厅签署协议。", "市政府:GovernmentBody"),
    ("《长江商报》记者张明了解到此事。", "长江商报:MediaOrganization"),
    ("国务院印发《优化营商环境条例》。", "优化营商环境条例:Legislation"),
    ("他凭电影《春天的列车》走红。", "春天的列车:Work"),
    ("法院依照民法典作出判决。", "民法典:Legislation"),
    ("会议审议了噪声污染防治法草案。", "噪声污染防治法草案:Legislation"),
    ("会议通过了关于修改职业教育法的决定。", "关于修改职业教育法的决定:Legislation"),
    ("第五届中国国际进口博览会在上海开幕。", "第五届中国国际进口博览会:Event"),
    ("全国教育工作会议在京召开。", "全国教育工作会议:Event"),
    ("2019年女篮亚洲杯的决赛在班加罗尔打响。", "亚洲杯:Event"),
    ("他参加了淮海战役。", "淮海战役:Event"),
    ("她被授予“全国三八红旗手”称号。", "全国三八红旗手:Award"),
    ("该团队荣获国家科学技术进步奖。", "国家科学技术进步奖:Award"),
    ("他先后获评全国优秀共产党员、全国先进工作者。", "全国先进工作者:Award"),
    ("该镇开展“清河净水”专项行动。", "“清河净水”专项行动:Initiative"),
    ("警方推行“一线三查”工作法。", "“一线三查”工作法:Initiative"),
    ("神舟十八号载人飞船发射成功。", "神舟十八号:Product"),
    ("市民可登录“蓉e办”平台预约。", "“蓉e办”平台:Product"),
    # verbs that are part of an event that an ordinal opens
    ("第四届全国绿色制造大会在青岛闭幕。", "第四届全国绿色制造大会:Event"),
    ("首届黄河口国际马拉松赛鸣枪。", "首届黄河口国际马拉松赛:Event"),
    ("2023太湖国际马拉松开跑。", "2023太湖国际马拉松:Event"),
    ("他获瑞士羽毛球公开赛冠军，又去打北欧四国赛。", "瑞士羽毛球公开赛:Event"),
    ("6月5日是第五十个世界环境日。", "第五十个世界环境日:Event"),
    # awards that a verb confers
    ("学会向李敏颁发了青年科技创新奖。", "青年科技创新奖:Award"),
    ("省政府授予王海峰改革标兵称号。", "改革标兵:Award"),
    ("该厂获西部机床博览会金奖。", "西部机床博览会金奖:Award"),
    ("该校先后获得“全国绿色学校”“全省平安校园”等荣誉。", "全省平安校园:Award"),
    ("城关小学被列为“全国篮球特色学校”。", "全国篮球特色学校:Award"),
    # initiatives without a place
    ("我区承担了养老服务标准化试点。", "养老服务标准化试点:Initiative"),
    ("该法院首创“一案三访”化解积案。", "一案三访:Initiative"),
    ("社保业务实现“全省通办”。", "全省通办:Initiative"),
    ("警方开展“清源”“利剑”系列行动。", "清源:Initiative"),
    ("街道以“四访四问”化解纠纷。", "四访四问:Initiative"),
    ("县里设立“平安管家”，纠纷少了一半。", "平安管家:Initiative"),
    ("第17届亚洲杯羽毛球邀请赛落幕。", "第17届亚洲杯羽毛球邀请赛:Event"),
    ("职院喜获第四届“远航杯”全国技能大赛一等奖。", "第四届“远航杯”全国技能大赛一等奖:Award"),
    ("据《财经周刊》报道，油价上涨。", "财经周刊:MediaOrganization"),
    ("全国首条智能轨道快运线开通。", "智能轨道快运线:Facility"),
    ("纪念林则徐诞辰240周年座谈会在福州举行。", "纪念林则徐诞辰240周年座谈会:Event"),
    ("社区办起以“书香满城”为主题的读书活动。", "书香满城:Event"),
    ("全县已实现不动产登记“一窗办结”。", "一窗办结:Initiative"),
    ("台东县海域今晨发生6.1级地震。", "6.1级地震:Event"),
    ("海州港“8·12”特别重大爆炸事故调查组成立。", "“8·12”特别重大爆炸事故:Event"),
    ("法院宣判了3·21特大抢劫案。", "3·21特大抢劫案:Event"),
    ("昨夜，海州市临港路发生一起三车追尾事故。", "三车追尾事故:Event"),
    # the object of a verb that starts a programme has verbs in its name
    ("工会近日启动整治拖欠冬季专项行动。", "整治拖欠冬季专项行动:Initiative"),
    # coined words before and after the noun, and where they recur
    ("厂里用上了质检系统“鹰瞳”。", "鹰瞳:Product"),
    ("“海牛二号”深海钻机下水。如今海牛二号已完成海试。", "海牛二号:Product"),
    ("镇江建成全国首个仲裁文化广场。", "仲裁文化广场:Facility"),
    ("县里开启“山里好货”直播节。", "“山里好货”直播节:Event"),
    ("嫌疑人在锦江区天府广场被抓获。", "锦江区天府广场:Facility"),
    ("代表们参观了杭州奥体中心体育馆。", "杭州奥体中心体育馆:Facility"),
]

NO = [
    # By its site the body speaks.
    ("海州市水利局官方网站挂出公告，水位已经回落。", {"海州市水利局官方网站", "海州市水利局官方"}),
    ("海州市水利局网站随后披露，水位已经回落。", {"海州市水利局网站"}),
    ("据海州市统计局网站的数据，工业增长。", {"海州市统计局网站"}),
    ("记者从海州市教育局官网获悉，中考将举行。", {"海州市教育局官网"}),
    ("3月2日，海州市水利局网站3月2日公告。", {"海州市水利局网站"}),
    ("构建人类命运共同体。", {"人类命运共同体"}),
    ("昭通西南部下雨，汾河源头不远处有人。", {"昭通西南部", "汾河源头不远处"}),
    ("市里举行了许多外交活动，一批集中活动。", {"许多外交活动", "一批集中活动"}),
    ("海州市中医院迁建项目计划总投资5亿元。", {"海州市中医院迁建项目计划"}),
    ("春节期间，各地组织活动。改革开放以来，经济发展。", {"春节", "改革开放"}),
    ("他在北京人民大会堂会见海州大桥项目代表。", {"北京人民大会堂会见海州大桥项目"}),
    ("公司负责人表示，法院已经受理。", {"公司", "法院"}),
    ("有关部门正在调查，相关企业已停产。", {"有关部门", "相关企业"}),
    ("全国各地开展了专项行动。", {"专项行动", "全国各地开展"}),
    ("他说：“我们会努力的。”", {"我们会努力的", "我们会"}),
    ("这种模式促进了经济发展。", {"经济发展", "模式"}),
    ("公安机关立案侦查。", {"公安机关", "立案"}),
    ("孩子们在学校上学，老人在医院看病。", {"学校", "医院"}),
    ("多家银行下调利率，保险公司跟进。", {"多家银行", "保险公司"}),
    ("会议强调，要加强制度建设。", {"会议", "制度", "加强制度"}),
    ("他向法官提交了一份报告。", {"报告", "一份报告"}),
    ("银行完善风险预警制度。", {"风险预警制度"}),
    ("由市民组成的队伍来到现场。", {"由市民组成的队伍"}),
    ("政府出台了一系列政策。", {"政府", "一系列政策"}),
    ("王建华主持会议，周莉举行会谈。", {"王建华主持会议", "周莉举行会谈", "主持会议", "举行会谈"}),
    ("这是一次集体中毒事件。", {"一次集体中毒事件"}),
    ("美国战斗机和5G手机都很贵。", {"美国战斗机", "5G手机"}),
    ("市里建成首个大型商场和首座跨海大桥。", {"大型商场", "跨海大桥"}),
    ("我们要弘扬“工匠精神”，实现“弯道超车”的目标，树立“大局意识”。", {"工匠精神", "大局意识"}),
    ("河北队终夺春季赛冠军，本赛季联赛收官。", {"河北队终夺春季赛", "春季赛", "本赛季联赛"}),
    ("临江市人民医院启动突发事件预案，临江交警大队处理事故。", {"临江市人民医院启动突发事件", "临江交警大队处理事故"}),
    ("中国女足迎来世界杯首战，海州公司在京举行仪式。", {"中国女足迎来世界杯", "海州公司在京举行仪式"}),
    ("新华社海州一月八日电海州市人民代表大会开幕。", {"新华社海州一月八日电海州市人民代表大会"}),
    ("双方进行了“艰难的”会谈，这两项不信任案被否决。", {"“艰难的”会谈", "这两项不信任案"}),
    ("救灾打响第二战役，离不开税收制度的保证。", {"第二战役", "离不开税收制度"}),
    ("他们“一心一意”干事。车牌为鄂A12345轿车撞上护栏。", {"一心一意", "A12345轿车"}),
    ("斐济位于环太平洋火山地震带，他三次荣立集体二等功。", {"太平洋火山地震", "荣立集体二等功"}),
    ("海州电力公司战略投资者已选定，药物ZMapp获批。", {"海州电力公司战略", "药物ZMapp"}),
    ("县里实行“谁受益谁出钱”的办法，他被誉为“天字一号”。", {"谁受益谁出钱", "天字一号"}),
    ("全县开展“优美环境”“优质服务”的评比。", {"优美环境", "优质服务"}),
    ("如发生火灾，请拨打119；避免发生事故。", {"火灾", "事故", "如发生火灾"}),
    ("中国队今日出战，全国各地节日气氛浓。", {"中国队今日", "全国各地节日"}),
]


@pytest.mark.parametrize(("text", "name"), YES)
def test_finds(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(("text", "wrong"), NO)
def test_leaves_alone(text: str, wrong: set[str]) -> None:
    assert not {name.rsplit(":", 1)[0] for name in names(text)} & wrong


def test_borders_stop_at_verbs_and_particles() -> None:
    assert "宜宾市司法局:GovernmentBody" in names("昨天宜宾市司法局联合翠屏区法院举办讲座。")
    assert "翠屏区法院:JudicialBody" in names("昨天宜宾市司法局联合翠屏区法院举办讲座。")


def test_nominals_and_pronouns() -> None:
    forms = {(name, kind, m.form) for name, kind, m in found("该局负责人称，本院已受理，他随后离开，其他人未到场。")}
    assert ("该局", "GovernmentBody", "nominal") in forms
    assert ("本院", "Organization", "nominal") in forms
    assert ("他", "Person", "pronoun") in forms
    assert not any(name.startswith("其") for name, _, _ in forms)


def test_short_title_carries_the_full_one() -> None:
    text = "教育部发布《校外培训管理办法》（以下简称《办法》），《办法》共六章。"
    short = [m for name, _, m in found(text) if name == "办法"]
    assert short[0].name == "校外培训管理办法"
    assert short[0].type == "Legislation"


def test_facility_is_called_without_its_areas() -> None:
    got = found("嫌疑人在锦江区天府广场被抓获。")
    assert [m.name for name, _, m in got if name == "锦江区天府广场"] == ["天府广场"]


def test_about_pairs_like_brackets() -> None:
    text = "会议审议了关于提请审议关于延长授权的决定草案的议案的说明。"
    got = names(text)
    assert "关于延长授权的决定草案:Legislation" in got or "关于提请审议关于延长授权的决定草案的议案:Legislation" in got


def test_known_short_names_carry_the_full_one() -> None:
    assert [m.name for name, _, m in found("最高法发布司法解释。") if name == "最高法"] == ["最高人民法院"]


@pytest.mark.parametrize(
    "text",
    [
        "先进集体：海州市科委云岭大学长乐市京剧团扬州市人民医院临江市委。",
        "先进集体：海州市科委 云岭大学 长乐市京剧团 扬州市人民医院 临江市委",
    ],
)
def test_bodies_of_a_list_without_marks_stay_apart(text: str) -> None:
    found = {name.rsplit(":", 1)[0] for name in names(text)}
    assert {"海州市科委", "云岭大学", "长乐市京剧团", "扬州市人民医院", "临江市委"} <= found


@pytest.mark.parametrize(
    "name",
    [
        "国家税务总局海州市税务局",
        "海州市公安局浦口区分局",
        "中国人民解放军国防科技大学",
        "海州市公安局白塔交通大队",
        "中国科学院大学",
    ],
)
def test_parts_with_an_area_belong_to_their_body(name: str) -> None:
    assert name in {found.rsplit(":", 1)[0] for found in names(f"昨天，{name}发布消息。")}
