"""Words of companies for the choices of a dataset."""

from collections.abc import Mapping

from domain.column import Column, Kind
from planning.mapping.convert_cells import word_key
from planning.mapping.samples import Sample

MOST_WORDS = 60
"""Columns with more distinct words hold no choices."""

_MEANINGS: Mapping[str, str] = {
    "hard": "hart fest fix verbindlich muss 硬 硬性 严格 strict firm dur",
    "soft": "weich wunsch flexibel kann 软 软性 灵活 flexible preferred souple",
    "delivery": "lieferung zustellung auslieferung deliver 配送 送货 派送 livraison entrega dropoff"
    " dlv l",
    "pickup": "abholung abholen collection collect retoure 取货 提货 揽收 enlevement recogida p",
    "transport": "umfuhr direktfahrt shipment 运输 转运 pickupanddelivery",
    "van": "transporter lieferwagen sprinter kleintransporter 面包车 厢式车 小货车 fourgon",
    "truck": "lkw lastwagen boxtruck lorry hgv 货车 卡车 重卡 camion",
    "car": "pkw auto kombi 轿车 小汽车 voiture",
    "bike": "fahrrad rad lastenrad cargobike bicycle 自行车 电动车 velo bicicleta",
    "rdc": "zentrallager regionallager central regional 区域仓 中心仓 regionaldc",
    "fdc": "frontlager frontdc 前置分拨 城市仓",
    "front": "frontwarehouse darkstore 前置仓",
    "store": "filiale laden shop outlet markt 门店 magasin tienda",
    "sort_centre": "sortierzentrum sortcenter sortingcentre 分拣中心 转运中心",
    "station": "zustellbasis deliverystation 站点 配送站",
    "crossdock": "crossdocking umschlaglager 越库",
    "po": "bestellung purchaseorder purchase einkauf 采购 采购单 nb",
    "transfer": "umlagerung umlagerungsbestellung stocktransfer 调拨 ub sto",
    "eu": "eg europa 561 欧盟",
    "us": "usa fmcsa 美国",
    "none": "keine ohne nein 无",
    "territory": "gebiet tourgebiet 区域",
    "avoid": "sperrgebiet gesperrt forbidden 禁行",
    "low_emission": "umweltzone lez 低排放",
    "toll": "maut citymaut 收费",
    "mon-fri": "werktag werktags mofr weekday weekdays 工作日 montagfreitag",
    "sat": "samstag sa saturday 周六",
    "sun": "sonntag so sunday 周日",
    "holiday": "feiertag 节假日",
    "delivered": "zugestellt geliefert 已送达 已签收",
    "failed": "fehlgeschlagen nichtangetroffen 失败",
    "returned": "retour zurueck 退回",
    "arrived": "angekommen 到达",
    "departed": "abgefahren 出发",
    "1": "ja yes y true x wahr 是 有 oui si j t",
    "0": "nein no n false falsch 否 无 non f",
    "tail_lift": "hebebuehne hebebühne ladebordwand 尾板 liftgate taillift",
    "two_person": "zweimann 2mann zweipersonen 双人 twoman",
}  # fmt: skip
_FLAGS = ("0", "1")
_OWN_FLAGS = {"0", "1", "true", "false"}


def meanings_of(declared: Column, sample: Sample) -> tuple[dict[str, str], tuple[str, ...]]:
    """What words of a column mean, and which of them are not known.

    Returns
    -------
    tuple
        Word as written -> word of the dataset, for those that differ; and the unknown words.
    """
    choices = _FLAGS if declared.kind is Kind.FLAG else declared.choices
    own = _OWN_FLAGS if declared.kind is Kind.FLAG else set(choices)
    if not choices or sample.distinct > MOST_WORDS:
        return {}, ()
    known = {word_key(choice.replace("_", " ")): choice for choice in choices}
    known |= {word_key(choice): choice for choice in choices}
    for choice in choices:
        known |= {word: choice for word in _MEANINGS.get(choice, "").split()}
    meant: dict[str, str] = {}
    unknown: list[str] = []
    for text in sample.texts:
        if text in own or (declared.kind is Kind.FLAG and text.lower() in own):
            continue
        if word_key(text) in known:
            meant[text] = known[word_key(text)]
        else:
            unknown.append(text)
    return meant, tuple(unknown)
