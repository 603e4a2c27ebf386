// One scenario per run against a broker, with sarama at protocol version 2.2.0: create and delete topics through the
// controller, or produce with the asynchronous producer to partition 0 while a partition consumer that started at the
// newest offset reads everything back. Ends with 0 when everything was as expected, else prints what was not.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	sarama "SARAMA_IMPORT"
)

var codecs = map[string]sarama.CompressionCodec{
	"none":   sarama.CompressionNone,
	"gzip":   sarama.CompressionGZIP,
	"snappy": sarama.CompressionSnappy,
	"lz4":    sarama.CompressionLZ4,
	"zstd":   sarama.CompressionZSTD,
}

func check(err error, doing string) {
	if err != nil {
		fmt.Printf("%s: %v\n", doing, err)
		os.Exit(1)
	}
}

func expect(fact bool, format string, args ...any) {
	if !fact {
		fmt.Printf(format+"\n", args...)
		os.Exit(1)
	}
}

func main() {
	bootstrap := flag.String("bootstrap", "127.0.0.1:9092", "host:port")
	topic := flag.String("topic", "", "topic name")
	version := flag.Int("version", 1, "CreateTopics version")
	partitions := flag.Int("partitions", 1, "partitions of a created topic")
	codec := flag.String("codec", "none", "compression")
	acks := flag.Int("acks", 1, "required acks")
	count := flag.Int("n", 500, "records")
	idempotent := flag.Bool("idempotent", false, "idempotent producer")
	group := flag.String("group", "", "group of a member")
	strategy := flag.String("strategy", "range", "assignor of a member")
	session := flag.Duration("session", 10*time.Second, "session timeout of a member")
	flag.Parse()

	config := sarama.NewConfig()
	config.Version = sarama.V2_2_0_0
	config.ClientID = "odradek-compat"
	addresses := []string{*bootstrap}

	switch flag.Arg(0) {
	case "create":
		create(addresses, config, *topic, int16(*version), int32(*partitions))
	case "create-errors":
		createErrors(addresses, config, *topic)
	case "delete":
		remove(addresses, config, *topic)
	case "produce-consume":
		config.Producer.Compression = codecs[*codec]
		config.Producer.RequiredAcks = sarama.RequiredAcks(*acks)
		if *idempotent {
			config.Producer.Idempotent = true
			config.Producer.RequiredAcks = sarama.WaitForAll
			config.Net.MaxOpenRequests = 1
		}
		produceConsume(addresses, config, *topic, *count)
	case "offsets":
		offsets(addresses, config, *topic)
	case "member":
		member(*bootstrap, *topic, *group, *strategy, *session)
	default:
		fmt.Println("unknown scenario", flag.Arg(0))
		os.Exit(2)
	}
}

// controller gives a client and the broker that it was told is the controller.
func controller(addresses []string, config *sarama.Config) (sarama.Client, *sarama.Broker) {
	client, err := sarama.NewClient(addresses, config)
	check(err, "connecting")
	broker, err := client.Controller()
	check(err, "finding the controller")
	return client, broker
}

func createRequest(version int16, topic string, partitions int32, validateOnly bool) *sarama.CreateTopicsRequest {
	retention := "86400000"
	detail := &sarama.TopicDetail{
		NumPartitions:     partitions,
		ReplicationFactor: 1,
		ConfigEntries:     map[string]*string{"retention.ms": &retention},
	}
	return &sarama.CreateTopicsRequest{
		Version:      version,
		TopicDetails: map[string]*sarama.TopicDetail{topic: detail},
		Timeout:      15 * time.Second,
		ValidateOnly: validateOnly,
	}
}

func createCode(broker *sarama.Broker, request *sarama.CreateTopicsRequest, topic string) sarama.KError {
	answer, err := broker.CreateTopics(request)
	check(err, "CreateTopics")
	result, found := answer.TopicErrors[topic]
	expect(found, "the answer does not name the topic: %v", answer.TopicErrors)
	return result.Err
}

func create(addresses []string, config *sarama.Config, topic string, version int16, partitions int32) {
	client, broker := controller(addresses, config)
	defer client.Close()
	if version >= 1 {
		code := createCode(broker, createRequest(version, topic, partitions, true), topic)
		expect(code == sarama.ErrNoError, "validate only: %v", code)
	}
	code := createCode(broker, createRequest(version, topic, partitions, false), topic)
	expect(code == sarama.ErrNoError, "create: %v", code)
	deadline := time.Now().Add(15 * time.Second)
	for time.Now().Before(deadline) {
		if client.RefreshMetadata(topic) == nil {
			if known, err := client.WritablePartitions(topic); err == nil && len(known) == int(partitions) {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	expect(false, "the topic has no leaders after 15 s")
}

func createErrors(addresses []string, config *sarama.Config, topic string) {
	client, broker := controller(addresses, config)
	defer client.Close()
	code := createCode(broker, createRequest(1, topic, 1, false), topic)
	expect(code == sarama.ErrNoError, "create: %v", code)
	code = createCode(broker, createRequest(1, topic, 1, false), topic)
	expect(code == sarama.ErrTopicAlreadyExists, "create again: %v", code)
	code = createCode(broker, createRequest(1, "not/a/name", 1, false), "not/a/name")
	expect(code == sarama.ErrInvalidTopic, "a bad name: %v", code)
	code = createCode(broker, createRequest(1, topic+"-zero", 0, false), topic+"-zero")
	expect(code == sarama.ErrInvalidPartitions, "no partitions: %v", code)
	wide := createRequest(1, topic+"-wide", 1, false)
	wide.TopicDetails[topic+"-wide"].ReplicationFactor = 1000
	code = createCode(broker, wide, topic+"-wide")
	expect(code == sarama.ErrInvalidReplicationFactor, "a thousand replicas: %v", code)
}

func remove(addresses []string, config *sarama.Config, topic string) {
	client, broker := controller(addresses, config)
	defer client.Close()
	request := &sarama.DeleteTopicsRequest{Version: 1, Topics: []string{topic}, Timeout: 15 * time.Second}
	answer, err := broker.DeleteTopics(request)
	check(err, "DeleteTopics")
	expect(answer.TopicErrorCodes[topic] == sarama.ErrNoError, "delete: %v", answer.TopicErrorCodes[topic])
	answer, err = broker.DeleteTopics(request)
	check(err, "DeleteTopics again")
	code := answer.TopicErrorCodes[topic]
	expect(code == sarama.ErrUnknownTopicOrPartition || code == sarama.ErrNoError, "delete again: %v", code)
}

func offsets(addresses []string, config *sarama.Config, topic string) {
	client, err := sarama.NewClient(addresses, config)
	check(err, "connecting")
	defer client.Close()
	oldest, err := client.GetOffset(topic, 0, sarama.OffsetOldest)
	check(err, "oldest offset")
	newest, err := client.GetOffset(topic, 0, sarama.OffsetNewest)
	check(err, "newest offset")
	expect(oldest == 0 && newest > 0, "oldest %d newest %d", oldest, newest)
	future, err := client.GetOffset(topic, 0, time.Now().Add(time.Hour).UnixNano()/int64(time.Millisecond))
	check(err, "offset in an hour")
	expect(future == -1, "an offset for a timestamp that no record has: %d", future)
	past, err := client.GetOffset(topic, 0, time.Now().Add(-time.Hour).UnixNano()/int64(time.Millisecond))
	check(err, "offset an hour ago")
	expect(past == 0, "the first offset since an hour ago: %d", past)
	consumer, err := sarama.NewConsumerFromClient(client)
	check(err, "consumer")
	_, err = consumer.ConsumePartition(topic, 0, newest+1000)
	expect(errors.Is(err, sarama.ErrOffsetOutOfRange), "reading beyond the end: %v", err)
}

func value(i int) string { return fmt.Sprintf("value-%06d-%0100d", i, i) }

func produceConsume(addresses []string, config *sarama.Config, topic string, count int) {
	config.Producer.Partitioner = sarama.NewManualPartitioner
	config.Producer.Return.Successes = true
	config.Producer.Return.Errors = true
	config.Producer.Flush.Frequency = 5 * time.Millisecond
	config.Consumer.Return.Errors = true

	consumer, err := sarama.NewConsumer(addresses, config)
	check(err, "consumer")
	defer consumer.Close()
	reader, err := consumer.ConsumePartition(topic, 0, sarama.OffsetNewest)
	check(err, "consuming from the newest offset")
	defer reader.Close()

	producer, err := sarama.NewAsyncProducer(addresses, config)
	check(err, "producer")
	produced := make(chan int, 1)
	go collect(producer, config, produced)
	go func() {
		for i := 0; i < count; i++ {
			producer.Input() <- &sarama.ProducerMessage{
				Topic: topic, Partition: 0,
				Key:     sarama.StringEncoder(fmt.Sprintf("key-%d", i)),
				Value:   sarama.StringEncoder(value(i)),
				Headers: []sarama.RecordHeader{{Key: []byte("number"), Value: []byte(fmt.Sprint(i))}},
			}
		}
		producer.AsyncClose()
	}()
	consumeAll(reader, count)
	good := <-produced
	expect(good == count, "%d of %d records were confirmed", good, count)
}

func collect(producer sarama.AsyncProducer, config *sarama.Config, produced chan<- int) {
	failed := make(chan struct{})
	go func() {
		for problem := range producer.Errors() {
			check(problem.Err, "producing")
		}
		close(failed)
	}()
	good, last := 0, int64(-1)
	for message := range producer.Successes() {
		good++
		if config.Producer.RequiredAcks != sarama.NoResponse {
			expect(message.Offset > last, "offset %d was confirmed after %d", message.Offset, last)
			last = message.Offset
		}
	}
	<-failed
	produced <- good
}

func consumeAll(reader sarama.PartitionConsumer, count int) {
	last := int64(-1)
	for i := 0; i < count; i++ {
		select {
		case m := <-reader.Messages():
			expect(string(m.Value) == value(i), "record %d has the value %q", i, m.Value)
			expect(string(m.Key) == fmt.Sprintf("key-%d", i), "record %d has the key %q", i, m.Key)
			expect(len(m.Headers) == 1 && string(m.Headers[0].Value) == fmt.Sprint(i), "record %d has other headers", i)
			expect(last < 0 || m.Offset == last+1, "offset %d came after %d", m.Offset, last)
			expect(time.Since(m.Timestamp) < time.Hour, "record %d has the timestamp %v", i, m.Timestamp)
			last = m.Offset
		case problem := <-reader.Errors():
			check(problem.Err, "consuming")
		case <-time.After(20 * time.Second):
			expect(false, "%d of %d records came within 20 s", i, count)
		}
	}
}
