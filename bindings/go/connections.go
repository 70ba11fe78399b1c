// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <lvsdr/lvsdr.h>
import "C"

import (
	"runtime"
	"time"
	"unsafe"
)

// Connection is an entry of the connection table.
type Connection struct {
	Protocol       string
	ClientAddress  string
	ClientPort     int32
	VirtualAddress string
	VirtualPort    int32
	Fwmark         uint32
	DestAddress    string
	DestPort       int32
	State          string
	Expiry         time.Duration
	// Template: it says which real server a client keeps, and is no connection.
	Template          bool
	PersistenceEngine string
	PersistenceData   string
}

// Connections reads the connection table as a stream:
//
//	for connections.Next() {
//		fmt.Println(connections.Connection().ClientAddress)
//	}
//	err = connections.Err()
type Connections struct {
	*owned
	host *Host
	err  error
}

func freeConnections(connections unsafe.Pointer) {
	C.lvsdr_connections_free((*C.struct_lvsdr_connections)(connections))
}

func (connections *Connections) c() *C.struct_lvsdr_connections {
	return (*C.struct_lvsdr_connections)(connections.live())
}

// Connections opens the connection table: those of one service, or of one of its destinations; nil: of all.
func (host *Host) Connections(service *Service, dest *Dest) (*Connections, error) {
	defer runtime.KeepAlive(service)
	defer runtime.KeepAlive(dest)
	var made *C.struct_lvsdr_connections
	_, err := host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_connections_open(handle, service.c(), dest.c(), &made)
	})
	if err != nil {
		return nil, err
	}
	return &Connections{owned: own(unsafe.Pointer(made), host.guard, freeConnections), host: host}, nil
}

// Next goes on to the next entry, and is false at the end and after a failure, which Err tells. After ErrDeadline and
// ErrFormat it can be called again, to continue.
func (connections *Connections) Next() bool {
	if connections.live() == nil {
		connections.err = ErrClosed
		return false
	}
	defer runtime.KeepAlive(connections)
	var result int
	result, connections.err = connections.host.call(func(*C.struct_lvsdr) C.int {
		return C.lvsdr_connections_next(connections.c())
	})
	return result > 0
}

// Err is the failure that ended Next, or nil.
func (connections *Connections) Err() error { return connections.err }

// Connection is the entry that Next has gone to.
func (connections *Connections) Connection() Connection {
	defer runtime.KeepAlive(connections)
	from := connections.c()
	return Connection{
		Protocol: C.GoString(C.lvsdr_connections_get_protocol(from)),
		ClientAddress: filled(func(buffer *C.char, size C.size_t) C.int {
			return C.lvsdr_connections_get_client_address(from, buffer, size)
		}),
		ClientPort: int32(C.lvsdr_connections_get_client_port(from)),
		VirtualAddress: filled(func(buffer *C.char, size C.size_t) C.int {
			return C.lvsdr_connections_get_virtual_address(from, buffer, size)
		}),
		VirtualPort: int32(C.lvsdr_connections_get_virtual_port(from)),
		Fwmark:      uint32(C.lvsdr_connections_get_fwmark(from)),
		DestAddress: filled(func(buffer *C.char, size C.size_t) C.int {
			return C.lvsdr_connections_get_dest_address(from, buffer, size)
		}),
		DestPort:          int32(C.lvsdr_connections_get_dest_port(from)),
		State:             C.GoString(C.lvsdr_connections_get_state(from)),
		Expiry:            time.Duration(C.lvsdr_connections_get_expiry(from)) * time.Second,
		Template:          C.lvsdr_connections_get_template(from) > 0,
		PersistenceEngine: C.GoString(C.lvsdr_connections_get_persistence_engine(from)),
		PersistenceData:   C.GoString(C.lvsdr_connections_get_persistence_data(from)),
	}
}

// CountConnections counts the entries of the connection table by the names of their states: "established" ...; those of
// one service, or of one of its destinations; nil: of all.
func (host *Host) CountConnections(service *Service, dest *Dest) (map[string]uint64, error) {
	defer runtime.KeepAlive(service)
	defer runtime.KeepAlive(dest)
	var values [ConnectionsCount]C.uint64_t
	count, err := host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_connections_count(handle, service.c(), dest.c(), &values[0], ConnectionsCount)
	})
	counts := make(map[string]uint64, count)
	for i := 0; i < count; i++ {
		counts[C.GoString(C.lvsdr_connections_get_state_name(C.int32_t(i)))] = uint64(values[i])
	}
	return counts, err
}
