// franz-go as a member of a group: prints each record, then commits what it got.
//   member BOOTSTRAP TOPIC GROUP SESSION_MS ASSIGNOR [INSTANCE]
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func changed(what string) func(context.Context, *kgo.Client, map[string][]int32) {
	return func(_ context.Context, _ *kgo.Client, partitions map[string][]int32) {
		fmt.Printf("%s %v\n", what, partitions)
	}
}

func main() {
	args := os.Args[2:]
	session, err := strconv.Atoi(args[3])
	if err != nil {
		panic(err)
	}
	balancers := map[string]kgo.GroupBalancer{
		"cooperative-sticky": kgo.CooperativeStickyBalancer(),
		"sticky":             kgo.StickyBalancer(),
		"range":              kgo.RangeBalancer(),
	}
	options := []kgo.Opt{
		kgo.SeedBrokers(args[0]),
		kgo.ConsumeTopics(args[1]),
		kgo.ConsumerGroup(args[2]),
		kgo.SessionTimeout(time.Duration(session) * time.Millisecond),
		kgo.HeartbeatInterval(500 * time.Millisecond),
		kgo.RebalanceTimeout(10 * time.Second),
		kgo.FetchMaxWait(200 * time.Millisecond),
		kgo.Balancers(balancers[args[4]]),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.DisableAutoCommit(),
		kgo.BlockRebalanceOnPoll(),
		kgo.OnPartitionsAssigned(changed("assigned")),
		kgo.OnPartitionsRevoked(changed("revoked")),
		kgo.OnPartitionsLost(changed("revoked")),
	}
	if len(args) > 5 {
		options = append(options, kgo.InstanceID(args[5]))
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		panic(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	for ctx.Err() == nil {
		fetches := client.PollRecords(ctx, 500)
		fetches.EachError(func(_ string, _ int32, err error) { fmt.Println("error:", err) })
		count := 0
		fetches.EachRecord(func(record *kgo.Record) {
			fmt.Printf("got %d %d\n", record.Partition, record.Offset)
			count++
		})
		if count > 0 {
			bounded, done := context.WithTimeout(context.Background(), 5*time.Second)
			if err := client.CommitRecords(bounded, fetches.Records()...); err != nil {
				fmt.Println("not committed:", err)
			}
			done()
		}
		client.AllowRebalance()
	}
	client.CloseAllowingRebalance()
}
