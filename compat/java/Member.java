// A member of a group, for clients from 0.9 on: prints each record, then commits what it got.
//   Member BOOTSTRAP TOPIC GROUP SESSION_MS ASSIGNOR [INSTANCE]      ASSIGNOR: a class name, or - for the default
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

public class Member {
    private static final long POLL_MS = 200;
    /** A commit that meets a rebalance is refused, and nobody repeats it: where the partition stays, that is our work. */
    private static boolean behind;

    public static void main(String[] args) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", args[0]);
        settings.put("group.id", args[2]);
        settings.put("session.timeout.ms", args[3]);
        settings.put("heartbeat.interval.ms", "500");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        settings.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        settings.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        if (!args[4].equals("-")) settings.put("partition.assignment.strategy", args[4]);
        if (args.length > 5) settings.put("group.instance.id", args[5]);
        final KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings);
        final Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        subscribe(consumer, args[1]);
        try {
            while (true) work(consumer);
        } catch (WakeupException stopped) {
            // SIGTERM
        } finally {
            consumer.close();
        }
    }

    private static void work(KafkaConsumer<String, String> consumer) throws Exception {
        ConsumerRecords<String, String> records = poll(consumer);
        StringBuilder lines = new StringBuilder();
        for (ConsumerRecord<String, String> record : records)
            lines.append("got ").append(record.partition()).append(' ').append(record.offset()).append('\n');
        if (lines.length() == 0 && !behind) return;
        System.out.print(lines);
        System.out.flush();
        try {
            consumer.commitSync();
            behind = false;
        } catch (WakeupException stopped) {
            throw stopped;
        } catch (RuntimeException lost) {
            // Of a generation that is over, or while the group rebalances.
            System.err.println(lost);
            behind = true;
        }
    }

    /** poll(long) until 3.9, poll(Duration) from 2.0 on. */
    @SuppressWarnings("unchecked")
    private static ConsumerRecords<String, String> poll(KafkaConsumer<String, String> consumer) throws Exception {
        try {
            Method method = Consumer.class.getMethod("poll", Class.forName("java.time.Duration"));
            return (ConsumerRecords<String, String>) invoke(method, consumer, java.time.Duration.ofMillis(POLL_MS));
        } catch (NoSuchMethodException old) {
            return (ConsumerRecords<String, String>) invoke(Consumer.class.getMethod("poll", long.class), consumer, POLL_MS);
        }
    }

    private static Object invoke(Method method, Object on, Object argument) throws Exception {
        try {
            return method.invoke(on, argument);
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException) throw (RuntimeException) e.getCause();
            throw e;
        }
    }

    /** subscribe takes a List in 0.9, a Collection since. */
    private static void subscribe(KafkaConsumer<String, String> consumer, String topic) throws Exception {
        ConsumerRebalanceListener listener = new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                System.out.println("revoked " + partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                System.out.println("assigned " + partitions);
            }
        };
        for (Method method : KafkaConsumer.class.getMethods()) {
            Class<?>[] types = method.getParameterTypes();
            boolean takesNames = types.length == 2 && types[0].isAssignableFrom(java.util.List.class);
            if (!method.getName().equals("subscribe") || !takesNames || types[1] != ConsumerRebalanceListener.class) continue;
            method.invoke(consumer, Arrays.asList(topic), listener);
            return;
        }
        throw new IllegalStateException("no subscribe that is known");
    }
}
