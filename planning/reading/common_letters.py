"""Letters that names and addresses are made of, by which a reading of bytes is judged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_HAN = """
的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过
发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本
前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很
最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度
门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电
数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马
科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边张该交规万取
拉格望觉术领共确传师观清今切院让识候带导争运六七八九百千零元角分每双单件箱袋瓶盒包台套号码
"""

_HAN_PLACES = """
省市区县镇乡村街道路巷弄里号栋幢座楼层室门牌单元组队大厦广场花园小区公寓苑城庄坊桥河湖江海港
湾岛岸洲山岭坡塘池泉溪沟田园林场站东南西北中内外前后左右新旧老大小上下高长京津沪渝冀豫云辽黑
湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼重庆天津上海广州深圳武汉成都杭州苏州西安郑州石家庄
济沈阳哈尔滨春昆明福厦合肥沙昌太原兰银连岛锡佛莞台徐扬泰盐淮宿镇常嘉绍衢舟丽温义乌无芜马鞍铜
陵安徽建设解放人民中山和平胜利文化学府科技创业工业开发商务贸易物流仓库配送中心有限公司集团股份
厂店铺超市医院学校大学银行酒店宾馆饭餐厅车站机场码头朝阳海淀丰浦东虹口徐汇静闵宝奉贤松普陀杨
"""

_HAN_NAMES = """
王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏
吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷段龙黎史陶贺毛郝顾龚邵万覃
武钱戴严莫孔向常汤康易乔赖葛伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂娣红玉梅华建国志
文斌鹏飞宇浩然子轩梓涵欣怡雨佳俊雪琳婷慧莹晶倩颖洁璐丹萍玲春燕凤香月珍贞莉云莲雅琴辉波宁福生
龙元全胜学祥才发武新清彬富顺信良海山仁贵光世毅有坚和彪博诚先敬震振壮会群豪心邦承乐绍功松善厚
庆裕河哲江越涌瑞晨阳翔宏立永健峰帅嘉琪思语诗韵若晓梦瑶悦可馨甜钰妍芬芸菲蓉薇宜妮碧素惠淑
"""

_TRADITIONAL = """
这這个個们們来來为為国國说說时時会會对對过過发發后後里裡种種经經么麼学學现現当當没沒动動还還进進
样樣实實军軍无無与與长長机機关關点點业業将將两兩间間问問并並应應战戰头頭体體见見产產话話东東声聲
员員论論处處义義几幾认認条條气氣题題尔爾别別变變总總电電数數报報结結务務场場计計资資许許统統区區
队隊决決马馬书書则則听聽达達强強难難权權设設记記类類据據边邊张張该該规規万萬觉覺术術领領传傳师師
观觀让讓识識带帶导導争爭运運双雙单單号號码碼县縣镇鎮乡鄉街街栋棟层層门門组組厦廈广廣园園桥橋湾灣
岛島岭嶺沟溝云雲辽遼苏蘇赣贛陕陝贵貴粤粵宁寧琼瓊庆慶汉漢郑鄭济濟沈瀋阳陽滨濱银銀锡錫扬揚盐鹽绍紹
泽澤丽麗乌烏铜銅华華胜勝创創开開贸貿医醫银銀饭飯厅廳车車宝寶杨楊贤賢刘劉陈陳黄黃赵趙吴吳孙孫郭郭
罗羅谢謝韩韓邓鄧冯馮萧蕭蒋蔣叶葉吕呂卢盧钟鐘谭譚陆陸汪汪韦韋贾賈邹鄒阎閻龙龍贺賀顾顧龚龔钱錢严嚴汤湯
乔喬赖賴伟偉静靜艳艷杰傑涛濤兰蘭刚剛红紅鹏鵬飞飛轩軒莹瑩颖穎洁潔凤鳳贞貞琼瓊云雲莲蓮辉輝坚堅诚誠震震
会會乐樂绍紹厚厚峰峰帅帥语語诗詩韵韻晓曉梦夢悦悅钰鈺芸芸妍妍献獻团團库庫仓倉厂廠铺鋪宾賓馆館码碼
从從给給儿兒着著温溫楼樓壮壯芜蕪鲁魯闽閩汇匯顺順沪滬闫閆旧舊却卻晋晉闵閔瑶瑤连連内內边邊丰豐临臨岗崗
"""
"""Each simplified character with the traditional one that stands for it."""

_TAIWAN = """
臺灣台北市新竹苗栗彰化投嘉屏高雄花蓮基隆桃園宜蘭澎湖金門連江縣鄉鎮區里鄰路段巷弄號樓之室信
義松仁忠孝復興敦化和平民生權族光愛國羅斯福承德延吉士林內湖南港文山萬華大安中正同板橋三重蘆洲
香港九龍新界灣仔旺角尖沙咀銅鑼荃屯沙田將軍澳觀塘深水元朗葵青離島中環上環道街廈座期苑村
蔡郭洪邱曾廖賴徐周葉莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯孫魏翁戴范方宋鄧杜傅侯曹
薛丁卓馬董唐藍石紀姚連馮歐程湯田康姜白涂鄒尤巫宗淑美麗玉秀惠雅怡君婷佩珊志豪家豪俊宏建宏冠宇
宥恩詠晴品妤子涵羽彤柏翰承恩宗翰股份有限公司企業社行醫院國小中學倉儲物流貨運工廠科技園
"""

_KANJI = """
東京都府県市区町村郡字丁目番地号室階大阪神奈川埼玉千葉愛知兵庫北海道福岡広島静岡茨城栃木群馬宮
城新潟長野岐阜三重滋賀京都奈良和歌山鳥取島根岡口徳香媛高佐賀崎熊本分鹿児沖縄青森岩手秋田形石富
井梨中央港宿谷渋品川目黒世豊島練馬板橋足立江戸墨台荒葛飾杉並横浜相模原西南北上下新旧本町元古
佐藤鈴木高橋田中伊渡辺山本中村小林加吉田山佐々斎松井清水森池阿部石前後長近坂遠青藤福西三浦岡
金子野原竹内和今平上村工河杉丸酒横宮谷大塚久保川崎安武新菅水浅荻須関永柴桜沢片桐堀内秋菊千
太郎一二三四五六七八九十郎次子美恵香代奈菜花子優愛結陽翔蓮悠真健大翼直樹拓哉和也雅之隆誠浩正
義明博秀弘幸文男雄夫彦介輔郁裕智司純一株式会社有限商店工業運輸物流倉庫営業所支店工場病院学校
駅前通条線橋坂台丘園公団住宅様方棟館荘寺社堂屋店市場港湾
"""

_HANGUL = """
서울특별시부산대구인천광주대전울산세종경기도강원충청북남전라상제주시군구읍면동리로길번지층호아파
트빌라타운상가건물관김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우
민지영수진현준호은혜미경숙희정순자옥연선애철용재석기태훈진우성민준서연지민하윤예은도윤시우주원건
우유진소영승현동현상훈병철광수명희말순종로중구용산마포관악서초강남송파강동은평영등포노원양천금천
성북도봉해운대연제사하수성달서분당일산덕양처인권선팔달원미오정주식회사유한물류센터창고운송상사산
업공업마트병원학교은행호텔본점지점공장테크노밸리역삼논현청담압구정신사반포잠실가양목여의대림신림
을지퇴계테헤란언주봉은삼성학동선릉가락올림픽평화통일자유진흥전기화학건설나다는에의를은이가한고
"""

_REPLACED = dict(zip(*(iter("".join(_TRADITIONAL.split())),) * 2, strict=True))

SIMPLIFIED = frozenset("".join((_HAN + _HAN_PLACES + _HAN_NAMES).split()))
TRADITIONAL = frozenset(_REPLACED.get(han, han) for han in SIMPLIFIED) | set(
    "".join(_TAIWAN.split())
)
HIRAGANA_AND_KATAKANA = frozenset(map(chr, [*range(0x3041, 0x3094), *range(0x30A1, 0x30F7)]))
JAPANESE = HIRAGANA_AND_KATAKANA | set("".join(_KANJI.split()))
HANGUL = frozenset("".join(_HANGUL.split()))

PUNCTUATION = frozenset(
    "、。，．・：；？！（）「」『』【】《》〈〉“”‘’—…～－―ー々〒　＃＆／０１２３４５６７８９"
)
"""Signs of East Asian texts, which tell no language apart."""

CYRILLIC_OFTEN = frozenset("оеаинтсрвл")
CYRILLIC_ALONE = frozenset("авикосуяіїєйбж")
CYRILLIC_VOWELS = frozenset("аеёиоуыэюяіїєў")
GREEK_OFTEN = frozenset("αοιετσνηυρςάέήίόύώ")
GREEK_ALONE = frozenset("ηοή")
GREEK_VOWELS = frozenset("αεηιουωάέήίόύώϊϋΐΰ")


@dataclass(frozen=True, slots=True)
class Language:
    """Letters beyond ASCII that a language is written with.

    Attributes
    ----------
    letters
        Small ones; the capitals are as good.
    places
        Letter -> how it must stand in a word of small letters.
    """

    letters: str
    places: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def explains(self, word: str) -> bool:
        """Whether a word in small letters may be of the language."""
        foreign = {letter for letter in word if not letter.isascii()}
        return foreign <= set(self.letters) and all(
            len(self.places[letter].findall(word)) == word.count(letter)
            for letter in foreign & self.places.keys()
        )


def _language(letters: str, **places: str) -> Language:
    return Language(letters, {letter: re.compile(place) for letter, place in places.items()})


_VOWEL = "aeiouyáäéěíóôöőúůűüýąęăâî"
_BY_A_VOWEL = rf"(?<=[{_VOWEL}]){{0}}|^{{0}}|{{0}}(?=[{_VOWEL}])"
_C, _R, _S = (_BY_A_VOWEL.format(letter) for letter in "čřć")

GERMAN = _language("äöüß", ß="(?<=[aeiouyäöü])ß")
SHARED = _language("áâçéëíîóôöúüýäß")
"""Foreign names whose letters lie on the same bytes in the East and the West of Europe."""

WESTERN = (
    GERMAN,
    _language("àâæçéèêëîïôûùüœ", œ=r"œ(?=[ut])|^œ", è=r"è(?=[^aeiouyéêîôâàû])", æ=r"(?!)"),
    _language("áéíñóúüçºª", ñ=r"ñ(?=[aeiouáéíóú])"),
    _language("áâãàçéêíóôõú", õ=r"õ(?=e)", ã=r"ã(?=[oe]|s?$)", à=r"^à"),
    _language("àèéìòù", à="à$", è="è$", é="é$", ì="ì$", ò="ò$", ù="ù$"),
    _language("àçèéíïòóúü"),
    _language("åäöé"),
    _language("æøåéöäü", æ=r"(?<![aeiouyæøå])æ"),
    _language("éëïöüèóá"),
    _language(
        "áéíóúýþæöð",
        þ=r"þ(?=[aeioujrvyáéíóúýöæ])",
        ð=r"(?<=[aeiouyáéíóúýöærlg])ð",
    ),
    _language("äõöüšž"),
)
CENTRAL = (
    GERMAN,
    SHARED,
    _language("ąćęłńóśźż", ń=r"ń(?![aeiouyąęó])", ć=_S),
    _language(
        "áčďéěíňóřšťúůýž",
        č=_C,
        ř=_R,
        ů=rf"(?<![{_VOWEL}])ů",
        ň=rf"(?<=[{_VOWEL}])ň",
        ě=r"(?<=[bdfmnptv])ě",
    ),
    _language(
        "áäčďéíĺľňóôŕšťúýž",
        č=_C,
        ň=rf"(?<=[{_VOWEL}])ň",
        ĺ=r"(?<=[tkvžhdmb])ĺ(?=[pcbčtžkd])",
        ŕ=rf"(?<=[mvhktzsbž])ŕ(?=[^{_VOWEL}])",
    ),
    _language("áéíóöőúüű", ő=r"ő(?!e)"),
    _language(
        "ăâîşţ",
        ă=r"ă(?![oe])",
        ş=r"ş(?=.*[aeiouăâî])|(?<=[aeiouăâî])ş",
    ),
    _language("čćđšž", č=_C, ć=_S),
)
BALTIC = (
    GERMAN,
    _language("ąčęėįšųūž", č=_C, į=r"^į|į$", ų="ų$", ė=r"(?<![aeiouy])ė"),
    _language("āčēģīķļņšūž", č=_C, ķ=r"ķ(?=[eiēīu]|$)", ī=r"(?<![aeiou])ī"),
    _language("äõöüšž"),
)
TURKISH = (_language("çğıöşüâîû"),)
ALONE = frozenset("àèéêóöåúíâő")
"""Letters beyond ASCII that are a word by themselves in a language written in Latin letters."""
