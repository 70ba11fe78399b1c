// SPDX-License-Identifier: LGPL-2.1-or-later
#include "help.h"

#include "say.h"

#include <stdio.h>

static void print_version(void)
{
	printf("lvsdr-ipvsadm v%s (options of ipvsadm v1.31)\n", lvsdr_version());
}

int version(void)
{
	print_version();
	return end_output();
}

int help(void)
{
	print_version();
	puts("usage: lvsdr-ipvsadm COMMAND [OPTION]...\n"
	     "Changes and lists the virtual services of the kernel, as ipvsadm does.\n"
	     "\n"
	     "Commands; without one the services are listed:\n"
	     "  -A, --add-service     add a service\n"
	     "  -E, --edit-service    change a service\n"
	     "  -D, --delete-service  remove a service with its real servers\n"
	     "  -C, --clear           remove all services\n"
	     "  -R, --restore         carry out the rules on standard input\n"
	     "  -S, --save            write all services as rules\n"
	     "  -a, --add-server      add a real server to a service\n"
	     "  -e, --edit-server     change a real server\n"
	     "  -d, --delete-server   remove a real server\n"
	     "  -L, -l, --list        list the services, or one of them\n"
	     "  -Z, --zero            reset the counters of all services, or of one\n"
	     "  --set TCP TCPFIN UDP  set the timeouts of connections in seconds; 0 keeps one\n"
	     "  --start-daemon ROLE   start a sync daemon: master or backup\n"
	     "  --stop-daemon ROLE    stop it\n"
	     "  -h, --help            print this text\n"
	     "  -v, --version         print the version\n"
	     "\n"
	     "Service:\n"
	     "  -t, --tcp-service ADDRESS[:PORT]\n"
	     "  -u, --udp-service ADDRESS[:PORT]\n"
	     "  --sctp-service ADDRESS[:PORT]\n"
	     "  -f, --fwmark-service MARK\n"
	     "  -6, --ipv6            the mark is for IPv6; after -f\n"
	     "\n"
	     "Of -A and -E:\n"
	     "  -s, --scheduler NAME  rr, wrr, lc, wlc (default), lblc, lblcr, dh, sh, sed, nq,\n"
	     "                        fo, ovf, mh\n"
	     "  -p, --persistent [SECONDS]\n"
	     "                        a client keeps its real server (360)\n"
	     "  -M, --netmask MASK    clients of one network are one client; for IPv6 a prefix\n"
	     "                        length\n"
	     "  --pe NAME             persistence engine: sip\n"
	     "  -b, --sched-flags LIST\n"
	     "                        sh-fallback, sh-port, mh-fallback, mh-port, flag-1,\n"
	     "                        flag-2, flag-3\n"
	     "  -o, --ops             one-packet scheduling of UDP\n"
	     "\n"
	     "Of -a, -e and -d:\n"
	     "  -r, --real-server ADDRESS[:PORT]\n"
	     "Of -a and -e:\n"
	     "  -g, --gatewaying      direct routing (default)\n"
	     "  -i, --ipip            tunnel\n"
	     "  -m, --masquerading    network address translation\n"
	     "  --tun-type TYPE       ipip (default), gue, gre\n"
	     "  --tun-port PORT       of gue\n"
	     "  --tun-nocsum, --tun-csum, --tun-remcsum\n"
	     "                        checksum of gue and gre\n"
	     "  -w, --weight NUMBER   capacity (1)\n"
	     "  -x, --u-threshold N   no new connections above N\n"
	     "  -y, --l-threshold N   new connections again below N\n"
	     "\n"
	     "Of -L; -n goes with -S too:\n"
	     "  -c, --connection      list connections\n"
	     "  --timeout             list the timeouts\n"
	     "  --daemon              list the sync daemons\n"
	     "  --stats, --rate       show counters, or rates\n"
	     "  --exact               do not shorten large numbers\n"
	     "  --thresholds          show the thresholds\n"
	     "  --persistent-conn     show persistent connections; with -c, data of engines\n"
	     "  --tun-info            show tunnels\n"
	     "  --sort, --nosort      sort the services (default), or not\n"
	     "  -n, --numeric         show addresses and ports as numbers\n"
	     "\n"
	     "Of --start-daemon:\n"
	     "  --mcast-interface DEVICE, --syncid ID, --sync-maxlen BYTES,\n"
	     "  --mcast-group ADDRESS, --mcast-port PORT, --mcast-ttl TTL\n"
	     "\n"
	     "Exit status: 0 success; 2 wrong usage; 1 the service to list is not there; 255\n"
	     "any other failure. lvsdr-ipvsadm(8) lists what differs from ipvsadm.");
	return end_output();
}
