"""Does the schema say exactly what the readers take, and what the engine answers?"""

import pytest

from assessments.facts import FactsError, parse
from exercises import api_schema
from exercises.engine import command, parse_log
from tests.contract.test_examples import EXAMPLES

READERS = {"prescribe": (api_schema.ASSESSMENT, parse), "review": (api_schema.LOG, parse_log)}
ANSWERS = {"prescribe": api_schema.PLAN, "review": api_schema.REVIEW}
TYPES = {"string": str, "integer": int, "boolean": bool}
WITHOUT_LIMIT = 10**9


def leaves(schema, path=()):
    """Every value that is no object, with its path; of a list of objects, its first."""
    for key, inner in schema["properties"].items():
        if inner["type"] == "array" and inner["items"]["type"] == "object":
            yield from leaves(inner["items"], (*path, key, 0))
        elif inner["type"] == "object":
            yield from leaves(inner, (*path, key))
        else:
            yield (*path, key), inner


def objects(schema, path=()):
    yield path
    for key, inner in schema["properties"].items():
        if inner["type"] == "object":
            yield from objects(inner, (*path, key))


def around(path, value):
    """The smallest input that holds this value at this place."""
    whole = value
    for key in reversed(path):
        whole = [whole] if key == 0 else {key: whole}
    if path[0] == "patient":
        whole["patient"].setdefault("age", 44)
    elif path[0] not in api_schema.LOG["properties"] or path[0] == "open_through":
        whole["patient"] = {"age": 44}
    if path[-1] == "knee_above_hip_cm":
        whole["thomas"][path[1]]["tape"]["thigh_length_cm"] = 60
    return whole


def fitting(schema):
    if schema["type"] == "boolean":
        return [True, False]
    if schema["type"] == "array":
        return [[], list(schema["items"]["enum"])]
    return schema.get("enum") or [schema["minimum"], schema.get("maximum", WITHOUT_LIMIT)]


def unfitting(schema):
    if schema["type"] == "array":
        return [["unknown"], schema["items"]["enum"][:1] * 2, "one", 3]
    if schema["type"] == "boolean":
        return ["true", 1]
    if "enum" in schema:
        return ["unknown", 3]
    edges = [schema["minimum"] - 1, *([schema["maximum"] + 1] if "maximum" in schema else [])]
    return [*edges, "3", True, *([0.5] if schema["type"] == "integer" else [])]


def is_taken(name, data):
    if name == "review":
        data = {key: value for key, value in data.items() if key != "patient"}
    try:
        READERS[name][1](data)
    except FactsError:
        return False
    return True


CASES = [(name, path, leaf) for name, (schema, _) in READERS.items() for path, leaf in leaves(schema)]


@pytest.mark.parametrize(
    ("name", "path", "leaf"), CASES, ids=[".".join(map(str, (name, *path))) for name, path, _ in CASES]
)
def test_the_last_accepted_and_the_first_refused(name, path, leaf):
    for value in fitting(leaf):
        assert is_taken(name, around(path, value)), value
    for value in unfitting(leaf):
        assert not is_taken(name, around(path, value)), value
    assert is_taken(name, around(path, None)) == leaf.get("nullable", False)


@pytest.mark.parametrize("name", READERS)
def test_no_object_takes_a_key_that_the_schema_does_not_name(name):
    for path in objects(READERS[name][0]):
        assert not is_taken(name, around((*path, "unknown"), 1)), path


def same_shape(schema, value):
    if value is None:
        assert schema.get("nullable"), schema
    elif schema["type"] == "object":
        assert list(value) == schema["required"] == list(schema["properties"])
        for key, inner in schema["properties"].items():
            same_shape(inner, value[key])
    elif schema["type"] == "array":
        for each in value:
            same_shape(schema["items"], each)
    else:
        assert isinstance(value, TYPES[schema["type"]])
        assert value in schema.get("enum", [value])
        assert schema.get("minimum", value) <= value <= schema.get("maximum", value)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_example_s_answer_is_as_the_schema_says(name):
    for example in EXAMPLES[name]:
        same_shape(ANSWERS[name], command.COMMANDS[name](example["input"]))
