"""confluent-kafka: librdkafka in Python. Producer, consumer with an assigned partition, admin."""
import time

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)

from program import COUNT, expect, expect_all, key, main, value


def admin(bootstrap):
    return AdminClient({"bootstrap.servers": bootstrap})


def done(futures):
    return {name: future.result(20) for name, future in futures.items()}


def wait_for(client, topic, there):
    deadline = time.time() + 10
    while (topic in client.list_topics(timeout=5).topics) != there and time.time() < deadline:
        time.sleep(0.05)


def create(bootstrap, topic):
    client = admin(bootstrap)
    done(client.create_topics([NewTopic(topic, 1, 1)]))
    wait_for(client, topic, True)


def produce(bootstrap, topic, **settings):
    offsets, problems = [], []
    named = {name.replace("_", "."): setting for name, setting in settings.items()}
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 5, **named})
    for i in range(COUNT):
        report = lambda error, message: problems.append(error) if error else offsets.append(message.offset())
        producer.produce(topic, value(i), key(i), partition=0, on_delivery=report)
    left = producer.flush(20)
    expect(not left and not problems and len(offsets) == COUNT, "%d left, %r" % (left, problems[:1]))
    expect(settings.get("acks") == 0 or offsets == list(range(COUNT)), "offsets %r" % (offsets,))


def read(bootstrap, topic):
    settings = {"group.id": "unused", "enable.auto.commit": False, "check.crcs": True, "auto.offset.reset": "earliest"}
    consumer = Consumer({"bootstrap.servers": bootstrap, **settings})
    consumer.assign([TopicPartition(topic, 0, 0)])
    records, deadline = [], time.time() + 20
    while len(records) < COUNT and time.time() < deadline:
        for one in consumer.consume(COUNT - len(records), 0.5):
            expect(not one.error(), "read: %s" % one.error())
            records.append((one.offset(), one.key(), one.value()))
    low, high = consumer.get_watermark_offsets(TopicPartition(topic, 0), timeout=5)
    expect((low, high) == (0, COUNT), "watermarks %d, %d" % (low, high))
    consumer.close()
    return records


def round_trip(**settings):
    def run(bootstrap, topic):
        create(bootstrap, topic)
        produce(bootstrap, topic, **settings)
        expect_all(read(bootstrap, topic))

    return run


def topics(bootstrap, topic):
    client = admin(bootstrap)
    done(client.create_topics([NewTopic(topic, 2, 1, config={"retention.ms": "1000000"})]))
    wait_for(client, topic, True)
    done(client.create_partitions([NewPartitions(topic, 3)]))
    deadline = time.time() + 10
    while len(client.list_topics(topic, timeout=5).topics[topic].partitions) != 3 and time.time() < deadline:
        time.sleep(0.05)
    expect(len(client.list_topics(topic, timeout=5).topics[topic].partitions) == 3, "create_partitions")
    cluster = client.describe_cluster().result(10)
    expect(len(cluster.nodes) == 1 and cluster.controller is not None, "describe_cluster")
    done(client.delete_topics([topic]))
    wait_for(client, topic, False)
    expect(topic not in client.list_topics(timeout=5).topics, "the topic is listed after delete_topics")


def settings(bootstrap, topic):
    create(bootstrap, topic)
    client = admin(bootstrap)
    entry = ConfigEntry("retention.ms", "77777", incremental_operation=AlterConfigOpType.SET)
    done(client.incremental_alter_configs([ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])]))
    [described] = done(client.describe_configs([ConfigResource(ResourceType.TOPIC, topic)])).values()
    expect(described["retention.ms"].value == "77777", repr(described["retention.ms"]))


def offsets(bootstrap, topic):
    create(bootstrap, topic)
    produce(bootstrap, topic)
    client = admin(bootstrap)
    partition = TopicPartition(topic, 0)
    done(client.delete_records([TopicPartition(topic, 0, 50)]))
    for spec, wanted in [(OffsetSpec.earliest(), 50), (OffsetSpec.latest(), COUNT)]:
        [found] = done(client.list_offsets({partition: spec})).values()
        expect(found.offset == wanted, "%r is %d" % (spec, found.offset))
    [newest] = done(client.list_offsets({partition: OffsetSpec.max_timestamp()})).values()
    expect(0 <= newest.offset < COUNT, "max_timestamp is %d" % newest.offset)


cases = {"admin: topics, cluster": topics, "admin: settings": settings, "admin: delete records, offsets": offsets}
for codec in ["none", "gzip", "snappy", "lz4", "zstd"]:
    acks = {"none": 0, "gzip": 1}.get(codec, -1)
    cases["produce %s acks=%s, read an assigned partition" % (codec, acks)] = round_trip(compression_type=codec, acks=acks)
cases["produce idempotent, read an assigned partition"] = round_trip(enable_idempotence=True)

if __name__ == "__main__":
    main(cases)
