"""Steps of one's own: what hangs in the air, and what breaks a promise of the review, is refused by name."""

import msgspec
import pytest
import yaml

from nameplate.errors import DocumentError
from nameplate.review import workflow


def changed(**acts):
    flow = workflow.packaged()
    return msgspec.structs.replace(flow, acts=flow.acts | acts)


def act(name, **changes):
    return msgspec.structs.replace(workflow.packaged().acts[name], **changes)


def test_the_packaged_steps_hang_together():
    assert workflow.checked(workflow.packaged(), "packaged").name == "standard"


@pytest.mark.parametrize(
    ("acts", "says"),
    [
        ({"approve": act("approve", apart_from=())}, "who does 'request' must not do 'approve'"),
        ({"approve": act("approve", from_=("assessed",))}, "'approve' must follow 'request'"),
        ({"nod": act("close", to="decided")}, "act 'nod' decides without two persons"),
        ({"count": act("count", apart_from=("receive",))}, "'count' and 'dispose' must be done by two persons"),
        ({"close": act("close", to="gone")}, "act 'close': there is no state 'gone'"),
        ({"close": act("close", roles=("king",))}, "act 'close': there is no role 'king'"),
        ({"close": act("close", apart_from=("dream",))}, "act 'close': there is no act 'dream'"),
        ({"close": act("close", only_for=("dream",))}, "act 'close': there is no decision 'dream'"),
    ],
)
def test_steps_that_break_a_promise_are_refused(acts, says):
    with pytest.raises(DocumentError, match=says):
        workflow.checked(changed(**acts), "own.yaml")


def test_own_steps_are_read_from_a_file(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(msgspec.to_builtins(msgspec.structs.replace(workflow.packaged(), name="ours"))))
    assert workflow.load(path).name == "ours"
    path.write_text("name: ours\n")
    with pytest.raises(DocumentError, match=r"own\.yaml"):
        workflow.load(path)


@pytest.mark.parametrize("status", ["To donate", "EXCESS property", "surplus", "for sale", "Transferred 2026"])
def test_words_that_say_a_unit_is_on_its_way(status):
    assert workflow.packaged().leaves(status)


@pytest.mark.parametrize("status", ["in use", "excessive heat", None, "", "disposed"])
def test_words_that_do_not(status):
    assert not workflow.packaged().leaves(status)
