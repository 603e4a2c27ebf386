"""The frame of a client program: `list` prints its cases, `run BOOTSTRAP TOPIC CASE` runs one and ends with 0 when it went well."""
import sys
import traceback

COUNT = 200


def key(i):
    return b"key-%d" % i


def value(i):
    return b"value-%d-" % i + b"p" * (i % 100)


def expect(fact, otherwise):
    if not fact:
        raise AssertionError(otherwise)


def expect_all(records):
    """records: (offset, key, value) in the order they came."""
    expect(len(records) == COUNT, "%d of %d records came back" % (len(records), COUNT))
    for i, (offset, k, v) in enumerate(records):
        expect(offset == i, "offset %s came where %d was expected" % (offset, i))
        expect(k == key(i) and v == value(i), "record %d is %r: %r" % (i, k, v))


def main(cases):
    if sys.argv[1] == "list":
        print("\n".join(cases))
        return
    bootstrap, topic, name = sys.argv[2:5]
    try:
        cases[name](bootstrap, topic)
    except BaseException:
        print(traceback.format_exc(limit=6))
        sys.exit(1)
