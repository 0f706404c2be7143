"""Invented names: streets, people, firms."""

from itertools import product


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_STEMS = _words(
    "Abbot Acorn Alder Almond Amber Anchor Anvil Apple Arbour Archer Ash Aspen Aster Badger Baker "
    "Balsam Banner Barley Barn Barrel Basil Basket Beacon Bean Beech Bell Berry Birch Bishop "
    "Blackbird Bluebell Bobbin Bolt Bramble Brewer Briar Brick Broom Buckle Bullfinch Burrow "
    "Butter Button Candle Canon Carder Carpenter Castle Cedar Chandler Chapel Charcoal Chestnut "
    "Chime Cider Clay Clock Clover Cobbler Cooper Copper Coral Corn Crane Cress Cricket Crocus "
    "Crown Cuckoo Currant Cutler Cypress Dairy Daisy Damson Dewdrop Dove Draper Drover Dyer Elder "
    "Elm Falcon Farrier Feather Fennel Fern Ferry Fiddler Field Finch Flax Fletcher Flint Forge "
    "Fountain Fox Foxglove Fuller Furrow Gable Garnet Gate Gardener Glazier Goldfinch Goose "
    "Gooseberry Granary Granite Grape Grove Guild Hammer Hare Harvest Hawthorn Hazel Heather "
    "Hedge Heron Hill Holly Honey Hop Hornbeam Horseshoe Iris Ivory Ivy Jasmine Jay Juniper "
    "Kestrel Kettle Kiln King Kingfisher Lantern Larch Lark Laurel Lavender Leather Lilac Lily "
    "Lime Linden Linen Linnet Loom Lupin Magpie Mallow Maple Marble Marigold Market Marten Mason "
    "Meadow Medlar Mercer Mill Miller Mint Mulberry Myrtle Nettle Nightingale Nutmeg Oak Oat "
    "Olive Orchard Orchid Osprey Otter Owl Oyster Paddock Parsley Partridge Peach Pear Pebble "
    "Pepper Pewter Pheasant Pigeon Pilgrim Pine Plane Plough Plum Poplar Poppy Potter Primrose "
    "Printer Quail Quarry Quarter Quince Rabbit Ram Raven Reed Robin Rook Rope Rose Rosemary Rowan "
    "Rush Rye Saddler Saffron Sage Salt Sandal Sapphire Sawyer Shepherd Shuttle Silver Skinner "
    "Slate Sloe Smith Snowdrop Sorrel Sparrow Spindle Spring Spruce Squirrel Stable Starling "
    "Stork Straw Sugar Swallow Swan Sycamore Tailor Tallow Tanner Tansy Teal Thatcher Thimble "
    "Thistle Thorn Thrush Thyme Timber Tinker Tulip Turner Vine Violet Wagon Walnut Watch Weaver "
    "Well Wheat Wheel Wheelwright Willow Windmill Wool Wren Yarrow Yew"
)
_KINDS = ("Street", "Lane", "Road", "Close", "Way", "Row", "Walk", "Drive", "Place", "Court")
_KINDS_OF_MANY = ("Rise", "View", "Gardens", "Crescent", "Path")

STREET_NAMES = tuple(f"{stem} {kind}" for kind, stem in product((*_KINDS, *_KINDS_OF_MANY), _STEMS))
"""Names for the streets of districts; the first words are plants, birds, trades and things."""

_AVENUES = (
    "Northgate Avenue", "Harbour Avenue", "Observatory Avenue", "Mint Avenue", "Station Avenue",
    "Southgate Avenue", "Vineyard Avenue", "Concert Avenue", "Museum Avenue", "Rampart Avenue",
    "College Avenue", "Assembly Avenue", "Exchange Avenue", "Garden Avenue", "Theatre Avenue",
    "Foundry Avenue", "Academy Avenue", "Hospital Avenue", "Arsenal Avenue", "Racecourse Avenue",
)  # fmt: skip
_RINGS = (
    "Old Wall", "Inner Ring", "Boulevard Ring", "Orchard Ring", "Garden Ring", "Meadow Ring",
    "Heath Ring", "Forest Ring",
)  # fmt: skip
_BANKS = ("North Quay", "South Quay")
_BRIDGES = (
    "Millers Bridge", "Old Bridge", "Chain Bridge", "Ferrymans Bridge", "Salt Bridge",
    "Weir Bridge", "Station Bridge", "Poplar Bridge",
)  # fmt: skip


_NAMES = {
    "avenue": _AVENUES,
    "country": _AVENUES,
    "ring": _RINGS,
    "bank": _BANKS,
    "bridge": _BRIDGES,
}


def main_road_name(kind: str, number: int) -> str:
    """Name of a main road by its kind and number; empty for a slip road."""
    if kind in _NAMES:
        return _numbered(_NAMES[kind], number)
    return {"belt": "City Ring", "motorway": "Lake Motorway"}.get(kind, "")


def _numbered(names: tuple[str, ...], number: int) -> str:
    """A name of a list; beyond its end, again from its start with a number behind."""
    turn, index = divmod(number, len(names))
    return names[index] if not turn else f"{names[index]} {turn + 1}"


FAMILY_NAMES = (
    "Abbott", "Adler", "Ahmed", "Baumann", "Becker", "Bianchi", "Brennan", "Brown", "Castellan",
    "Clarke", "Dietrich", "Dubois", "Ekström", "Fischer", "Fuchs", "Garcia", "Goldschmidt",
    "Grünwald", "Hartley", "Hoffmann", "Ivanova", "Jäger", "Jansen", "Kaya", "Keller", "Köhler",
    "Kowalska", "Lang", "Larsson", "Lindqvist", "Marsh", "Meier", "Moreau", "Müller", "Nguyen",
    "Novák", "O'Neill", "Okafor", "Papadakis", "Parker", "Pereira", "Quinn", "Reid", "Rossi",
    "Schäfer", "Schröder", "Schulz", "Silva", "Stone", "Strauß", "Taylor", "Tremblay", "Vogel",
    "Wagner", "Walsh", "Weiß", "Winter", "Yılmaz", "Ziegler", "Zimmermann",
)  # fmt: skip
GIVEN_NAMES = (
    "Adam", "Agnes", "Amira", "Anna", "Anton", "Beatrix", "Ben", "Björn", "Carla", "Clara",
    "Daniel", "Elif", "Emil", "Emma", "Felix", "Finn", "Frieda", "Greta", "Hanna", "Henry", "Ida",
    "Ines", "Jakob", "Jonas", "Jürgen", "Karl", "Katharina", "Lea", "Leo", "Lina", "Luca", "Maja",
    "Marie", "Mateo", "Mia", "Nils", "Nora", "Olga", "Oskar", "Paul", "Paula", "Rosa", "Samir",
    "Sofia", "Theo", "Tilda", "Viktor", "Wilma", "Yara", "Zoë",
)  # fmt: skip
CHINESE_FAMILY_NAMES = _words("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 欧阳")
CHINESE_GIVEN_NAMES = _words(
    "伟 芳 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 晓雨 子涵 思远 佳怡 文博 梓轩 一诺"
)
FIRMS = (
    "Bakery Goldkorn", "Café Lindenhof", "Clockwork Books", "Copper Kettle Inn",
    "Dental Practice Weber", "Flower Shop Tulipan", "Haus & Hof GmbH", "Kindergarten Sunbeam",
    "Lantern Theatre",
    "Nordlicht Design", "Pharmacy at the Well", "Quayside Rowing Club", "Riverside Yoga",
    "Schneider & Töchter", "The Paper Crane", "Violin Maker Amsel", "茶香阁", "金龙饭店",
)  # fmt: skip
NOTES = (
    "Ring twice.", "Please leave with the neighbour.", "Third floor, no lift.", "Dog in the yard.",
    "Call ten minutes before.", "Side entrance, green door.", "Gate code 0000.",
    "Bitte nicht klingeln, Baby schläft.", "Bei Nachbarn abgeben.", "Hinterhaus, 2. Stock links.",
    "Lieferung an die Rampe.", "请放在门口", "请提前十分钟打电话", "放在快递柜",
    "No parking in front; loading bay round the corner.", "Name on the bell: \"Flat 4\".",
)  # fmt: skip
