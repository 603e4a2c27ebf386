import java.util.Arrays;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** KafkaConsumer with an assigned partition, no group: BOOTSTRAP TOPIC COUNT [key=value ...]. */
public final class ReadNew {
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[2]);
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    settings.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    for (int i = 3; i < args.length; i++) settings.put(args[i].split("=")[0], args[i].split("=")[1]);
    KafkaConsumer<String, String> consumer = new KafkaConsumer<String, String>(settings);
    TopicPartition partition = new TopicPartition(args[1], 0);
    consumer.assign(Arrays.asList(partition));
    consumer.seek(partition, 0);
    int next = 0;
    long deadline = System.currentTimeMillis() + 30000;
    while (next < count && System.currentTimeMillis() < deadline) {
      for (ConsumerRecord<String, String> record : poll(consumer)) {
        Check.expect(record.offset() == next, "offset " + record.offset() + " came where " + next + " was expected");
        Check.expect(Check.key(next).equals(record.key()), "record " + next + " has the key " + record.key());
        Check.expect(Check.value(next).equals(record.value()), "record " + next + " has the value " + record.value());
        next++;
      }
    }
    Check.expect(next == count, next + " of " + count + " records came within 30 s");
    consumer.seek(partition, count + 1000L);
    deadline = System.currentTimeMillis() + 10000;
    boolean reset = false;
    while (!reset && System.currentTimeMillis() < deadline) {
      ConsumerRecords<String, String> records = poll(consumer);
      if (!records.isEmpty()) reset = records.iterator().next().offset() == 0;
    }
    Check.expect(reset, "an offset beyond the end was not reset to the earliest");
    consumer.close();
  }

  /** poll(long) was replaced by poll(Duration), and is gone in 4.0. */
  @SuppressWarnings("unchecked")
  private static ConsumerRecords<String, String> poll(KafkaConsumer<String, String> consumer) throws Exception {
    try {
      Class<?> duration = Class.forName("java.time.Duration");
      return (ConsumerRecords<String, String>)
          KafkaConsumer.class.getMethod("poll", duration).invoke(consumer, java.time.Duration.ofMillis(500));
    } catch (NoSuchMethodException old) {
      return (ConsumerRecords<String, String>)
          KafkaConsumer.class.getMethod("poll", long.class).invoke(consumer, 500L);
    }
  }
}
