import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** KafkaProducer, 0.8.2 and later: BOOTSTRAP TOPIC COUNT CODEC ACKS [key=value ...]. */
public final class ProduceNew {
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[2]);
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("compression.type", args[3]);
    settings.put("acks", args[4]);
    settings.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    settings.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    for (int i = 5; i < args.length; i++) settings.put(args[i].split("=")[0], args[i].split("=")[1]);
    KafkaProducer<String, String> producer = new KafkaProducer<String, String>(settings);
    List<Future<RecordMetadata>> sent = new ArrayList<Future<RecordMetadata>>();
    for (int i = 0; i < count; i++) {
      sent.add(producer.send(new ProducerRecord<String, String>(args[1], 0, Check.key(i), Check.value(i))));
    }
    for (int i = 0; i < count; i++) {
      long offset = sent.get(i).get(20, TimeUnit.SECONDS).offset();
      Check.expect(args[4].equals("0") || offset == i, "record " + i + " got the offset " + offset);
    }
    producer.close();
  }
}
