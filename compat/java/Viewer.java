import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/**
 * What a viewer such as Offset Explorer does: finds the brokers in ZooKeeper, and shows through one of them the topics, their
 * partitions and offsets, the newest records, and what groups have committed. ZOOKEEPER TOPIC
 */
public class Viewer {
  public static void main(String[] args) throws Exception {
    String bootstrap = String.join(",", brokersIn(args[0]));
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    try (Admin admin = Admin.create(settings)) {
      System.out.println("brokers " + admin.describeCluster().nodes().get().size());
      System.out.println("topics " + new TreeSet<>(admin.listTopics().names().get()));
      TopicDescription topic = admin.describeTopics(List.of(args[1])).allTopicNames().get().get(args[1]);
      System.out.println("partitions " + topic.partitions().size() + ", leader " + topic.partitions().get(0).leader().id());
      show(settings, args[1], topic.partitions().size());
      for (ConsumerGroupListing group : admin.listConsumerGroups().all().get()) {
        Map<TopicPartition, ?> offsets = admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get();
        System.out.println("group " + group.groupId() + " has offsets of " + offsets.size() + " partitions");
      }
    }
  }

  static List<String> brokersIn(String address) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper zk = new ZooKeeper(address, 10_000, event -> {
      if (event.getState() == KeeperState.SyncConnected) connected.countDown();
    });
    try {
      if (!connected.await(10, TimeUnit.SECONDS)) throw new IllegalStateException("no ZooKeeper at " + address);
      List<String> found = new ArrayList<>();
      for (String id : zk.getChildren("/brokers/ids", false)) {
        String json = new String(zk.getData("/brokers/ids/" + id, false, null), StandardCharsets.UTF_8);
        Matcher endpoint = Pattern.compile("\"PLAINTEXT://([^\"]+)\"").matcher(json);
        if (endpoint.find()) found.add(endpoint.group(1));
      }
      return found;
    } finally {
      zk.close();
    }
  }

  static void show(Properties settings, String topic, int partitions) {
    Properties more = new Properties();
    more.putAll(settings);
    more.put("key.deserializer", StringDeserializer.class.getName());
    more.put("value.deserializer", StringDeserializer.class.getName());
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(more)) {
      List<TopicPartition> all = new ArrayList<>();
      for (int partition = 0; partition < partitions; partition++) all.add(new TopicPartition(topic, partition));
      System.out.println("offsets " + consumer.beginningOffsets(all).values() + " to " + consumer.endOffsets(all).values());
      consumer.assign(all);
      consumer.seekToBeginning(all);
      int count = 0;
      String last = "";
      for (int poll = 0; poll < 10; poll++) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
          count++;
          last = record.value();
        }
      }
      System.out.println("records " + count + ", the last one " + last);
    }
  }
}
