// SPDX-License-Identifier: LGPL-2.1-or-later

//go:build kernel

// What waits, and what only a kernel with IPVS can show: in the network namespace that $LVSDR_NETNS names.
package lvsdr_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"lvsdr"
)

var netns = os.Getenv("LVSDR_NETNS")

// shell is what a command in the network namespace prints.
func shell(t *testing.T, command string) string {
	t.Helper()
	output, err := exec.Command("ip", "netns", "exec", netns, "bash", "-c", command).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", command, err, output)
	}
	return string(output)
}

// open gives a host without services.
func open(t *testing.T) *lvsdr.Host {
	host := must(lvsdr.Open(netns))
	shell(t, "ipvsadm -C")
	t.Cleanup(func() { host.Close() })
	return host
}

func tenThousand() *lvsdr.State {
	web := must(lvsdr.NewService("tcp", "192.168.1.41:80"))
	state := must(lvsdr.NewState(lvsdr.StateServices))
	state.AddService(web)
	for i := 0; i < 10000; i++ {
		state.AddDest(web, must(lvsdr.NewDest(fmt.Sprintf("10.1.%d.%d", i/250, 1+i%250))))
	}
	return state
}

func TestKernelApplyEndsWithItsContext(t *testing.T) {
	host := open(t)
	plan := must(host.Plan(tenThousand(), "192.168.1.41", nil))
	ctx, cancel := context.WithCancel(context.Background())
	slices := 0
	_, err := plan.ApplyContext(ctx, func(done, total int) {
		slices++
		if total != 10001 || done > total {
			t.Error(done, total)
		}
		cancel()
	})
	there := strings.Count(shell(t, "ipvsadm -Ln"), "10.1.")
	if slices != 1 || there == 0 {
		t.Errorf("%d slices, %d destinations", slices, there)
	}
	if there < 10000 && !errors.Is(err, context.Canceled) { // a quick machine does all in the first slice
		t.Error(err)
	}
	if changed := must(plan.Undo()); !changed || strings.Contains(shell(t, "ipvsadm -Sn"), "-A") {
		t.Error("it was not undone")
	}
}

func TestKernelDrainingEndsWithItsContext(t *testing.T) {
	host := open(t)
	dns, rs1 := must(lvsdr.NewService("udp", "192.168.1.41:53")), must(lvsdr.NewDest("192.168.1.20"))
	must(host.AddVIP(must(lvsdr.NewVIP("192.168.1.41", "lo"))))
	must(host.AddService(dns))
	must(host.AddDest(dns, rs1))
	shell(t, "echo ask >/dev/udp/192.168.1.41/53")
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	left, err := host.DrainDest(ctx, dns, rs1, 0)
	if !errors.Is(err, context.DeadlineExceeded) || left.Dests != 1 || left.Active+left.Inactive != 1 {
		t.Error(left, err)
	}
	if rules := shell(t, "ipvsadm -Sn"); !strings.Contains(rules, "-r 192.168.1.20:53 -g -w 0") {
		t.Error(rules)
	}
	left, err = host.DrainDest(context.Background(), dns, rs1, lvsdr.DrainActiveOnly)
	if err != nil || left.Dests != 0 || strings.Contains(shell(t, "ipvsadm -Sn"), "-a") {
		t.Error(left, err)
	}
}

func TestKernelAWatchWaits(t *testing.T) {
	host := open(t)
	watch := must(host.Watch("192.168.1.45", lvsdr.StateVIPs, time.Hour))
	defer watch.Close()
	for { // what was there before
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		parts, err := watch.Wait(ctx)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) && parts == 0 {
			break
		}
		if err != nil {
			t.Fatal(parts, err)
		}
	}
	added := make(chan struct{})
	go func() {
		defer close(added)
		time.Sleep(200 * time.Millisecond)
		exec.Command("ip", "-n", netns, "addr", "add", "192.168.1.45/32", "dev", "lo").Run()
	}()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	parts, err := watch.Wait(ctx)
	<-added
	if err != nil || parts != lvsdr.StateVIPs || watch.Fd() < 0 {
		t.Error(parts, err)
	}
	if err := watch.Close(); err != nil {
		t.Error(err)
	}
	if _, err := watch.Wait(ctx); err == nil {
		t.Error("a watch that is closed has waited")
	}
}

func TestKernelFailures(t *testing.T) {
	host := open(t)
	web, rs1 := must(lvsdr.NewService("tcp", "192.168.1.41:80")), must(lvsdr.NewDest("192.168.1.20"))
	_, err := host.AddDest(web, rs1)
	expect(t, err, lvsdr.ErrNotFound, "192.168.1.41:80")
	expect(t, err, syscall.ESRCH, "")
	must(host.AddService(web))
	web.SetScheduler("nosuch")
	_, err = host.UpdateService(web)
	expect(t, err, lvsdr.ErrNotFound, "nosuch")
	var failure *lvsdr.Error
	if !errors.As(err, &failure) || failure.KernelErrno != syscall.ENOENT || failure.Code != syscall.ENOENT {
		t.Errorf("%#v", failure)
	}
}

// Calls of one host from many goroutines wait for each other, and none gets the failure of another.
func TestKernelGoroutinesShareAHost(t *testing.T) {
	host := open(t)
	var group sync.WaitGroup
	for worker := 0; worker < 8; worker++ {
		group.Add(1)
		go func(worker int) {
			defer group.Done()
			web := must(lvsdr.NewService("tcp", fmt.Sprintf("192.168.1.41:%d", 1000+worker)))
			gone := must(lvsdr.NewService("tcp", fmt.Sprintf("192.168.1.41:%d", 2000+worker)))
			for i := 0; i < 20; i++ {
				if changed, err := host.AddService(web); err != nil || changed != (i == 0) {
					t.Error(changed, err)
				}
				_, err := host.UpdateService(gone)
				expect(t, err, lvsdr.ErrNotFound, fmt.Sprint(2000+worker))
			}
		}(worker)
	}
	group.Wait()
	if count := strings.Count(shell(t, "ipvsadm -Sn"), "-A"); count != 8 {
		t.Error(count)
	}
}
