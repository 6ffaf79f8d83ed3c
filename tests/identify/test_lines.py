"""`identify` lines: one object in, one attribution out, in order; a bad line is named with its number."""

import pytest

from nameplate.identify import lines


def kinds_and_values(*texts: bytes) -> list[tuple[str, str, str]]:
    _, observations, _ = lines.read(texts, "x.jsonl")
    return [(s, str(k), v) for s, k, v in observations.select("subject", "kind", "value").rows()]


def test_each_line_is_a_subject_in_order_and_ids_may_be_anything():
    ids, observations, _ = lines.read(
        [
            b'{"id": 7, "observations": [{"kind": "mac", "value": "44:19:b6:00:11:22"}]}',
            b"",
            b'{"id": ["a"], "observations": [{"kind": "x", "value": "x"}, {"kind": "ip", "value": "10.0.0.4"}]}',
            b'{"id": null, "observations": []}',
        ],
        "x.jsonl",
    )
    assert ids == [7, ["a"], None]
    assert observations["subject"].to_list() == ["line 1", "line 2", "line 2"]


def test_values_that_are_no_text_are_taken_as_text():
    assert kinds_and_values(
        b'{"id": 1, "observations": [{"kind": "x", "value": 88}, {"kind": "y", "value": true}]}'
    ) == [
        ("line 1", "x", "88"),
        ("line 1", "y", "True"),
    ]


def test_empty_values_are_left_out_and_unknown_fields_ignored():
    assert kinds_and_values(b'{"id": 1, "more": 2, "observations": [{"kind": "x", "value": " ", "at": 1}]}') == []


def test_an_answer_of_several_lines_is_several_observations():
    text = (
        b'{"id": 1, "observations": [{"kind": "magicbox.deviceType", "value": "deviceType=IPC-1\\nserialNumber=4K01"}]}'
    )
    assert ("line 1", "magicbox.deviceType", "IPC-1") in kinds_and_values(text)
    assert ("line 1", "magicbox.serialNumber", "4K01") in kinds_and_values(text)


@pytest.mark.parametrize(
    "bad", [b"not json", b"[1]", b'{"observations": []}', b'{"id": 1, "observations": [{}]}', b"\xff\xfe", b'{"id": 1']
)
def test_a_bad_line_is_named_and_the_rest_goes_on(bad):
    good = b'{"id": 1, "observations": [{"kind": "x", "value": "y"}]}'
    ids, observations, problems = lines.read([good, bad, good], "x.jsonl")
    assert (ids, observations["subject"].to_list()) == ([1, None, 1], ["line 1", "line 3"])
    assert list(problems) == [2]
    assert problems[2].startswith("x.jsonl, line 2: ")


@pytest.mark.parametrize("value", [b"a\xffb", b"a\\udcffb", b"a\\ud83db"])
def test_bytes_that_are_no_text_are_replaced(value):
    ((_, _, text),) = kinds_and_values(b'{"id": 1, "observations": [{"kind": "x", "value": "' + value + b'"}]}')
    assert text in {"a\ufffdb", "a?b"}


def test_no_lines_are_no_observations():
    ids, observations, _ = lines.read([b"", b"\n"], "x.jsonl")
    assert ids == []
    assert observations.is_empty()
