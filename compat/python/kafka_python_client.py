"""kafka-python: producer, consumer with an assigned partition, admin."""
import time

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from program import COUNT, expect, expect_all, key, main, value


def admin(bootstrap):
    return KafkaAdminClient(bootstrap_servers=bootstrap, client_id="odradek-compat")


def create(bootstrap, topic, partitions=1):
    client = admin(bootstrap)
    client.create_topics({topic: {"num_partitions": partitions, "replication_factor": 1}})
    client.wait_for_topics([topic])
    client.close()


def produce(bootstrap, topic, **settings):
    producer = KafkaProducer(bootstrap_servers=bootstrap, **settings)
    futures = [producer.send(topic, key=key(i), value=value(i), partition=0, headers=[("n", b"%d" % i)]) for i in range(COUNT)]
    for i, future in enumerate(futures):
        offset = future.get(timeout=20).offset
        expect(settings.get("acks") == 0 or offset == i, "record %d got the offset %s" % (i, offset))
    producer.close()


def read(bootstrap, topic):
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest", check_crcs=True)
    partition = TopicPartition(topic, 0)
    consumer.assign([partition])
    consumer.seek(partition, 0)
    records, deadline = [], time.time() + 20
    while len(records) < COUNT and time.time() < deadline:
        for some in consumer.poll(timeout_ms=500).values():
            for one in some:
                expect(one.headers == [("n", b"%d" % one.offset)] or list(one.headers) == [("n", b"%d" % one.offset)], "headers %r" % (one.headers,))
                records.append((one.offset, one.key, one.value))
    ends, begins = consumer.end_offsets([partition]), consumer.beginning_offsets([partition])
    expect(ends[partition] == COUNT and begins[partition] == 0, "end %r, beginning %r" % (ends, begins))
    ago = consumer.offsets_for_times({partition: int(time.time() * 1000) - 3600000})[partition]
    expect(ago.offset == 0, "an hour ago: %r" % (ago,))
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
    client.create_topics({topic: {"num_partitions": 2, "replication_factor": 1, "configs": {"retention.ms": "1000000"}}})
    client.wait_for_topics([topic])
    expect(topic in client.list_topics(), "list_topics does not name it")
    client.create_partitions({topic: 3})
    described = client.describe_topics([topic])
    expect(len(described[0]["partitions"]) == 3, repr(described))
    client.delete_topics([topic])
    expect(topic not in client.list_topics(), "list_topics names it after delete_topics")
    client.close()


def settings(bootstrap, topic):
    create(bootstrap, topic)
    client = admin(bootstrap)
    client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {"retention.ms": "77777"})])
    described = client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    expect("77777" in repr(described), repr(described))
    expect(topic in repr(client.describe_log_dirs([topic])), "describe_log_dirs")
    expect(len(client.describe_cluster()["brokers"]) == 1, "describe_cluster")
    client.close()


def delete_records(bootstrap, topic):
    create(bootstrap, topic)
    produce(bootstrap, topic)
    client = admin(bootstrap)
    partition = TopicPartition(topic, 0)
    client.delete_records({partition: 50})
    listed = client.list_partition_offsets({partition: -2})
    expect(listed[partition].offset == 50, repr(listed))
    expect(topic in repr(client.describe_producers([partition])), "describe_producers")
    client.close()


cases = {"admin: topics": topics, "admin: settings, log folders, cluster": settings, "admin: delete records, producers": delete_records}
for codec in [None, "gzip", "snappy", "lz4", "zstd"]:
    acks = {None: 0, "gzip": 1}.get(codec, "all")
    run = round_trip(compression_type=codec, acks=acks, enable_idempotence=False)
    cases["produce %s acks=%s, read an assigned partition" % (codec or "none", acks)] = run
cases["produce idempotent, read an assigned partition"] = round_trip(enable_idempotence=True)

if __name__ == "__main__":
    main(cases)
