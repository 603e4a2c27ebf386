import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import kafka.api.FetchRequestBuilder;
import kafka.api.PartitionOffsetRequestInfo;
import kafka.common.TopicAndPartition;
import kafka.javaapi.FetchResponse;
import kafka.javaapi.OffsetRequest;
import kafka.javaapi.TopicMetadata;
import kafka.javaapi.TopicMetadataRequest;
import kafka.javaapi.consumer.SimpleConsumer;
import kafka.message.MessageAndOffset;

/** SimpleConsumer, the Scala client for one partition: HOST PORT TOPIC COUNT. */
public final class ReadOld {
  public static void main(String[] args) {
    String topic = args[2];
    int count = Integer.parseInt(args[3]);
    SimpleConsumer consumer = new SimpleConsumer(args[0], Integer.parseInt(args[1]), 20000, 65536, "odradek-compat");
    TopicMetadata metadata =
        consumer.send(new TopicMetadataRequest(Collections.singletonList(topic))).topicsMetadata().get(0);
    Check.expect(metadata.errorCode() == 0, "metadata of the topic has the error code " + metadata.errorCode());
    Check.expect(metadata.partitionsMetadata().get(0).leader() != null, "the partition has no leader");
    Check.expect(offset(consumer, topic, -2) == 0, "the earliest offset is " + offset(consumer, topic, -2));
    Check.expect(offset(consumer, topic, -1) == count, "the latest offset is " + offset(consumer, topic, -1));
    int next = 0;
    long deadline = System.currentTimeMillis() + 30000;
    while (next < count && System.currentTimeMillis() < deadline) next = readSome(consumer, topic, next);
    Check.expect(next == count, next + " of " + count + " records came within 30 s");
    FetchResponse beyond =
        consumer.fetch(new FetchRequestBuilder().clientId("c").addFetch(topic, 0, count + 1000L, 1000).build());
    Check.expect(beyond.errorCode(topic, 0) == 1, "beyond the end: error code " + beyond.errorCode(topic, 0));
    consumer.close();
  }

  private static int readSome(SimpleConsumer consumer, String topic, int next) {
    FetchResponse answer =
        consumer.fetch(
            new FetchRequestBuilder().clientId("odradek-compat").maxWait(500).minBytes(1)
                .addFetch(topic, 0, next, 20000).build());
    Check.expect(answer.errorCode(topic, 0) == 0, "fetch: error code " + answer.errorCode(topic, 0));
    for (MessageAndOffset one : answer.messageSet(topic, 0)) {
      if (one.offset() < next) continue; // A compressed message set is given whole, from its first record.
      Check.expect(one.offset() == next, "offset " + one.offset() + " came where " + next + " was expected");
      Check.expect(one.message().isValid(), "record " + next + " has a wrong CRC");
      Check.expect(Check.key(next).equals(Check.text(one.message().key())), "record " + next + " has another key");
      Check.expect(Check.value(next).equals(Check.text(one.message().payload())), "record " + next + " has another value");
      next++;
    }
    return next;
  }

  private static long offset(SimpleConsumer consumer, String topic, long time) {
    Map<TopicAndPartition, PartitionOffsetRequestInfo> asked =
        new HashMap<TopicAndPartition, PartitionOffsetRequestInfo>();
    asked.put(new TopicAndPartition(topic, 0), new PartitionOffsetRequestInfo(time, 1));
    kafka.javaapi.OffsetResponse answer =
        consumer.getOffsetsBefore(new OffsetRequest(asked, (short) 0, "odradek-compat"));
    Check.expect(!answer.hasError(), "offset request: error code " + answer.errorCode(topic, 0));
    return answer.offsets(topic, 0)[0];
  }
}
