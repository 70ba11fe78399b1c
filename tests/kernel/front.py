#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The option table of ipvsadm, each call given to ipvsadm and to lvsdr-ipvsadm from the same table of services.

front.py BUILD, in a network namespace of its own in the lab. Compared are standard output, the first line of standard
error, the exit status, and what the kernel has afterwards, as ipvs_table.py reads it. What differs on purpose is in
front.differences, which tests/docs/check-front.sh compares with the man page; a listed difference that is none any more
fails, too.
"""

import itertools
import os
import pathlib
import re
import shlex
import subprocess
import sys

import ipvs_table

IPVSADM = "ipvsadm"
HERE = pathlib.Path(__file__).parent

# What every call begins with.
TABLE = """\
-A -t 10.0.0.1:80 -s wlc -p 100 -M 255.255.255.0
-a -t 10.0.0.1:80 -r 192.168.1.50:80 -g -w 1
-a -t 10.0.0.1:80 -r 10.1.0.6:8080 -m -w 100000 -x 200 -y 100
-a -t 10.0.0.1:80 -r 10.1.0.7:80 -i -w 1 --tun-type gre
-a -t 10.0.0.1:80 -r 10.1.0.8:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum
-a -t 10.0.0.1:80 -r 10.1.0.9:80 -i -w 0
-A -t 127.0.0.1:443 -s sh -b sh-port,sh-fallback
-A -t 10.0.0.4:443 -s rr -b flag-1,flag-3
-A -t 10.0.0.5:443 -s mh -b mh-port -p 4000
-A -u 10.0.0.2:53 -s rr -o
-A -u 10.0.0.2:5060 -s rr -o --pe sip -p 60
-A --sctp-service 10.0.0.2:530 -s rr
-A -t 120.0.0.1:80
-A -t 100.0.0.1:0 -p
-A -t [2001:db8::1]:80 -s wrr
-a -t [2001:db8::1]:80 -r [2001:db8::2]:80 -g -w 44
-a -t [2001:db8::1]:80 -r [2001:db8:1111:2222:3333:4444:5555:6666]:81 -m -w 44
-A -t [3ffe::1]:80 -p 600 -M 64
-A -f 7 -s rr -p 5
-a -f 7 -r 10.1.0.3 -g
-a -f 7 -r 10.1.0.4:90 -m
-A -f 8 -6 -s rr -p 600 -M 64
-a -f 8 -6 -r [2001:db8::3]:0 -m
"""

COMMANDS = {
    "-A -t 1.1.1.1:80": "--add-service --tcp-service 1.1.1.1:80",
    "-E -t 10.0.0.1:80": "--edit-service --tcp-service=10.0.0.1:80",
    "-D -t 10.0.0.1:80": "--delete-service --tcp-service=10.0.0.1:80",
    "-R": "--restore",
    "-S": "--save",
    "-a -t 10.0.0.1:80 -r 10.1.0.20": "--add-server -t 10.0.0.1:80 --real-server 10.1.0.20",
    "-e -t 10.0.0.1:80 -r 192.168.1.50": "--edit-server -t 10.0.0.1:80 --real-server=192.168.1.50",
    "-d -t 10.0.0.1:80 -r 192.168.1.50": "--delete-server -t 10.0.0.1:80 --real-server=192.168.1.50",
    "-L": "--list",
    "-Z": "--zero",
    "--set 1 2 3": "--set 0 0 9",
    "--start-daemon master --mcast-interface eth0": "--start-daemon=backup --mcast-interface=eth0",
    "--stop-daemon master": "--stop-daemon=backup",
}
# An option in its short and its long form.
OPTIONS = """\
-s rr|--scheduler=rr
-p|--persistent=60
-M 255.255.0.0|--netmask 255.0.0.0
--pe sip|--pe=sip
-b flag-1|--sched-flags flag-2
-o|--ops
-r 10.1.0.21|--real-server=10.1.0.21
-g|--gatewaying
-i|--ipip
-m|--masquerading
-i --tun-type gre|-i --tun-type=gue --tun-port=9 --tun-remcsum
--tun-type gre|-i --tun-type ipip
--tun-port 9|--tun-port=9
--tun-nocsum|--tun-csum
--tun-remcsum|-m --tun-remcsum
-w 3|--weight=3
-x 10|--u-threshold=10
-y 5|--l-threshold 5
--mcast-interface eth0|--mcast-interface=eth0
--syncid 3|--syncid=3
--sync-maxlen 1300|--sync-maxlen=1300
--mcast-group 224.0.0.99|--mcast-group=224.0.0.98
--mcast-port 9999|--mcast-port=9998
--mcast-ttl 3|--mcast-ttl=2
-c|--connection
--timeout|--timeout=3
--daemon|--daemon
--stats|--stats
--rate|--rate
--thresholds|--thresholds
--persistent-conn|--persistent-conn
--tun-info|--tun-info
--sort|--sort
--nosort|--nosort
-n|--numeric
--exact|--exact
-6|--ipv6
-t 10.0.0.4:443|--udp-service=10.0.0.2:53
-f 7|--fwmark-service 8 -6
extra|--nope
-q|-A
-h|--list""".split(
    "\n"
)

LISTING = "-n -c --timeout --daemon --stats --rate --thresholds --persistent-conn --tun-info --nosort --exact".split()

CALLS = """\

-h
--help
-v
--version
-V
-C
--clear
-C -n
-l
-l -n -c
-L
foo
-
--
''
-n -L
-t 10.0.0.3:80 -A
-Ln=x
--list=x
--st
-LcN
-lnc
-Lcn --persistent-conn
--list --numeric --connection
-A
-A -s rr
-A -t
-A -u
-A -f
-At 1.1.1.2:80
-At1.1.1.3:80
-A -t=1.1.1.4:80
-A -t 1.1.1.5:http
-A -u 1.1.1.5:domain
-A --sctp-service 1.1.1.5:http
-A -t 1.1.1.6
-A -t 1.1.1.6 -p
-A -t 1.1.1.6:0
-A -t 1.1.1.6:80 -srr
-A -s rr -t 1.1.1.6:80
-A -p 30 -s rr -M 255.255.255.0 -t 1.1.1.6:80
-A -t 1.1.1.6:80 -p3
-A -t 1.1.1.6:80 -p=3
-A -t 1.1.1.6:80 -p -s rr
-A -t 1.1.1.6:80 -p 0
-A -t 1.1.1.6:80 -p -1
-A -t 1.1.1.6:80 -p x
-A -t 1.1.1.6:80 -p 2678400
-A -t 1.1.1.6:80 -p 2678401
-A -t 1.1.1.6:80 -p 99999999999999999999
-A -t localhost:80
-A -t localhost:http
-A -t nosuchhost.invalid:80
-A -t 1.1.1.6:nope
-A -t 1.1.1.6:65535
-A -t 1.1.1.6:65536
-A -t 1.1.1.6:-1
-A -t 1.1.1.256:80
-A -t 10.1:80
-A -t 0x0a000001:81
-A -t 010.0.0.1:80
-A -t 224.0.0.1:80
-A -t 0.0.0.0:80
-A -t ''
-A --tcp-service=
-A -t 1.1.1.6:80 -s ''
-A -t 1.1.1.6:80 ''
-A -t 1.1.1.6:80 --scheduler=
-A -t 1.1.1.6:80 -s nosuch
-A -t 1.1.1.6:80 -s aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
-A -t 1.1.1.6:80 -s rr -s wrr
-A -t 1.1.1.6:80 -p 3 -p 4
-A -t 1.1.1.6:80 -u 1.1.1.6:80
-A -t 1.1.1.6:80 -t 1.1.1.7:80
-A -t 1.1.1.6:80 --s rr
-A -t 1.1.1.6:80 -z
-A -t 1.1.1.6:80 --
-A -t 1.1.1.6:80 -- -s
-A -t 1.1.1.6:80 -s
-A -t 1.1.1.6:80 -M 24
-A -t 1.1.1.6:80 -M x
-A -t 1.1.1.6:80 -p -M 255.0.255.0
-A -t 1.1.1.6:80 -p -M 0.0.0.0
-A -t [2001:db8::9]:80 -p -M 48
-A -t [2001:db8::9]:80 -p -M 0
-A -t [2001:db8::9]:80 -p -M 129
-A -t [2001:db8::9]:80 -p -M 255.255.255.0
-A -M 48 -p -t [2001:db8::9]:80
-A -t [2001:db8::9]:80
-A -t 2001:db8::9:80
-A -t [2001:db8::9]
-A -u [2001:db8::9]:53 -o
-A -t [nope]:80
-A -t 1.1.1.6:80 -b foo
-A -t 1.1.1.6:80 -b sh-port -s rr
-A -t 1.1.1.6:80 -b sh-port -s sh
-A -t 1.1.1.6:80 -b mh-fallback,mh-port -s mh
-A -t 1.1.1.6:80 -b flag-1,flag-2,flag-3 -s wrr
-A -t 1.1.1.6:80 -s sh -b flag-3
-A -t 1.1.1.6:80 -o
-A --sctp-service 1.1.1.6:80 -o
-A -u 1.1.1.6:80 -o
-A -u 1.1.1.6:80 -o -o
-A -f 9 -o
-A -f 0
-A -f x
-A -f -1
-A -f 2147483647
-A -f 4294967296
-A -f 9 -6
-A -f 9 -6 -6
-A -6 -f 9
-A -t 1.1.1.6:80 -6
-A -t 1.1.1.6:80 --pe sip
-A -u 1.1.1.6:80 --pe sip -p
-A -u 1.1.1.6:80 --pe nosuch -p
-A -t 10.0.0.1:80
-A -t 10.0.0.1:80 -s wlc -p 100 -M 255.255.255.0
-A -f 7
-A -D
-E -t 10.0.0.1:80 -s rr
-E -t 10.0.0.1:80 -s rr -p 5 -M 255.0.0.0
-E -t 10.0.0.9:80 -s rr
-E -t 10.0.0.1:80 -s nosuch
-E -t 100.0.0.1:0 -s rr
-E -t 10.0.0.1:80 -b flag-1
-E -f 7 -s wrr
-E -f 8 -6 -s wrr
-E -f 8 -s wrr
-E -u 10.0.0.2:5060 -s rr
-E -t 127.0.0.1:443
-D -t 10.0.0.9:80
-D -f 7
-D -f 8 -6
-D -f 8
-D -u 10.0.0.1:80
-D -t [2001:db8::1]:80
-D
-Z -t 10.0.0.1:80
-Z -t 10.0.0.9:80
-Z -f 7
-Z -n
-a -t 10.0.0.9:80 -r 10.1.0.1
-a -t 10.0.0.1:80
-a -r 10.1.0.1
-a -t 10.0.0.1:80 -r
-a -t 10.0.0.1:80 -r ''
-a -t 10.0.0.1:80 -r nosuchhost.invalid
-a -t 10.0.0.1:80 -r localhost -g
-a -t 10.0.0.1:80 -r 192.168.1.50
-a -t 10.0.0.1:80 -r 10.1.0.30:8080 -g
-a -t 10.0.0.1:80 -r 10.1.0.30:8080 -i
-a -t 10.0.0.1:80 -r 10.1.0.30:8080 -m
-a -t 10.0.0.1:80 -r 10.1.0.30:http-alt -m
-a -t 10.0.0.1:80 -r 10.1.0.30 -m
-a -t 10.0.0.1:80 -m -r 10.1.0.30:0
-a -t 10.0.0.1:80 -r 10.0.0.1 -g
-a -t 10.0.0.1:80 -r 10.1.0.30:99999 -m
-a -t 10.0.0.1:80 -r [2001:db8::7]:80 -i
-a -t 10.0.0.1:80 -r [2001:db8::7]:80 -m
-a -t 10.0.0.1:80 -r [2001:db8::7] -i
-a -t [2001:db8::1]:80 -r 1.1.1.1 -m
-a -t [2001:db8::1]:80 -r 1.1.1.1 -i
-a -t [2001:db8::1]:80 -r [2001:db8::7]:80 -gw7
-a -f 7 -r 10.1.0.30
-a -f 7 -r 10.1.0.30:80 -g
-a -f 8 -6 -r [2001:db8::7]:80 -i
-a -f 8 -6 -r 1.1.1.1
-a -f 99 -r 1.1.1.1
-a -t 127.0.0.1:443 -r 10.1.0.30 -g -m
-a -t 127.0.0.1:443 -r 10.1.0.30 -gw 3
-a -t 127.0.0.1:443 -r 10.1.0.30 -w3
-a -t 127.0.0.1:443 -r 10.1.0.30 -w 0
-a -t 127.0.0.1:443 -r 10.1.0.30 -w -1
-a -t 127.0.0.1:443 -r 10.1.0.30 -w x
-a -t 127.0.0.1:443 -r 10.1.0.30 -w +3
-a -t 127.0.0.1:443 -r 10.1.0.30 -w ''
-a -t 127.0.0.1:443 -r 10.1.0.30 -w 65536
-a -t 127.0.0.1:443 -r 10.1.0.30 -w 2147483647
-a -t 127.0.0.1:443 -r 10.1.0.30 -w 2147483648
-a -t 127.0.0.1:443 -r 10.1.0.30 -w
-a -t 127.0.0.1:443 -r 10.1.0.30 --weight=
-a -t 127.0.0.1:443 -r 10.1.0.30 -x 5 -x 6
-a -t 127.0.0.1:443 -r 10.1.0.30 -x 65536 -y 65535
-a -t 127.0.0.1:443 -r 10.1.0.30 -x 5 -y 9
-a -t 127.0.0.1:443 -r 10.1.0.30 -x -1
-a -t 127.0.0.1:443 -r 10.1.0.30 -y x
-a -t 127.0.0.1:443 -r 10.1.0.30 -i --tun-type gue
-a -t 127.0.0.1:443 -r 10.1.0.30 -i --tun-type gue --tun-port 0
-a -t 127.0.0.1:443 -r 10.1.0.30 -i --tun-type gue --tun-port 65536
-a -t 127.0.0.1:443 -r 10.1.0.30 -i --tun-type foo
-a -t 127.0.0.1:443 -r 10.1.0.30 -i --tun-type gre --tun-port 5
-a -t 127.0.0.1:443 -r 10.1.0.30 -i --tun-type gre --tun-csum
-a -t 127.0.0.1:443 -r 10.1.0.30 -i --tun-type gre --tun-remcsum
-a -t 127.0.0.1:443 -r 10.1.0.30 -i --tun-type gue --tun-port 5 --tun-csum --tun-nocsum
-a -t 127.0.0.1:443 -r 10.1.0.30 -i --tun-csum
-e -t 10.0.0.1:80 -r 10.1.0.99
-e -t 10.0.0.9:80 -r 10.1.0.2
-e -t 10.0.0.1:80 -r 10.1.0.6:8080 -m -w 7
-e -t 10.0.0.1:80 -r 10.1.0.6:8080 -m -x 9
-e -t 10.0.0.1:80 -r 10.1.0.8 -i -w 9
-e -f 7 -r 10.1.0.3 -w 9
-d -t 10.0.0.1:80 -r 10.1.0.99
-d -t 10.0.0.9:80 -r 10.1.0.2
-d -t 10.0.0.1:80 -r 10.1.0.6:8080
-d -t 10.0.0.1:80 -r 10.1.0.6
-d -f 7 -r 10.1.0.3
-d -t [2001:db8::1]:80 -r [2001:db8::2]:80
-d -t 10.0.0.1:80
-L -t 10.0.0.9:80
-L -f 9
-Ln -f 7
-Ln -f 8 -6
-Ln -f 8
-Ln -t 10.0.0.1:80
-L -t 10.0.0.1:http
-Ln -t 10.0.0.1:80 --stats
-Ln -t 10.0.0.1:80 --nosort
-Ln -t [2001:db8::1]:80 --thresholds
-Ln -u 10.0.0.2:53
-Ln --sctp-service 10.0.0.2:530
-Ln -u 10.0.0.1:80
-Ln -n
-S
-Sn
-nS
-S -n extra
-Sn -Ln
-S -t 10.0.0.1:80
-C extra
--set
--set 1
--set 1 2
--set 1 2 3 4
--set 0 0 0
--set 0 x 0
--set 9999999 0 0
--set 2678400 2678400 2678400
--set -1 0 0
--set=1 2 3
--set 1 2 3 -t 1.1.1.1:8
--start-daemon
--start-daemon x
--start-daemon master
--start-daemon=master
--start-daemon backup
--start-daemon master --syncid 256
--start-daemon master --syncid 255 --mcast-interface eth0 --mcast-ttl 4 --mcast-port 1 --mcast-group 224.1.2.3
--start-daemon backup --mcast-group ff05::1
--start-daemon backup --mcast-interface nodev
--start-daemon master --mcast-ttl 0
--start-daemon master --mcast-ttl 256
--start-daemon master --mcast-port 0
--start-daemon master --mcast-port 65536
--start-daemon master --mcast-group 1.1.1.1
--start-daemon master --mcast-group x
--start-daemon master --sync-maxlen 0
--start-daemon master --sync-maxlen 65508
--start-daemon master --sync-maxlen 1400
--start-daemon master -t 1.1.1.1:80
--stop-daemon
--stop-daemon x
--stop-daemon master
--stop-daemon master --mcast-interface eth0
-A -t 1.1.1.6:80 -s $'rr\\x1b[31m'
-A -t $'1.1.1.6:80\\n-C'
-A -t $'1.1.1.6:80 -p'
-A -t ipvsadm
-A -t 1.1.1.6:80 -s ipvsadm
-\\xff
"""

# Texts for -R; "\\n" ends a line.
RESTORED = r"""
-A -t 1.2.0.1:80\n-A -t 1.2.0.2:80
-A -t 1.2.0.1:80\n-A -t 1.2.0.1:80\n-A -t 1.2.0.2:80\n
-A -t 1.2.0.1:80\n-A -t 1.2.0.1:80\n
-A -t 1.2.0.1:80\n-A -t 1.2.0.3:80 -w 3\n-A -t 1.2.0.4:80\n
-A -t 1.2.0.1:80\n\nipvsadm -A -t 1.2.0.2:80\n
-A -t 1.2.0.1:80\nipvsadm -A -t 1.2.0.2:80\n\t-A  -t\t1.2.0.3:80\r\n
-A -t 1.2.0.1:80\n  \n-A -t 1.2.0.2:80\n
-A -t 1.2.0.1:80\n\t-A\t-t\t1.2.0.3:80\n
-A -t 1.2.0.1:80\n-A  -t 1.2.0.3:80 \n
-A -t 1.2.0.1:80\r\n-A -t 1.2.0.3:80\r\n
-A -t 1.2.0.1:80\n# a comment\n-A -t 1.2.0.3:80\n
-A -t 1.2.0.1:80\nfoo\n-A -t 1.2.0.3:80\n
-A -t 1.2.0.1:80\n-q\n-A -t 1.2.0.3:80\n
-A -t 1.2.0.1:80 --nope\n-A -t 1.2.0.3:80\n
-A -t 1.2.0.1:80 -s\n-A -t 1.2.0.3:80\n
-A -t 1.2.0.1:0\n-A -t 1.2.0.3:80\n
-A -t "1.2.0.1:80"\n-A -t 1.2.0.3:80\n
-L -t 9.9.7.3:80\n-A -t 1.2.0.3:80\n
-Z -t 9.9.7.3:80\n-A -t 1.2.0.3:80\n
-C\n-A -t 1.2.0.3:80\n-a -t 1.2.0.3:80 -r 10.9.9.9:8 -m\n-E -t 1.2.0.3:80 -s rr\n-e -t 1.2.0.3:80 -r 10.9.9.9:8 -m -w 9\n-Sn\n
-D -t 10.0.0.1:80\n-D -t 10.0.0.1:80\n-d -f 7 -r 10.1.0.3\n-Ln\n
-A -t 1.2.0.1:80 -s nosuch\n-A -t 1.2.0.3:80\n
-a -t 1.2.0.1:80 -r 10.9.9.9\n-A -t 1.2.0.3:80\n
--set 4 5 6\n-L --timeout\n
-h\n-A -t 1.2.0.3:80\n
-v\n-A -t 1.2.0.3:80\n
-A\n-A -t 1.2.0.3:80\n
-R\n-A -t 1.2.0.3:80\n
\x1b[31m\n
-A -t 1.2.0.3:80 extra\n
""".strip(
    "\n"
)


def run(program, words, text=b""):
    """Standard output, standard error, exit status."""
    done = subprocess.run([program, *words], input=text, capture_output=True, timeout=60)
    return done.stdout, done.stderr, done.returncode


class Trial:
    """What both programs do with one call."""

    def __init__(self, ours):
        self.ours = ours
        out, err, status = run(IPVSADM, ["-R"], ("-C\n--set 900 120 300\n" + TABLE).encode())
        assert (out, err, status) == (b"", b"", 0), (out, err, status)
        self.kernel = ipvs_table.Ipvs()
        self.first = self.kernel.read()  # which every call begins with

    def table(self):
        """Afterwards; the next call begins with the first one again."""
        found = self.kernel.read()
        if found.lines() != self.first.lines():
            self.kernel.put(self.first, found)
            again = self.kernel.read()
            assert again.lines() == self.first.lines(), unlike(again.lines(), self.first.lines())
        return found.lines()

    def one(self, program, words, text):
        out, err, status = run(program, words, text)
        err = err.replace(b"lvsdr-ipvsadm", b"ipvsadm")
        err = re.sub(rb" \(line \d+\)$", b"", err, flags=re.M)
        return {"stdout": out, "stderr": err.split(b"\n")[0], "status": status, "table": self.table()}

    def differences(self, words, text=b""):
        theirs, ours = self.one(IPVSADM, words, text), self.one(self.ours, words, text)
        return [(what, theirs[what], ours[what]) for what in theirs if theirs[what] != ours[what]]


def unlike(theirs, ours):
    """Of two tables the lines that only one of them has."""
    return [line for line in theirs if line not in ours], [line for line in ours if line not in theirs]


def words_of(line):
    return [os.fsencode(word) for word in shlex.split(line.replace("$'", "'"))]


def unescape(words):
    return [word.replace(b"\\x1b", b"\x1b").replace(b"\\n", b"\n").replace(b"\\xff", b"\xff") for word in words]


def calls(every):
    """Each command line once; of the combinations one of so many."""
    lines = []
    for number, (command, long_one) in enumerate(COMMANDS.items()):
        lines += [command, long_one]
        lines += [f"{command} {option.split('|')[(number + place) % 2]}" for place, option in enumerate(OPTIONS)]
    lines += [f"-L {first} {second}" for first, second in itertools.combinations(LISTING, 2)]
    lines += [f"-L {option} -t 10.0.0.1:80" for option in LISTING]
    return dict.fromkeys(CALLS.split("\n")[:-1] + lines[::every])


def listed():
    """(pattern, what may differ, reason) of front.differences."""
    rows = []
    for line in (HERE / "front.differences").read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, whats, reason = line.split(" | ")
            rows.append((re.compile(pattern), frozenset(whats.split(",")), reason))
    return rows


class Report:
    def __init__(self):
        self.rows = listed()
        self.used, self.equal, self.agreed, self.failed = set(), 0, 0, 0

    def judge(self, name, differences):
        if not differences:
            self.equal += 1
            return
        differing = {what for what, _, _ in differences}
        for row in self.rows:
            if row[0].fullmatch(name) and differing <= row[1]:
                self.used.add(row)
                self.agreed += 1
                return
        self.failed += 1
        print(f"[  FAILED  ] front: {name}")
        for what, theirs, ours in differences:
            if what == "table":
                theirs, ours = unlike(theirs, ours)
            print(f"    {what}: ipvsadm {theirs!r}, lvsdr-ipvsadm {ours!r}")

    def end(self, whole):
        for row in self.rows:
            if whole and row not in self.used:
                self.failed += 1
                print(f"[  FAILED  ] front: no call shows the difference {row[0].pattern} any more")
        if not self.failed:
            print(f"[       OK ] front: {self.equal + self.agreed} calls, {self.equal} equal, {self.agreed} as listed")
        return self.failed


def main():
    sys.stdout.reconfigure(line_buffering=True)
    trial, report = Trial(sys.argv[1] + "/tools/lvsdr-ipvsadm/lvsdr-ipvsadm"), Report()
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    every = int(wanted.removeprefix("every=")) if wanted.startswith("every=") else 1
    pattern = re.compile("" if every > 1 else wanted)
    for number, line in enumerate(filter(pattern.search, calls(every)), 1):
        report.judge(line, trial.differences(unescape(words_of(line))))
        if number % 100 == 0:
            print(f"{number} calls")
    for line in filter(pattern.search, RESTORED.split("\n")):
        text = line.encode().decode("unicode_escape").encode("latin-1")
        report.judge("-R <<< " + line, trial.differences([b"-R"], text))
    return 1 if report.end(len(sys.argv) == 2) else 0


if __name__ == "__main__":
    sys.exit(main())
