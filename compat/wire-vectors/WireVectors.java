import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/**
 * Prints, for every message and version that the Kafka libraries on the class path know and our schema names, a few
 * values: as JSON by Kafka's own converters, and as the bytes that Kafka writes. One JSON object per line:
 * {"message":"FetchRequest","version":4,"kind":"random","hex":"…","json":{…}}.
 *
 * Values are drawn from the version's Schema, written, read into Kafka's class, and written again from there: so the
 * bytes are those of Kafka's serializer whatever was drawn. Arguments: folder of schema, seed, random values per version.
 */
public class WireVectors {
    private static final String[] PACKAGES = {
        "org.apache.kafka.common.message.",
        "org.apache.kafka.coordinator.group.generated.",
        "org.apache.kafka.coordinator.transaction.generated.",
        "org.apache.kafka.coordinator.share.generated.",
        "org.apache.kafka.server.log.remote.metadata.storage.generated.",
    };
    private static final String[] WORDS = {
        "", "a", "topic", "group-1", "consumer_7", "größe", "主题", "\uD83D\uDE80", "client.id", "localhost", "x".repeat(126), "x".repeat(127),
    };

    private final Random random;
    private final PrintStream out;
    /** random: anything; sparse: null and empty wherever possible; long: one array in each list has 130 elements. */
    private String kind = "random";
    private int depth = 0;
    private int budget = 0;

    private WireVectors(long seed, PrintStream out) {
        this.random = new Random(seed);
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        WireVectors vectors = new WireVectors(Long.parseLong(arguments[1]), out);
        for (String name : names(Path.of(arguments[0]))) vectors.message(name, Integer.parseInt(arguments[2]));
        out.flush();
    }

    private static List<String> names(Path schema) throws Exception {
        Pattern pattern = Pattern.compile("(?m)^(api \\d+|message) (\\w+)");
        List<String> names = new ArrayList<>(List.of("RequestHeader", "ResponseHeader"));
        for (String folder : new String[] {"messages", "records"}) {
            List<Path> files;
            try (Stream<Path> list = Files.list(schema.resolve(folder))) {
                files = list.sorted().toList();
            }
            for (Path file : files) {
                Matcher matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    if (matcher.group(1).equals("message")) names.add(matcher.group(2));
                    else names.addAll(List.of(matcher.group(2) + "Request", matcher.group(2) + "Response"));
                }
            }
        }
        return names;
    }

    private static Class<?> find(String name) {
        for (String prefix : PACKAGES) {
            for (String suffix : new String[] {"Data", ""}) {
                try {
                    Class<?> found = Class.forName(prefix + name + suffix);
                    if (Message.class.isAssignableFrom(found)) return found;
                } catch (ClassNotFoundException | NoClassDefFoundError e) {
                    // It is in another package, or not in this release.
                }
            }
        }
        return null;
    }

    private void message(String name, int values) throws Exception {
        Class<?> type = find(name);
        if (type == null) {
            System.err.println("not in this release: " + name);
            return;
        }
        Schema[] schemas = (Schema[]) type.getField("SCHEMAS").get(null);
        Class<?> converter = Class.forName(type.getName() + "JsonConverter");
        Method toJson = converter.getMethod("write", type, short.class, boolean.class);
        for (short version = 0; version < schemas.length; version++) {
            if (schemas[version] == null) continue;
            emit(name, version, "default", (Message) type.getConstructor().newInstance(), toJson);
            for (int i = 0; i < values + 2; i++) {
                kind = i == 0 ? "sparse" : i == 1 ? "long" : "random";
                drawn(name, version, type, schemas[version], toJson);
            }
        }
    }

    private void drawn(String name, short version, Class<?> type, Schema schema, Method toJson) throws Exception {
        for (int attempt = 0; attempt < 20; attempt++) {
            budget = 60;
            depth = 0;
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            Message message;
            try {
                schema.write(buffer, struct(schema));
                buffer.flip();
                message = (Message) type.getConstructor().newInstance();
                message.read(new ByteBufferAccessor(buffer), version);
            } catch (RuntimeException e) {
                // The schema of a nullable struct lacks its null marker in older releases: what was drawn is not readable.
                continue;
            }
            if (emit(name, version, kind, message, toJson)) return;
        }
        System.err.println("no value: " + name + " " + version + " " + kind);
    }

    private boolean emit(String name, short version, String kind, Message message, Method toJson) throws Exception {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer buffer;
        JsonNode json;
        try {
            buffer = ByteBuffer.allocate(message.size(cache, version));
            message.write(new ByteBufferAccessor(buffer), cache, version);
            json = (JsonNode) toJson.invoke(null, message, version, false);
        } catch (RuntimeException | InvocationTargetException e) {
            // Defaults that a version does not allow, such as null before it could be said.
            return false;
        }
        String hex = HexFormat.of().formatHex(buffer.array(), 0, buffer.position());
        out.printf("{\"message\":\"%s\",\"version\":%d,\"kind\":\"%s\",\"hex\":\"%s\",\"json\":%s}%n", name, version, kind, hex, json);
        return true;
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        depth++;
        for (BoundField field : schema.fields()) struct.set(field, value(field.def.type, field.def.name));
        depth--;
        return struct;
    }

    private Object value(Type type, String name) {
        boolean nullable = type.isNullable();
        if (nullable && (kind.equals("sparse") || random.nextInt(5) == 0)) return null;
        if (type.isArray()) return array(type.arrayElementType().get(), name);
        if (type instanceof Schema schema) return struct(schema);
        if (type instanceof TaggedFields tagged) return tags(tagged);
        return primitive(type.toString().replace("NULLABLE_", "").replace("COMPACT_", ""), name);
    }

    private Object[] array(Type element, String name) {
        int length = kind.equals("sparse") ? 0 : random.nextInt(depth > 3 ? 2 : 3);
        boolean plain = !(element instanceof Schema);
        if (kind.equals("long")) length = plain && random.nextInt(3) == 0 ? 130 : 1;
        if (kind.equals("long") && plain && element.toString().contains("STRING")) length = Math.min(length, 3);
        if (!plain) length = Math.min(length, Math.max(0, budget));
        budget -= length;
        Object[] values = new Object[length];
        for (int i = 0; i < length; i++) values[i] = value(element, name);
        return values;
    }

    private Map<Integer, Object> tags(TaggedFields tagged) {
        Map<Integer, Object> values = new TreeMap<>();
        if (kind.equals("sparse")) return values;
        for (Map.Entry<Integer, Field> entry : fieldsOf(tagged).entrySet()) {
            if (random.nextInt(4) > 0) values.put(entry.getKey(), value(entry.getValue().type, entry.getValue().name));
        }
        if (random.nextInt(6) == 0) {
            for (int tag : new int[] {60 + random.nextInt(60), 200 + random.nextInt(20000)}) {
                values.put(tag, new RawTaggedField(tag, bytes(random.nextInt(5))));
            }
        }
        return values;
    }

    /** 3.9 has no method for them. */
    @SuppressWarnings("unchecked")
    private static Map<Integer, Field> fieldsOf(TaggedFields tagged) {
        try {
            java.lang.reflect.Field fields = TaggedFields.class.getDeclaredField("fields");
            fields.setAccessible(true);
            return (Map<Integer, Field>) fields.get(tagged);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 4.x has moved the class. */
    private static Object records(byte[] bytes) {
        for (String place : new String[] {"record.internal.", "record."}) {
            try {
                Class<?> type = Class.forName("org.apache.kafka.common." + place + "MemoryRecords");
                return type.getMethod("readableRecords", ByteBuffer.class).invoke(null, ByteBuffer.wrap(bytes));
            } catch (ReflectiveOperationException e) {
                // It is in the other place.
            }
        }
        throw new IllegalStateException("where are MemoryRecords?");
    }

    private Object primitive(String type, String name) {
        switch (type) {
            case "BOOLEAN": return random.nextBoolean();
            case "INT8": return (byte) random.nextInt();
            case "INT16": return (short) random.nextInt();
            case "UINT16": return random.nextInt(0x10000);
            case "INT32": return random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(100) - 1;
            case "UINT32": return random.nextInt() & 0xffffffffL;
            case "INT64": return int64(name);
            case "FLOAT64": return random.nextBoolean() ? random.nextGaussian() * 1e6 : random.nextInt(1000) / 8.0;
            case "UUID": return random.nextInt(8) == 0 ? Uuid.ZERO_UUID : new Uuid(random.nextLong(), random.nextLong());
            case "STRING": return WORDS[random.nextInt(random.nextInt(8) == 0 ? WORDS.length : 10)];
            case "BYTES": return ByteBuffer.wrap(bytes(kind.equals("long") ? 140 : random.nextInt(20)));
            case "RECORDS": return records(bytes(kind.equals("long") ? 1500 : random.nextInt(40)));
            default: throw new IllegalStateException("no value for type " + type);
        }
    }

    /** Our codecs take numbers within 2^53 and the two ends of the range; only a hash is any number. */
    private long int64(String name) {
        if (name.equals("metadata_hash")) return random.nextLong();
        switch (random.nextInt(8)) {
            case 0: return -1;
            case 1: return Long.MAX_VALUE;
            case 2: return Long.MIN_VALUE;
            case 3: return (1L << 53) - 1;
            case 4: return -(1L << 53) + 1;
            case 5: return random.nextInt();
            case 6: return random.nextLong() >> 11;
            default: return random.nextInt(1000);
        }
    }

    /** Compressible, so that what is kept of this stays small. */
    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (i % 7 + length);
        return bytes;
    }
}
