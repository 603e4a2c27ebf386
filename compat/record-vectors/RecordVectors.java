import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.EndTransactionMarker;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Crc32C;
import org.apache.kafka.common.utils.PrimitiveRef;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.LogValidator;
import org.apache.kafka.storage.internals.log.RecordValidationException;

/**
 * What Apache Kafka's own classes write and say about records, for our tests to compare with.
 *
 * batches FILE: batches and message sets of every magic and compression as MemoryRecords writes them, with what Kafka's
 * reader finds in them. conversions FILE: batches and what Kafka makes of them for an old Fetch. verdicts FILE COUNT SEED: random Produce inputs, many of them damaged, with the broker's verdict
 * (ProduceRequest.validateRecords, the checks of the log's append, LogValidator) and the bytes it would store.
 * The layout is what src/protocol/batch/testing/record-vectors.ts reads: big-endian,
 * length int32 before bytes (-1: null).
 */
public class RecordVectors {
    static final TopicPartition PARTITION = new TopicPartition("t", 0);
    static final long NOW = 1_700_000_000_000L;

    public static void main(String[] args) throws Exception {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[1]))))) {
            if (args[0].equals("batches")) batches(out);
            else if (args[0].equals("conversions")) conversions(out);
            else verdicts(out, Integer.parseInt(args[2]), Long.parseLong(args[3]));
        }
    }

    static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) out.write(bytes);
    }

    static byte[] array(ByteBuffer buffer) {
        if (buffer == null) return null;
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static Compression compression(CompressionType type) {
        return Compression.of(type).build();
    }

    // ── batches ─────────────────────────────────────────────────────────────────────────────────────────────────────

    static void batches(DataOutputStream out) throws IOException {
        Random random = new Random(1);
        for (byte magic = 0; magic <= 2; magic++)
            for (CompressionType type : CompressionType.values())
                for (TimestampType timestampType : new TimestampType[] {TimestampType.CREATE_TIME, TimestampType.LOG_APPEND_TIME}) {
                    if (magic < 2 && type == CompressionType.ZSTD) continue;
                    if (magic == 0 && timestampType == TimestampType.LOG_APPEND_TIME) continue;
                    for (int count : new int[] {1, 3, 40})
                        batch(out, magic, type, timestampType, count, count == 40 ? 6000 : 30, random);
                }
        out.writeByte(-1);
    }

    static void batch(DataOutputStream out, byte magic, CompressionType type, TimestampType timestampType, int count, int size,
            Random random) throws IOException {
        ByteBufferOutputStream buffer = new ByteBufferOutputStream(512);
        boolean producer = magic == 2 && random.nextBoolean();
        MemoryRecordsBuilder builder = new MemoryRecordsBuilder(buffer, magic, compression(type),
            magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE : timestampType, 1000 + random.nextInt(1000),
            timestampType == TimestampType.LOG_APPEND_TIME ? NOW + 5 : RecordBatch.NO_TIMESTAMP, producer ? 4000L : -1,
            (short) (producer ? 3 : -1), producer ? 17 : -1, producer, false, magic == 2 ? 7 : -1, Integer.MAX_VALUE);
        for (int i = 0; i < count; i++)
            builder.append(magic == 0 ? RecordBatch.NO_TIMESTAMP : NOW + random.nextInt(2000) - 1000, some(random, 20),
                some(random, size), magic == 2 ? headers(random) : new Header[0]);
        MemoryRecords records = builder.build();
        out.writeByte(magic);
        out.writeByte(type.id);
        bytes(out, array(records.buffer()));
        out.writeInt(count);
        for (Record record : records.records()) {
            out.writeLong(record.offset());
            out.writeLong(record.timestamp());
            bytes(out, array(record.key()));
            bytes(out, array(record.value()));
            out.writeInt(record.headers().length);
            for (Header header : record.headers()) {
                bytes(out, header.key().getBytes("UTF-8"));
                bytes(out, header.value());
            }
        }
    }

    // ── conversions ─────────────────────────────────────────────────────────────────────────────────────────────────

    static void conversions(DataOutputStream out) throws IOException {
        Random random = new Random(2);
        for (byte magic = 1; magic <= 2; magic++)
            for (CompressionType type : CompressionType.values())
                for (TimestampType timestampType : new TimestampType[] {TimestampType.CREATE_TIME, TimestampType.LOG_APPEND_TIME})
                    for (byte toMagic = 0; toMagic < magic; toMagic++) {
                        if (type == CompressionType.ZSTD) continue;
                        ByteBufferOutputStream buffer = new ByteBufferOutputStream(512);
                        for (int base = 100; base < 120; base += 5) {
                            boolean control = magic == 2 && type == CompressionType.NONE && base == 105;
                            MemoryRecordsBuilder builder = new MemoryRecordsBuilder(buffer, magic, compression(type), timestampType, base,
                                timestampType == TimestampType.LOG_APPEND_TIME ? NOW + base : RecordBatch.NO_TIMESTAMP, control ? 9 : -1,
                                (short) (control ? 0 : -1), -1, control, control, -1, Integer.MAX_VALUE);
                            if (control) builder.appendEndTxnMarker(NOW, new EndTransactionMarker(ControlRecordType.COMMIT, 3));
                            else
                                for (int i = 0; i < 5; i++)
                                    builder.append(NOW + random.nextInt(100), some(random, 10), some(random, 50),
                                        magic == 2 ? headers(random) : new Header[0]);
                            builder.close();
                        }
                        buffer.buffer().flip();
                        MemoryRecords records = MemoryRecords.readableRecords(buffer.buffer().slice());
                        long from = 100 + random.nextInt(20);
                        out.writeByte(toMagic);
                        out.writeLong(from);
                        bytes(out, array(records.buffer()));
                        bytes(out, array(((MemoryRecords) records.downConvert(toMagic, from, FIXED).records()).buffer()));
                    }
        out.writeByte(-1);
    }

    static byte[] some(Random random, int size) {
        if (random.nextInt(6) == 0) return null;
        byte[] bytes = new byte[random.nextInt(size)];
        // Long values repeat themselves, so that the vectors stay small.
        for (int i = 0; i < bytes.length; i++) bytes[i] = i < 60 ? (byte) ('a' + random.nextInt(6)) : bytes[i % 60];
        return bytes;
    }

    static Header[] headers(Random random) {
        Header[] headers = new Header[random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0];
        for (int i = 0; i < headers.length; i++) headers[i] = new RecordHeader("h\u00e9" + i, some(random, 9));
        return headers;
    }

    // ── verdicts ────────────────────────────────────────────────────────────────────────────────────────────────────

    static final class Rules {
        int apiVersion;
        int compression; // 0 producer, 1 none, 2 gzip, 3 snappy, 4 lz4, 5 zstd
        boolean logAppendTime;
        long beforeMaxMs = Long.MAX_VALUE;
        long afterMaxMs = Long.MAX_VALUE;
        int maxMessageBytes = 1 << 20;
        boolean compact;
    }

    static void verdicts(DataOutputStream out, int count, long seed) throws Exception {
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed + i);
            Rules rules = rules(random);
            byte[] input = input(random, rules);
            out.writeInt(rules.apiVersion);
            out.writeByte(rules.compression);
            out.writeBoolean(rules.logAppendTime);
            out.writeLong(rules.beforeMaxMs);
            out.writeLong(rules.afterMaxMs);
            out.writeInt(rules.maxMessageBytes);
            out.writeBoolean(rules.compact);
            bytes(out, input);
            verdict(out, rules, input.clone());
        }
        out.writeInt(-1);
    }

    static Rules rules(Random random) {
        Rules rules = new Rules();
        rules.apiVersion = new int[] {0, 1, 2, 3, 6, 7, 9, 11}[random.nextInt(8)];
        if (random.nextInt(4) == 0) rules.compression = random.nextInt(6);
        rules.logAppendTime = random.nextInt(5) == 0;
        if (random.nextInt(4) == 0) rules.beforeMaxMs = 3_600_000;
        if (random.nextInt(4) == 0) rules.afterMaxMs = 3_600_000;
        if (random.nextInt(10) == 0) rules.maxMessageBytes = 60 + random.nextInt(300);
        rules.compact = random.nextInt(5) == 0;
        return rules;
    }

    static byte[] input(Random random, Rules rules) throws IOException {
        byte magic = (byte) (rules.apiVersion >= 3 ? 2 : rules.apiVersion == 2 ? 1 : 0);
        if (random.nextInt(25) == 0) magic = (byte) random.nextInt(3);
        CompressionType type = random.nextInt(2) == 0 ? CompressionType.NONE : CompressionType.values()[random.nextInt(5)];
        if (magic < 2 && type == CompressionType.ZSTD) type = CompressionType.GZIP;
        byte[] set = built(random, magic, type);
        if (magic == 2 && random.nextInt(3) == 0) set = innerMutated(random, set, type);
        for (int i = random.nextInt(3); i > 0; i--) set = mutated(random, set, magic);
        if (random.nextInt(20) == 0) {
            byte[] other = built(random, random.nextInt(4) == 0 ? (byte) random.nextInt(3) : magic, random.nextInt(3) > 0 ? type : CompressionType.NONE);
            byte[] both = new byte[set.length + other.length];
            System.arraycopy(set, 0, both, 0, set.length);
            System.arraycopy(other, 0, both, set.length, other.length);
            set = both;
        }
        return set;
    }

    static byte[] built(Random random, byte magic, CompressionType type) {
        if (magic < 2 && type == CompressionType.ZSTD) type = CompressionType.GZIP;
        ByteBufferOutputStream buffer = new ByteBufferOutputStream(512);
        boolean producer = magic == 2 && random.nextInt(3) == 0;
        MemoryRecordsBuilder builder = new MemoryRecordsBuilder(buffer, magic, compression(type),
            magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME, 0, RecordBatch.NO_TIMESTAMP,
            producer ? 4000L : -1, (short) (producer ? 3 : -1), producer ? 17 : -1, producer && random.nextBoolean(), false, -1,
            Integer.MAX_VALUE);
        boolean odd = random.nextInt(4) == 0;
        for (int i = 1 + random.nextInt(random.nextInt(3) == 0 ? 30 : 4); i > 0; i--) {
            long timestamp = magic == 0 ? -1 : NOW + random.nextInt(2000) - 1000;
            if (odd && magic > 0 && random.nextInt(3) == 0)
                timestamp = new long[] {-1, 0, NOW - 7_200_000, NOW + 7_200_000, NOW * 1000}[random.nextInt(5)];
            byte[] key = some(random, 10);
            builder.append(timestamp, key == null && random.nextInt(3) > 0 ? new byte[0] : key, some(random, 40),
                magic == 2 ? headers(random) : new Header[0]);
        }
        return array(builder.build().buffer());
    }

    /** Changes a v2 batch's records before they are compressed. */
    static byte[] innerMutated(Random random, byte[] batch, CompressionType type) throws IOException {
        MutableRecordBatch first = MemoryRecords.readableRecords(ByteBuffer.wrap(batch)).batches().iterator().next();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ByteBuffer body = ByteBuffer.wrap(batch, 61, batch.length - 61).slice();
        try (InputStream in = compression(type).wrapForInput(body, (byte) 2, BufferSupplier.create())) {
            in.transferTo(plain);
        } catch (IOException | RuntimeException ignored) {
            return batch;
        }
        byte[] records = plain.toByteArray();
        if (records.length > 0)
            switch (random.nextInt(4)) {
                case 0 -> records[random.nextInt(records.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> records = java.util.Arrays.copyOf(records, random.nextInt(records.length));
                case 2 -> records = java.util.Arrays.copyOf(records, records.length + 1 + random.nextInt(9));
                default -> records[random.nextInt(Math.min(records.length, 12))] = (byte) random.nextInt(256);
            }
        ByteBufferOutputStream packed = new ByteBufferOutputStream(512);
        try (OutputStream stream = compression(type).wrapForOutput(packed, (byte) 2)) {
            stream.write(records);
        }
        packed.buffer().flip();
        byte[] part = array(packed.buffer());
        ByteBuffer out = ByteBuffer.allocate(61 + part.length);
        out.put(batch, 0, 61).put(part).putInt(8, out.capacity() - 12);
        return fixed(out.array());
    }

    static final long[] ODD = {-1, 0, 1, 2, 7, 127, 128, Integer.MAX_VALUE, Integer.MIN_VALUE, NOW};

    static byte[] mutated(Random random, byte[] set, byte magic) {
        byte[] out = set.clone();
        if (out.length < 20) return out;
        boolean fix = random.nextInt(4) > 0;
        switch (random.nextInt(7)) {
            case 0 -> out = java.util.Arrays.copyOf(out, random.nextInt(out.length + 1));
            case 1 -> out = java.util.Arrays.copyOf(out, out.length + 1 + random.nextInt(40));
            case 2, 3 -> out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
            default -> {
                ByteBuffer buffer = ByteBuffer.wrap(out);
                long value = ODD[random.nextInt(ODD.length)];
                if (magic < 2 || out.length < 61) {
                    switch (random.nextInt(4)) {
                        case 0 -> buffer.putInt(8, out.length - 12 + random.nextInt(5) - 2);
                        case 1 -> buffer.put(17, (byte) random.nextInt(16));
                        case 2 -> buffer.putLong(0, value);
                        default -> buffer.put(16, (byte) random.nextInt(4));
                    }
                } else {
                    switch (random.nextInt(11)) {
                        case 0 -> buffer.putLong(0, value);
                        case 1 -> buffer.putInt(8, out.length - 12 + random.nextInt(5) - 2);
                        case 2 -> buffer.put(22, (byte) random.nextInt(128));
                        case 3, 4 -> buffer.putInt(23, buffer.getInt(23) + random.nextInt(5) - 2);
                        case 5 -> buffer.putLong(27, value);
                        case 6 -> buffer.putLong(35, value);
                        case 7 -> buffer.putLong(43, value);
                        case 8 -> buffer.putShort(51, (short) value);
                        case 9 -> buffer.putInt(53, (int) value);
                        default -> buffer.putInt(57, buffer.getInt(57) + random.nextInt(5) - 2);
                    }
                }
            }
        }
        return fix ? fixed(out) : out;
    }

    /** Makes the CRC of the first batch or message right, if it lies there whole. */
    static byte[] fixed(byte[] set) {
        if (set.length < 26) return set;
        ByteBuffer buffer = ByteBuffer.wrap(set);
        long end = 12L + buffer.getInt(8);
        if (end > set.length || end < 26) return set;
        if (set[16] == 2 && end >= 61) buffer.putInt(17, (int) Crc32C.compute(set, 21, (int) end - 21));
        if (set[16] == 0 || set[16] == 1) {
            CRC32 crc = new CRC32();
            crc.update(set, 16, (int) end - 16);
            buffer.putInt(12, (int) crc.getValue());
        }
        return set;
    }

    // ── the broker's side ───────────────────────────────────────────────────────────────────────────────────────────

    static final Time FIXED = (Time) Proxy.newProxyInstance(Time.class.getClassLoader(), new Class<?>[] {Time.class},
        (proxy, method, args) -> method.getName().equals("nanoseconds") ? 0L : NOW);

    static final LogValidator.MetricsRecorder NO_METRICS = (LogValidator.MetricsRecorder) Proxy.newProxyInstance(
        LogValidator.class.getClassLoader(), new Class<?>[] {LogValidator.MetricsRecorder.class}, (proxy, method, args) -> null);

    static void verdict(DataOutputStream out, Rules rules, byte[] input) throws IOException {
        int error = 0;
        List<org.apache.kafka.common.requests.ProduceResponse.RecordError> recordErrors = List.of();
        byte[] stored = null;
        String message = "";
        try {
            stored = stored(rules, MemoryRecords.readableRecords(ByteBuffer.wrap(input)));
        } catch (RecordValidationException e) {
            error = Errors.forException(e.invalidException()).code();
            recordErrors = e.recordErrors();
            message = e.invalidException().toString();
        } catch (ApiException e) {
            error = Errors.forException(e).code();
            message = e.toString();
        } catch (RuntimeException | Error e) {
            error = -1;
            message = e.toString();
        }
        out.writeShort(error);
        bytes(out, message.getBytes("UTF-8"));
        bytes(out, stored);
        out.writeInt(recordErrors.size());
        for (var recordError : recordErrors) out.writeInt(recordError.batchIndex);
    }

    static byte[] stored(Rules rules, MemoryRecords records) {
        ProduceRequest.validateRecords((short) rules.apiVersion, records);
        int validBytes = 0;
        CompressionType source = CompressionType.NONE;
        for (MutableRecordBatch batch : records.batches()) {
            // The log's append (UnifiedLog), for a client.
            if (batch.magic() >= 2 && batch.baseOffset() != 0) throw new InvalidRecordException("base offset " + batch.baseOffset());
            batch.lastOffset();
            if (batch.sizeInBytes() > rules.maxMessageBytes) throw new RecordTooLargeException("batch of " + batch.sizeInBytes());
            if (!batch.isValid()) throw new CorruptRecordException("crc");
            validBytes += batch.sizeInBytes();
            if (batch.compressionType() != CompressionType.NONE) source = batch.compressionType();
        }
        if (validBytes == 0) return new byte[0];
        ByteBuffer trimmed = records.buffer();
        trimmed.limit(validBytes);
        CompressionType target = rules.compression == 0 ? source : CompressionType.values()[rules.compression - 1];
        LogValidator validator = new LogValidator(MemoryRecords.readableRecords(trimmed), PARTITION, FIXED, source, compression(target),
            rules.compact, (byte) 2, rules.logAppendTime ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
            rules.beforeMaxMs, rules.afterMaxMs, -1, AppendOrigin.CLIENT, MetadataVersion.latestTesting());
        LogValidator.ValidationResult result =
            validator.validateMessagesAndAssignOffsets(PrimitiveRef.ofLong(0), NO_METRICS, BufferSupplier.create());
        if (result.messageSizeMaybeChanged)
            for (RecordBatch batch : result.validatedRecords.batches())
                if (batch.sizeInBytes() > rules.maxMessageBytes) throw new RecordTooLargeException("rewritten " + batch.sizeInBytes());
        return array(result.validatedRecords.buffer());
    }
}
