// Consumes, transforms, produces and commits offsets in one transaction each time, with franz-go:
//
//	copier BOOTSTRAP FROM TO GROUP TRANSACTIONAL_ID SEED
//
// Ends with 0 at SIGTERM, with 3 when only a new process can go on.
package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func end(doing string, err error) {
	fmt.Printf("ends: %s: %v\n", doing, err)
	os.Exit(3)
}

func main() {
	bootstrap, from, to, group, id := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]
	seed, err := strconv.ParseInt(os.Args[6], 10, 64)
	if err != nil {
		panic(err)
	}
	chance := rand.New(rand.NewSource(seed))
	session, err := kgo.NewGroupTransactSession(
		kgo.SeedBrokers(bootstrap),
		kgo.ConsumeTopics(from),
		kgo.ConsumerGroup(group),
		kgo.TransactionalID(id),
		kgo.TransactionTimeout(10*time.Second),
		kgo.SessionTimeout(6*time.Second),
		kgo.HeartbeatInterval(time.Second),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.FetchMaxWait(300*time.Millisecond),
	)
	if err != nil {
		end("starting", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	for ctx.Err() == nil {
		bounded, done := context.WithTimeout(ctx, 300*time.Millisecond)
		fetches := session.PollRecords(bounded, 100)
		done()
		fetches.EachError(func(_ string, _ int32, err error) {
			if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
				fmt.Println("fetch:", err)
			}
		})
		if fetches.NumRecords() == 0 {
			continue
		}
		copyAll(session, fetches, to, chance.Intn(8) == 0)
		time.Sleep(100 * time.Millisecond)
	}
	session.Close()
}

func copyAll(session *kgo.GroupTransactSession, fetches kgo.Fetches, to string, aborts bool) {
	bounded, done := context.WithTimeout(context.Background(), 40*time.Second)
	defer done()
	if err := session.Begin(); err != nil {
		end("beginning", err)
	}
	promise := kgo.AbortingFirstErrPromise(session.Client())
	fetches.EachRecord(func(record *kgo.Record) {
		copied := &kgo.Record{Topic: to, Partition: record.Partition, Key: record.Key, Value: append([]byte("copy of "), record.Value...)}
		session.Produce(bounded, copied, promise.Promise())
	})
	failed := promise.Err()
	committed, err := session.End(bounded, kgo.TransactionEndTry(failed == nil && !aborts))
	if err != nil {
		end("ending a transaction", err)
	}
	switch {
	case committed:
		fmt.Println("copied", fetches.NumRecords())
	case aborts:
		fmt.Println("aborts on purpose")
	default:
		fmt.Println("aborts:", failed)
	}
}
