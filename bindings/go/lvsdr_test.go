// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"lvsdr"
)

// must gives what cannot fail here.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func expect(t *testing.T, err error, kind error, words string) {
	t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), words) {
		t.Errorf("%v is not %v with %q", err, kind, words)
	}
}

func TestMembersAreThoseThatWereSet(t *testing.T) {
	service := must(lvsdr.NewService("udp", "[2001:db8::41]:53"))
	for _, err := range []error{
		service.SetScheduler("sh"), service.SetPersistence(300), service.SetOnePacket(true),
		service.SetSchedulerFlags(lvsdr.SchedulerShFallback),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	if service.Family() != "ipv6" || service.Address() != "2001:db8::41" || service.Port() != 53 ||
		service.Scheduler() != "sh" || service.Persistence() != 300 || !service.OnePacket() ||
		service.SchedulerFlags() != lvsdr.SchedulerShFallback {
		t.Error("a member is another one")
	}
	large := must(lvsdr.NewFwmarkService("ipv4", math.MaxUint32))
	if large.Fwmark() != math.MaxUint32 {
		t.Error(large.Fwmark())
	}
}

func TestFailuresHaveKindsAndDetails(t *testing.T) {
	dest := must(lvsdr.NewDest("192.168.1.20"))
	err := dest.SetWeight(-1)
	expect(t, err, lvsdr.ErrInvalid, "-1 is not between")
	expect(t, err, syscall.EINVAL, "")
	var failure *lvsdr.Error
	if !errors.As(err, &failure) || failure.Field != "weight" || failure.Operation != "set" ||
		failure.Object != "weight of 192.168.1.20" || failure.Name() != "EINVAL" || failure.KernelErrno != 0 {
		t.Errorf("%#v", failure)
	}
	if errors.Is(err, lvsdr.ErrExists) || errors.Is(err, fs.ErrExist) {
		t.Error("it is of another kind too")
	}
	_, err = lvsdr.NewService("tcp\x00", "192.168.1.41:80")
	expect(t, err, lvsdr.ErrInvalid, "NUL")
	_, err = lvsdr.StateFromJSON("{")
	expect(t, err, lvsdr.ErrFormat, "line 1")
	_, err = lvsdr.Open("no such name")
	if err == nil {
		t.Error("a network namespace that is not there was opened")
	}
}

func TestEveryCodeHasAKind(t *testing.T) {
	for code, kind := range map[syscall.Errno]error{
		syscall.EINVAL: lvsdr.ErrInvalid, syscall.ENOMEM: lvsdr.ErrOutOfMemory, syscall.EEXIST: lvsdr.ErrExists,
		syscall.EBUSY: lvsdr.ErrInUse, syscall.ESRCH: lvsdr.ErrNoService, syscall.ENOENT: lvsdr.ErrNotFound,
		syscall.ENODEV: lvsdr.ErrNoDevice, syscall.EPERM: lvsdr.ErrPrivilege,
		syscall.EOPNOTSUPP: lvsdr.ErrUnsupported, syscall.ETIMEDOUT: lvsdr.ErrDeadline,
		syscall.EAGAIN: lvsdr.ErrChanging, syscall.ESTALE: lvsdr.ErrStale, syscall.EBADMSG: lvsdr.ErrFormat,
		syscall.EIO: lvsdr.ErrKernel,
	} {
		err := error(&lvsdr.Error{Code: code})
		expect(t, err, kind, "")
		expect(t, err, code, "")
	}
	expect(t, &lvsdr.Error{Code: syscall.ENODEV}, lvsdr.ErrNotFound, "")
	expect(t, &lvsdr.Error{Code: syscall.ESRCH}, lvsdr.ErrNotFound, "")
	expect(t, &lvsdr.Error{Code: syscall.EEXIST}, fs.ErrExist, "")
	expect(t, &lvsdr.Error{Code: syscall.EPERM}, fs.ErrPermission, "")
}

func TestStatesHoldTheirObjects(t *testing.T) {
	state := must(lvsdr.StateFromText("rules", "-A -t 192.168.1.41:80 -s rr\n-a -t 192.168.1.41:80 -r 192.168.1.20 -w 7\n"))
	services := state.Services()
	if len(services) != 1 || len(services[0].Dests) != 1 || services[0].Dests[0].Weight() != 7 {
		t.Fatal(services)
	}
	expect(t, services[0].Dests[0].SetWeight(3), lvsdr.ErrInvalid, "belongs to a state")
	other := must(lvsdr.NewState(lvsdr.StateServices | lvsdr.StateVIPs))
	if err := other.AddService(services[0].Service); err != nil {
		t.Error(err)
	}
	if text := must(other.ToJSON()); !strings.Contains(text, `"192.168.1.41"`) {
		t.Error(text)
	}
	if other.Parts() != lvsdr.StateServices|lvsdr.StateVIPs {
		t.Error(other.Parts())
	}
	if err := other.AddVIP(must(lvsdr.NewVIP("192.168.1.41", "eth0"))); err != nil {
		t.Error(err)
	}
	if vips := other.VIPs(); len(vips) != 1 || vips[0].Device() != "eth0" {
		t.Error(vips)
	}
	_, lost, err := other.ToText("rules")
	if err != nil || !strings.Contains(lost, "vips") {
		t.Error(lost, err)
	}
}

func TestAStateHasTheScopeThatItIsMeantFor(t *testing.T) {
	state := must(lvsdr.StateFromJSON(`{"lvsdr_state": 1, "scope": "192.168.1.41", "services": []}`))
	if state.Scope() != "192.168.1.41" {
		t.Error(state.Scope())
	}
	expect(t, state.SetScope("192.168.1"), lvsdr.ErrInvalid, "192.168.1")
	for _, scope := range []string{"192.168.1.41, fwmark:7", ""} {
		if err := state.SetScope(scope); err != nil || state.Scope() != scope {
			t.Error(state.Scope(), err)
		}
	}
	if text := must(state.ToJSON()); strings.Contains(text, "scope") {
		t.Error(text)
	}
	// None is given, and the state has none either: it is refused before the kernel is asked.
	_, err := must(lvsdr.Open("")).Plan(state, "", nil)
	expect(t, err, lvsdr.ErrInvalid, "scope")
}

func TestHostsAndPlansKeepWhatWasSet(t *testing.T) {
	host := must(lvsdr.Open(""))
	plan := must(host.NewPlan())
	for _, err := range []error{
		host.SetTimeout(1999500 * time.Microsecond), host.SetInsist(true), host.SetIPVSInterface(lvsdr.IPVSNetlink),
		host.SetTrace(-1, lvsdr.TraceTime), plan.SetKeepGoing(true),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	if must(host.Timeout()) != 2*time.Second || !must(host.Insist()) || must(host.IPVSInterface()) != lvsdr.IPVSNetlink ||
		must(host.TraceDetails()) != lvsdr.TraceTime || !must(plan.KeepGoing()) {
		t.Error("a setting is another one")
	}
	if status := must(plan.Status()); status != lvsdr.PlanDone || status.String() != "done" {
		t.Error(status)
	}
	if formats := lvsdr.Formats(); len(formats) < 2 || formats[0] != "json" {
		t.Error(formats)
	}
}

func TestWhatIsClosedIsRefused(t *testing.T) {
	host := must(lvsdr.Open(""))
	plan := must(host.NewPlan())
	state := must(lvsdr.NewState(lvsdr.StateServices))
	service := must(lvsdr.NewService("tcp", "192.168.1.41:80"))
	if err := state.AddService(service); err != nil {
		t.Fatal(err)
	}
	lent := state.Services()[0]
	for i := 0; i < 2; i++ {
		for _, err := range []error{host.Close(), service.Close(), state.Close(), lent.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	}
	_, err := plan.Apply()
	expect(t, err, lvsdr.ErrClosed, "")
	_, err = host.AddService(must(lvsdr.NewService("tcp", "192.168.1.41:80")))
	expect(t, err, lvsdr.ErrClosed, "")
	expect(t, service.SetScheduler("rr"), lvsdr.ErrClosed, "")
	_, err = state.ToJSON()
	expect(t, err, lvsdr.ErrClosed, "")
	if lent.Address() != "" || len(state.Services()) != 0 || service.Scheduler() != "" {
		t.Error("what is closed was read")
	}
	if err := plan.Close(); err != nil {
		t.Error(err)
	}
	var none *lvsdr.Service
	open := must(lvsdr.Open(""))
	_, err = open.AddService(none)
	expect(t, err, lvsdr.ErrInvalid, "NULL")
}

func TestTimesThatDoNotFitAreRefused(t *testing.T) {
	host := must(lvsdr.Open(""))
	expect(t, host.SetTimeout(-time.Second), lvsdr.ErrInvalid, "timeout")
	expect(t, host.SetTimeout(1000*time.Hour), lvsdr.ErrInvalid, "timeout")
	if err := host.SetTimeout(time.Microsecond); err != nil { // a millisecond is the shortest
		t.Error(err)
	}
}

// Objects are made, set, given up and collected in many goroutines at once.
func TestGarbageIsFreedBesideCalls(t *testing.T) {
	var group sync.WaitGroup
	for worker := 0; worker < 4; worker++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := 0; i < 2000; i++ {
				dest, err := lvsdr.NewDest("192.168.1.20")
				if err != nil || dest.SetWeight(int32(i)) != nil || dest.Weight() != int32(i) {
					t.Error(i, err)
				}
				expect(t, dest.SetWeight(-1), lvsdr.ErrInvalid, "weight of 192.168.1.20")
				if i%500 == 0 {
					runtime.GC()
				}
			}
		}()
	}
	group.Wait()
}

// megabytes of memory that the process has.
func megabytes(t *testing.T) int {
	var pages, resident int
	if _, err := fmt.Sscan(string(must(os.ReadFile("/proc/self/statm"))), &pages, &resident); err != nil {
		t.Fatal(err)
	}
	return resident * os.Getpagesize() >> 20
}

// What nobody closes is freed: 300 states with 2,000 destinations each would be 60 MB.
func TestGarbageOfStatesIsFreed(t *testing.T) {
	rules := "-A -t 192.168.1.41:80\n"
	for i := 0; i < 2000; i++ {
		rules += fmt.Sprintf("-a -t 192.168.1.41:80 -r 10.0.%d.%d\n", i/250, 1+i%250)
	}
	before := megabytes(t)
	for i := 0; i < 300; i++ {
		must(lvsdr.StateFromText("rules", rules))
		if i%10 == 9 {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
	}
	if after := megabytes(t); after > before+25 {
		t.Errorf("from %d to %d MB", before, after)
	}
}
