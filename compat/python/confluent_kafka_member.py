"""confluent-kafka as a member of a group: commits after each piece of what came."""
from confluent_kafka import Consumer, KafkaException

from member import Arguments, got, say

args = Arguments()
settings = {
    "bootstrap.servers": args.bootstrap,
    "group.id": args.group,
    "session.timeout.ms": args.session_ms,
    "heartbeat.interval.ms": 500,
    "enable.auto.commit": False,
    "auto.offset.reset": "earliest",
    "partition.assignment.strategy": args.assignor or "range,roundrobin",
}
if args.instance:
    settings["group.instance.id"] = args.instance
consumer = Consumer(settings)
consumer.subscribe(
    [args.topic],
    on_assign=lambda _, partitions: say(f"assigned {sorted(p.partition for p in partitions)}"),
    on_revoke=lambda _, partitions: say(f"revoked {sorted(p.partition for p in partitions)}"),
)
while not args.stopped:
    records = consumer.consume(50, 0.2)
    for record in records:
        if record.error():
            say(f"error: {record.error()}")
        else:
            got(record.partition(), record.offset())
    if records:
        try:
            consumer.commit(asynchronous=False)
        except KafkaException as error:
            # Of a generation that is over.
            say(f"not committed: {error}")
consumer.close()
