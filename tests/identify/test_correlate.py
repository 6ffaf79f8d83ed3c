"""Which rows are one physical unit: joined by what identifies it, kept apart by what contradicts."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from units import devices, places

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

HIK, HIK_2 = "44:19:b6:00:11:22", "44:19:b6:00:11:23"
LOCAL = "a6:63:9e:00:11:22"


def together(*rows: dict[str, str]) -> bool:
    """Whether rows of as many sources become one device."""
    return len(devices({f"{n}.csv": [row] for n, row in enumerate(rows)})) == 1


def test_rows_join_by_mac_in_any_spelling():
    (device,) = devices({"a": [{"mac": HIK, "inventory.brand": "LTS"}], "b": [{"mac": "4419.B600.1122"}]})
    assert places(device) == ["a row 1", "b row 1"]
    assert device.identifiers.mac == (HIK,)
    assert device.joined_by == ("2 places share MAC address 4419b6001122",)


def test_rows_join_by_serial_and_by_tag():
    assert together({"inventory.serial": "SN-0012345"}, {"inventory.serial": "sn0012345"})
    assert together({"inventory.asset_tag": "000123A"}, {"inventory.asset_tag": "123A"})


def test_a_serial_that_is_a_mac_joins_a_lease():
    assert together({"inventory.serial": "ACCC8E112233"}, {"mac": "ac:cc:8e:11:22:33"})


def test_joins_are_carried_over_from_row_to_row():
    rows = (
        {"mac": HIK, "inventory.serial": "SN0012345"},
        {"inventory.serial": "SN0012345", "inventory.asset_tag": "TAG-001"},
        {"inventory.asset_tag": "TAG-001"},
    )
    assert together(*rows)
    assert together(*reversed(rows))


def test_an_address_joins_where_nothing_contradicts():
    assert together({"ip": "10.0.0.4", "inventory.model": "DS-1"}, {"ip": "http://10.0.0.4:80/", "mac": HIK})


def test_an_address_that_passed_from_unit_to_unit_joins_nothing():
    assert not together({"ip": "10.0.0.4", "mac": HIK}, {"ip": "10.0.0.4", "mac": HIK_2})
    assert not together(
        {"ip": "10.0.0.4", "inventory.serial": "SN0012345"}, {"ip": "10.0.0.4", "inventory.serial": "SN0067890"}
    )


def test_an_address_that_one_list_gives_to_two_units_joins_neither():
    rows = {
        "list.csv": [{"ip": "10.0.0.4", "inventory.model": "A"}, {"ip": "10.0.0.4", "inventory.model": "B"}],
        "leases": [{"ip": "10.0.0.4", "mac": HIK}],
    }
    assert len(devices(rows)) == 3


def test_a_local_or_virtual_mac_joins_nothing():
    assert not together({"mac": LOCAL}, {"mac": LOCAL})
    assert not together({"mac": "00:00:5e:00:01:05"}, {"mac": "00:00:5e:00:01:05"})


def test_a_serial_that_one_list_gives_to_different_units_joins_nothing():
    rows = {
        "a": [{"inventory.serial": "SN0012345", "mac": HIK}, {"inventory.serial": "SN0012345", "mac": HIK_2}],
        "b": [{"inventory.serial": "SN0012345"}],
    }
    assert len(devices(rows)) == 3


def test_a_tag_that_one_list_gives_to_two_serials_joins_nothing():
    rows = [
        {"inventory.asset_tag": "TAG-001", "inventory.serial": "SN0012345"},
        {"inventory.asset_tag": "TAG-001", "inventory.serial": "SN0067890"},
    ]
    assert len(devices(rows)) == 2


def test_a_unit_listed_twice_with_its_serial_is_one_unit():
    row = {"inventory.maker": "Hikvision", "inventory.serial": "SN0012345", "inventory.quantity": "2"}
    (device,) = devices([row, row])
    assert device.quantity == 1
    assert len(device.subjects) == 2


def test_alike_lines_without_an_identifier_are_one_device_of_several_units():
    row = {"inventory.maker": "Hikvision", "inventory.model": "DS-1"}
    (device,) = devices([row] * 3)
    assert device.quantity == 3
    assert len(device.subjects) == 3
    assert "alike in every field" in device.joined_by[0]


def test_stated_quantities_add_up():
    row = {"inventory.maker": "Hikvision", "inventory.model": "DS-1", "inventory.quantity": "4 pcs"}
    (device,) = devices([row, row])
    assert device.quantity == 8


def test_lines_that_differ_in_one_cell_stay_apart():
    rows = [{"inventory.maker": "Hikvision", "inventory.place": f"room {n}"} for n in range(3)]
    assert [device.quantity for device in devices(rows)] == [1, 1, 1]


def quantity(text: str) -> int:
    (device,) = devices([{"inventory.maker": "Hikvision", "inventory.quantity": text}])
    return device.quantity


def test_a_quantity_is_read_in_its_usual_forms():
    assert [quantity(text) for text in ("4", " 4 ", "4.0", "4,00", "12 units", "many", "-3")] == [4, 4, 4, 4, 12, 1, 1]


def test_a_thousand_units_are_a_thousand():
    assert quantity("1,000") == 1_000


def test_devices_that_are_not_joined_have_ids_of_their_own():
    found = devices({"a": [{"mac": LOCAL}], "b": [{"mac": LOCAL}]})
    assert len(found) == 2
    assert len({device.id for device in found}) == 2


def test_ids_do_not_depend_on_the_order_of_sources_or_on_more_sources():
    a, b = {"a": [{"mac": HIK, "ip": "10.0.0.4"}]}, {"b": [{"mac": HIK, "inventory.brand": "LTS"}]}
    more = {"c": [{"inventory.maker": "Axis"}]}
    ids = {devices(rows)[0].id for rows in (a | b, b | a, a, a | b | more)}
    assert len(ids) == 1


identified = st.fixed_dictionaries(
    {},
    optional={
        "mac": st.sampled_from([HIK, HIK_2, "ac:cc:8e:11:22:33"]),
        "inventory.serial": st.sampled_from(["SN0012345", "SN0067890"]),
        "inventory.asset_tag": st.sampled_from(["TAG-001", "TAG-002"]),
        "ip": st.sampled_from(["10.0.0.4", "10.0.0.5"]),
        "inventory.model": st.sampled_from(["A", "B"]),
    },
).filter(bool)


@few
@given(rows=st.lists(identified, min_size=1, max_size=6))
def test_every_row_is_in_exactly_one_device(rows):
    found = [place for device in devices(rows) for place in places(device)]
    assert sorted(found) == [f"list.csv row {n}" for n in range(1, len(rows) + 1)]


@few
@given(rows=st.lists(identified, min_size=2, max_size=5), again=st.permutations(range(5)))
def test_the_order_of_sources_changes_no_join(rows, again):
    sources = {f"{n}": [row] for n, row in enumerate(rows)}
    shuffled = {name: sources[name] for name in (str(n) for n in again) if name in sources}
    assert joined(sources) == joined(shuffled)


def joined(sources) -> set[frozenset[str]]:
    return {frozenset(places(device)) for device in devices(sources)}
