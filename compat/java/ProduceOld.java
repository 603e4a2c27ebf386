import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import kafka.javaapi.producer.Producer;
import kafka.producer.KeyedMessage;
import kafka.producer.ProducerConfig;

/** The Scala producer that 0.8 brought and 0.11 dropped: BOOTSTRAP TOPIC COUNT CODEC ACKS. */
public final class ProduceOld {
  public static void main(String[] args) {
    int count = Integer.parseInt(args[2]);
    Properties settings = new Properties();
    settings.put("metadata.broker.list", args[0]);
    settings.put("serializer.class", "kafka.serializer.StringEncoder");
    settings.put("compression.codec", args[3]);
    settings.put("request.required.acks", args[4].equals("all") ? "-1" : args[4]);
    Producer<String, String> producer = new Producer<String, String>(new ProducerConfig(settings));
    List<KeyedMessage<String, String>> batch = new ArrayList<KeyedMessage<String, String>>();
    for (int i = 0; i < count; i++) {
      batch.add(new KeyedMessage<String, String>(args[1], Check.key(i), Check.value(i)));
      if (batch.size() == 100 || i == count - 1) {
        producer.send(batch);
        batch.clear();
      }
    }
    producer.close();
  }
}
