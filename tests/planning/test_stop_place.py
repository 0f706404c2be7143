from planning.stop_place import stop_place
from tests.maps.carrying_day import carrying_day


def test_a_stop_is_at_the_door_where_its_goods_change_hands() -> None:
    assert [stop_place(stop) for stop in carrying_day().plan.routes[0].stops] == [
        "order:BRING-1",
        "pickup:BACK-1",
        "pickup:CARRY",
        "order:CARRY",
        "warehouse:W2",
        "order:BRING-2",
        "pickup:BACK-2",
    ]
