"""Consumes, transforms, produces and commits offsets in one transaction each time, with librdkafka:

    copier.py BOOTSTRAP FROM TO GROUP TRANSACTIONAL_ID SEED

Ends with 0 at SIGTERM, with 3 when only a new process can go on.
"""
import random
import signal
import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

bootstrap, source, target, group, transactional_id, seed = sys.argv[1:]
chance = random.Random(int(seed))
stopped = False


def stop(_number, _frame):
    global stopped
    stopped = True


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def retried(call):
    """Some errors say that the same call may be made again."""
    deadline = time.monotonic() + 40
    while True:
        try:
            return call()
        except KafkaException as error:
            if not error.args[0].retriable() or time.monotonic() > deadline:
                raise
            say(f"again: {error}")


def rewind():
    """To what is committed: what was read since is not."""
    for at in consumer.committed(consumer.assignment(), 30):
        offset = at.offset if at.offset >= 0 else 0
        consumer.seek(TopicPartition(at.topic, at.partition, offset))


def copy(records, aborts):
    producer.begin_transaction()
    try:
        following = {}
        for record in records:
            value = b"copy of " + record.value()
            producer.produce(target, value, record.key(), record.partition())
            following[record.partition()] = record.offset() + 1
        offsets = [TopicPartition(source, partition, offset) for partition, offset in following.items()]
        metadata = consumer.consumer_group_metadata()
        retried(lambda: producer.send_offsets_to_transaction(offsets, metadata, 30))
        if not aborts:
            retried(lambda: producer.commit_transaction(30))
            say(f"copied {len(records)}")
            return
        producer.flush(10)
        say("aborts on purpose")
    except KafkaException as error:
        say(f"aborts: {error}")
        if not error.args[0].txn_requires_abort():
            raise
    retried(lambda: producer.abort_transaction(30))
    rewind()


signal.signal(signal.SIGTERM, stop)
consumer = Consumer(
    {
        "bootstrap.servers": bootstrap,
        "group.id": group,
        "isolation.level": "read_committed",
        "enable.auto.commit": False,
        "auto.offset.reset": "earliest",
        "session.timeout.ms": 6000,
        "heartbeat.interval.ms": 1000,
    }
)
producer = Producer(
    {"bootstrap.servers": bootstrap, "transactional.id": transactional_id, "transaction.timeout.ms": 10000}
)
try:
    retried(lambda: producer.init_transactions(30))
    consumer.subscribe([source])
    while not stopped:
        records = [record for record in consumer.consume(100, 0.3) if record.error() is None]
        if not records:
            continue
        copy(records, chance.randrange(8) == 0)
        time.sleep(0.1)
    consumer.close()
except KafkaException as error:
    say(f"ends: {error}")
    sys.exit(3)
