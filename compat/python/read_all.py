"""Prints `PARTITION VALUE` for every record of a topic: read_all.py BOOTSTRAP TOPIC PARTITIONS ISOLATION_LEVEL."""
import sys

from confluent_kafka import Consumer, KafkaError, TopicPartition

bootstrap, topic, partitions, isolation = sys.argv[1:]
consumer = Consumer(
    {
        "bootstrap.servers": bootstrap,
        "group.id": "nobody",
        "isolation.level": isolation,
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        "check.crcs": True,
    }
)
open_partitions = set(range(int(partitions)))
consumer.assign([TopicPartition(topic, partition, 0) for partition in open_partitions])
while open_partitions:
    for record in consumer.consume(1000, 1.0):
        if record.error() is None:
            sys.stdout.write(f"{record.partition()} {record.value().decode()}\n")
        elif record.error().code() == KafkaError._PARTITION_EOF:
            open_partitions.discard(record.partition())
        else:
            sys.exit(f"{record.error()}")
consumer.close()
