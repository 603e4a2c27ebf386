// Consumes, transforms, produces and commits offsets in one transaction each time, for clients from 2.5 on:
//   Copier BOOTSTRAP FROM TO GROUP TRANSACTIONAL_ID SEED
// Ends with 0 at SIGTERM, with 3 when only a new process can go on.
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

public final class Copier {
  private static volatile boolean stopped;

  public static void main(String[] args) throws Exception {
    Random random = new Random(Long.parseLong(args[5]));
    final Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      stopped = true;
      try {
        main.join(8000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }));
    try (KafkaConsumer<String, String> consumer = consumer(args[0], args[3]);
        KafkaProducer<String, String> producer = producer(args[0], args[4])) {
      producer.initTransactions();
      consumer.subscribe(Collections.singletonList(args[1]));
      while (!stopped) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(300));
        if (records.isEmpty()) continue;
        copy(consumer, producer, records, args[2], random.nextInt(8) == 0);
        Thread.sleep(100);
      }
    } catch (Exception e) {
      if (stopped) return;
      System.out.println("ends: " + e);
      Runtime.getRuntime().halt(3);
    }
  }

  private static void copy(KafkaConsumer<String, String> consumer, KafkaProducer<String, String> producer,
      ConsumerRecords<String, String> records, String to, boolean aborts) {
    try {
      producer.beginTransaction();
      Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
      for (ConsumerRecord<String, String> record : records) {
        producer.send(new ProducerRecord<>(to, record.partition(), record.key(), "copy of " + record.value()));
        next.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
      }
      producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
      if (!aborts) {
        producer.commitTransaction();
        System.out.println("copied " + records.count());
        return;
      }
      producer.flush();
      System.out.println("aborts on purpose");
    } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
      throw fenced;
    } catch (RuntimeException e) {
      System.out.println("aborts: " + e);
    }
    producer.abortTransaction();
    rewind(consumer);
  }

  /** To what is committed: what was read since is not. */
  private static void rewind(KafkaConsumer<String, String> consumer) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
    for (TopicPartition partition : consumer.assignment()) {
      OffsetAndMetadata at = committed.get(partition);
      if (at == null) consumer.seekToBeginning(Collections.singletonList(partition));
      else consumer.seek(partition, at.offset());
    }
  }

  private static KafkaConsumer<String, String> consumer(String bootstrap, String group) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("group.id", group);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("session.timeout.ms", "6000");
    settings.put("heartbeat.interval.ms", "1000");
    settings.put("max.poll.records", "100");
    settings.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    settings.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    return new KafkaConsumer<>(settings);
  }

  private static KafkaProducer<String, String> producer(String bootstrap, String id) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("transactional.id", id);
    settings.put("transaction.timeout.ms", "10000");
    settings.put("max.block.ms", "30000");
    settings.put("delivery.timeout.ms", "30000");
    settings.put("request.timeout.ms", "5000");
    settings.put("linger.ms", "5");
    settings.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    settings.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    return new KafkaProducer<>(settings);
  }
}
