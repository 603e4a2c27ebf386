"""kafka-python as a member of a group: commits after each poll."""
from kafka import ConsumerRebalanceListener, KafkaConsumer
from kafka.errors import KafkaError

from member import Arguments, got, say


class Listener(ConsumerRebalanceListener):
    def on_partitions_revoked(self, revoked):
        say(f"revoked {sorted(p.partition for p in revoked)}")

    def on_partitions_assigned(self, assigned):
        say(f"assigned {sorted(p.partition for p in assigned)}")


args = Arguments()
settings = {}
if args.instance:
    settings["group_instance_id"] = args.instance
consumer = KafkaConsumer(
    bootstrap_servers=args.bootstrap,
    group_id=args.group,
    session_timeout_ms=args.session_ms,
    heartbeat_interval_ms=500,
    enable_auto_commit=False,
    auto_offset_reset="earliest",
    **settings,
)
consumer.subscribe([args.topic], listener=Listener())
while not args.stopped:
    batches = consumer.poll(timeout_ms=200)
    for records in batches.values():
        for record in records:
            got(record.partition, record.offset)
    if batches:
        try:
            consumer.commit()
        except KafkaError as error:
            # Of a generation that is over.
            say(f"not committed: {error!r}")
consumer.close()
