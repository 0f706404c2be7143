"""What the made-up shop has on its shelves: everyday goods of believable size and price."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to sell: name, size of its box, weight, what it costs the shop, units in a case."""

    name: str
    litres: float
    weight_kg: float
    value: float
    case_units: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category of goods.

    Parameters
    ----------
    category
        Its name.
    prefix
        What its SKUs begin with.
    draw
        How often its goods are bought, compared with other categories.
    items
        Its goods.
    """

    category: str
    prefix: str
    draw: float
    items: tuple[Item, ...]


SHELVES = (
    Shelf("Groceries", "GRO", 2.2, (
        Item("Basmati rice 5 kg", 6.5, 5.1, 9.4, 4),
        Item("Olive oil 1 l", 1.4, 1.0, 8.9, 6),
        Item("Wheat flour 2.5 kg", 3.6, 2.6, 2.1, 6),
        Item("Ground coffee 1 kg", 2.8, 1.05, 11.5, 6),
        Item("Oat flakes 1 kg", 2.9, 1.05, 2.4, 10),
        Item("Tomato passata 6 pack", 5.2, 4.4, 6.3, 4),
        Item("Honey 500 g", 0.6, 0.75, 5.6, 12),
        Item("Noodles 3 kg", 7.2, 3.1, 5.2, 4),
        Item("Muesli 1.5 kg", 5.1, 1.6, 5.9, 6),
    )),
    Shelf("Drinks", "DRI", 2.0, (
        Item("Mineral water 12 x 1 l", 19.5, 13.2, 5.9, 1),
        Item("Apple juice 6 x 1 l", 8.4, 6.5, 7.9, 1),
        Item("Lager 24 x 0.33 l", 17.0, 13.9, 16.9, 1),
        Item("Green tea 200 bags", 3.1, 0.55, 9.8, 6),
        Item("Oat drink 8 x 1 l", 9.6, 8.5, 12.6, 1),
        Item("Cola 24 x 0.33 l", 12.8, 8.7, 14.4, 1),
        Item("Red wine 6 x 0.75 l", 14.2, 7.9, 34.0, 1),
        Item("Cocoa 1 kg", 2.6, 1.1, 7.2, 6),
    )),
    Shelf("Household", "HOU", 2.2, (
        Item("Toilet paper 24 rolls", 62.0, 3.4, 10.9, 1),
        Item("Kitchen towels 8 rolls", 38.0, 2.2, 6.4, 1),
        Item("Washing powder 6 kg", 10.5, 6.3, 14.8, 2),
        Item("Dishwasher tabs 90", 4.4, 1.9, 13.5, 4),
        Item("Bin liners 100", 3.2, 1.8, 6.2, 6),
        Item("Laundry basket", 20.0, 1.2, 15.5, 1),
        Item("Cleaning set", 21.0, 2.4, 22.0, 2),
        Item("Candles 30 pack", 6.8, 2.9, 11.9, 4),
        Item("Light bulbs 10 pack", 4.1, 0.6, 17.9, 6),
    )),
    Shelf("Pets", "PET", 2.0, (
        Item("Cat litter 15 kg", 19.0, 15.2, 9.9, 1),
        Item("Dog food 12 kg", 25.0, 12.3, 32.5, 1),
        Item("Cat food 48 tins", 9.8, 5.6, 24.9, 1),
        Item("Aquarium 60 l", 92.0, 9.5, 59.0, 1),
        Item("Dog bed large", 50.0, 2.9, 39.0, 1),
        Item("Bird seed 5 kg", 8.2, 5.1, 7.7, 3),
        Item("Scratching post", 74.0, 8.6, 44.0, 1),
    )),
    Shelf("Baby", "BAB", 2.0, (
        Item("Nappies 144", 41.0, 5.8, 29.9, 1),
        Item("Baby wipes 12 packs", 14.5, 8.6, 14.9, 1),
        Item("Milk powder 4 x 800 g", 12.5, 3.9, 52.0, 1),
        Item("High chair", 95.0, 6.1, 69.0, 1),
        Item("Push chair", 190.0, 11.8, 219.0, 1),
        Item("Baby bath", 32.0, 1.9, 24.9, 1),
        Item("Sleeping bag", 6.5, 0.6, 27.5, 4),
    )),
    Shelf("Kitchen", "KIT", 1.1, (
        Item("Frying pan 28 cm", 7.5, 1.7, 29.9, 4),
        Item("Kettle 1.7 l", 9.2, 1.2, 34.9, 4),
        Item("Stand mixer", 46.0, 8.2, 189.0, 1),
        Item("Coffee machine", 52.0, 7.9, 249.0, 1),
        Item("Plate set 12", 24.0, 9.4, 49.0, 1),
        Item("Knife block", 8.8, 3.1, 64.0, 3),
        Item("Storage boxes 10", 28.0, 1.9, 19.9, 2),
        Item("Toaster", 11.5, 1.8, 32.0, 3),
        Item("Microwave oven", 64.0, 12.5, 99.0, 1),
    )),
    Shelf("Electronics", "ELE", 1.1, (
        Item("Headphones", 3.9, 0.45, 79.0, 6),
        Item("Router", 4.5, 0.7, 119.0, 6),
        Item("Monitor 27 inch", 62.0, 6.4, 199.0, 1),
        Item("Television 55 inch", 210.0, 17.5, 499.0, 1),
        Item("Laser printer", 78.0, 11.2, 159.0, 1),
        Item("Tablet 11 inch", 2.6, 0.8, 329.0, 8),
        Item("Loudspeaker", 18.5, 3.9, 129.0, 2),
        Item("Keyboard", 4.8, 0.9, 49.0, 6),
        Item("Power bank", 0.9, 0.35, 29.0, 20),
    )),
    Shelf("Toys", "TOY", 1.3, (
        Item("Building bricks 900", 13.5, 1.9, 54.0, 3),
        Item("Board game", 6.2, 1.3, 32.0, 6),
        Item("Wooden railway", 17.5, 3.2, 69.0, 2),
        Item("Doll house", 118.0, 9.8, 89.0, 1),
        Item("Puzzle 1000", 3.1, 0.9, 14.9, 10),
        Item("Balance bike", 60.0, 3.6, 59.0, 1),
        Item("Soft bear", 14.0, 0.9, 19.9, 4),
        Item("Sandpit", 160.0, 12.5, 79.0, 1),
    )),
    Shelf("Sports", "SPO", 1.8, (
        Item("Yoga mat", 11.0, 1.4, 24.9, 6),
        Item("Dumbbells 2 x 10 kg", 9.5, 20.4, 54.0, 1),
        Item("Exercise bike", 240.0, 31.0, 279.0, 1),
        Item("Football", 7.4, 0.5, 22.0, 8),
        Item("Tent for three", 38.0, 5.2, 129.0, 1),
        Item("Camping chair", 19.5, 3.3, 34.9, 2),
        Item("Bicycle rack", 128.0, 15.5, 189.0, 1),
        Item("Skis with bindings", 58.0, 7.2, 299.0, 1),
    )),
    Shelf("Fashion", "FAS", 1.2, (
        Item("Winter jacket", 16.5, 1.3, 99.0, 4),
        Item("Trainers", 9.8, 1.1, 74.0, 6),
        Item("Jeans", 3.4, 0.7, 49.0, 10),
        Item("Rain coat", 4.6, 0.6, 64.0, 8),
        Item("Wool scarf", 2.2, 0.25, 29.0, 12),
        Item("Travel suitcase", 62.0, 3.8, 119.0, 1),
        Item("Rucksack 25 l", 14.0, 0.9, 69.0, 4),
        Item("Socks 10 pairs", 2.7, 0.5, 17.9, 12),
    )),
    Shelf("Garden", "GAR", 1.8, (
        Item("Potting soil 40 l", 41.0, 15.5, 8.9, 1),
        Item("Lawn mower", 195.0, 22.0, 289.0, 1),
        Item("Garden hose 30 m", 24.0, 4.9, 39.0, 1),
        Item("Charcoal 10 kg", 42.0, 10.2, 14.9, 1),
        Item("Parasol 3 m", 64.0, 11.5, 79.0, 1),
        Item("Flower pots 6", 36.0, 4.1, 24.0, 1),
        Item("Kettle barbecue", 145.0, 14.5, 149.0, 1),
        Item("Snow shovel", 28.0, 1.7, 19.9, 2),
    )),
    Shelf("Furniture", "FUR", 2.0, (
        Item("Desk chair", 165.0, 14.8, 149.0, 1),
        Item("Bookcase", 118.0, 29.0, 69.0, 1),
        Item("Desk 140 cm", 132.0, 32.0, 129.0, 1),
        Item("Bed slats 140 cm", 98.0, 13.5, 84.0, 1),
        Item("Chest of drawers", 225.0, 44.0, 139.0, 1),
        Item("Armchair", 410.0, 24.0, 249.0, 1),
        Item("Mattress 140 cm", 390.0, 23.5, 299.0, 1),
        Item("Shoe cabinet", 88.0, 17.5, 79.0, 1),
    )),
    Shelf("Appliances", "APP", 0.9, (
        Item("Washing machine", 560.0, 68.0, 449.0, 1),
        Item("Refrigerator", 780.0, 62.0, 529.0, 1),
        Item("Dishwasher", 540.0, 43.0, 479.0, 1),
        Item("Tumble dryer", 555.0, 47.0, 559.0, 1),
        Item("Air conditioner", 265.0, 29.0, 349.0, 1),
        Item("Vacuum cleaner", 62.0, 7.8, 169.0, 1),
        Item("Chest freezer", 610.0, 39.0, 319.0, 1),
    )),
)  # fmt: skip
