// A member of a group, with sarama's assignors: prints each record, marks it, and commits what is marked.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	sarama "SARAMA_IMPORT"
)

type worker struct{}

func (worker) Setup(session sarama.ConsumerGroupSession) error {
	fmt.Printf("assigned %v\n", session.Claims())
	return nil
}

func (worker) Cleanup(session sarama.ConsumerGroupSession) error {
	session.Commit()
	fmt.Println("revoked")
	return nil
}

func (worker) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for {
		select {
		case message, open := <-claim.Messages():
			if !open {
				return nil
			}
			fmt.Printf("got %d %d\n", message.Partition, message.Offset)
			session.MarkMessage(message, "")
		case <-session.Context().Done():
			return nil
		}
	}
}

func member(bootstrap, topic, group, strategy string, session time.Duration) {
	config := sarama.NewConfig()
	config.Version = sarama.V2_2_0_0
	config.Consumer.Group.Session.Timeout = session
	config.Consumer.Group.Heartbeat.Interval = 500 * time.Millisecond
	config.Consumer.Group.Rebalance.Timeout = 10 * time.Second
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	config.Consumer.Offsets.AutoCommit.Interval = 200 * time.Millisecond
	config.Consumer.MaxWaitTime = 200 * time.Millisecond
	config.Consumer.Return.Errors = true
	strategies := map[string]sarama.BalanceStrategy{
		"range":      sarama.BalanceStrategyRange,
		"roundrobin": sarama.BalanceStrategyRoundRobin,
		"sticky":     sarama.BalanceStrategySticky,
	}
	config.Consumer.Group.Rebalance.Strategy = strategies[strategy]
	consumer, err := sarama.NewConsumerGroup([]string{bootstrap}, group, config)
	check(err, "NewConsumerGroup")
	go func() {
		for problem := range consumer.Errors() {
			fmt.Println("error:", problem)
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	for ctx.Err() == nil {
		if err := consumer.Consume(ctx, []string{topic}, worker{}); err != nil {
			fmt.Println("consume:", err)
			time.Sleep(200 * time.Millisecond)
		}
	}
	check(consumer.Close(), "close")
	os.Exit(0)
}
