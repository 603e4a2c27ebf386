// Transactions one after another, every second aborted, with time between their records for what comes late:
//   Endings BOOTSTRAP TOPIC COUNT PAUSE_MS
// Prints "number commit|abort done|unknown|aborted" for each, in this order. Three records each: number-0 to number-2.
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

public final class Endings {
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[2]);
    long pauseMs = Long.parseLong(args[3]);
    KafkaProducer<String, String> producer = null;
    for (int number = 0; number < count; number++) {
      boolean commits = number % 2 == 1;
      boolean isEnding = false;
      String outcome = "done";
      try {
        if (producer == null) {
          producer = make(args[0], args[1]);
          producer.initTransactions();
        }
        producer.beginTransaction();
        for (int i = 0; i < 3; i++) {
          Future<?> sent = producer.send(new ProducerRecord<String, String>(args[1], i % 2, null, number + "-" + i));
          producer.flush();
          sent.get();
          Thread.sleep(pauseMs);
        }
        isEnding = true;
        if (commits) producer.commitTransaction();
        else producer.abortTransaction();
      } catch (Exception e) {
        // What was being committed may have been; anything else is aborted by whoever comes next.
        outcome = isEnding && commits ? "unknown" : "aborted";
        System.err.println(number + " " + outcome + ": " + e);
        if (producer != null) producer.close(java.time.Duration.ZERO);
        producer = null;
      }
      System.out.println(number + " " + (commits ? "commit" : "abort") + " " + outcome);
      System.out.flush();
    }
    if (producer != null) producer.close();
  }

  private static KafkaProducer<String, String> make(String bootstrap, String topic) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("transactional.id", "endings-" + topic);
    settings.put("acks", "all");
    // Shorter than what the proxy holds: the client asks again while the first request is on its way.
    settings.put("request.timeout.ms", "800");
    settings.put("delivery.timeout.ms", "20000");
    settings.put("max.block.ms", "20000");
    settings.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    settings.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    return new KafkaProducer<String, String>(settings);
  }
}
