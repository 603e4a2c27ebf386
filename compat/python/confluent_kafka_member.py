"""confluent-kafka as a member of a group: commits after each piece of what came."""
from confluent_kafka import Consumer, KafkaError, KafkaException

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
# A commit that meets a rebalance is refused, and nobody repeats it: where the partition stays, that is the application's work.
behind = False
while not args.stopped:
    records = consumer.consume(50, 0.2)
    for record in records:
        if record.error():
            say(f"error: {record.error()}")
        else:
            got(record.partition(), record.offset())
    if records or behind:
        try:
            consumer.commit(asynchronous=False)
            behind = False
        except KafkaException as error:
            # Of a generation that is over, or while the group rebalances.
            say(f"not committed: {error}")
            behind = error.args[0].code() != KafkaError._NO_OFFSET
consumer.close()
