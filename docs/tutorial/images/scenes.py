# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tutorial's pictures show; draw.py draws it. Texts are pairs: English, Chinese."""

VIP, CIP, RIP1, RIP2 = "192.168.1.41", "192.168.1.100", "192.168.1.20", "192.168.1.21"
VIP6 = "2001:db8:1::41"
BROADCAST = "ff:ff:ff:ff:ff:ff"
NAMES = {
    "client": ("client", "客户端"),
    "director": ("director", "调度器 Director"),
    "rs1": ("real server rs1", "真实服务器 rs1"),
    "rs2": ("real server rs2", "真实服务器 rs2"),
    "director2": ("director2, the backup", "备调度器 director2"),
}
COLUMNS = ("client", "director", "rs1", "rs2")
DIRECTOR = {"director": [f"eth0:0 {VIP}"]}
ALL = {**DIRECTOR, "rs1": [f"lo:0 {VIP}"], "rs2": [f"lo:0 {VIP}"]}
QUIET = {**DIRECTOR, **{rs: [f"lo:0 {VIP}", "arp_ignore=1", "arp_announce=2"] for rs in ("rs1", "rs2")}}


def ip(ether, packet, changed=()):
    """An IP packet: MAC addresses, then IP addresses; changed: places that this hop rewrote."""
    return [("MAC", (ether[0], "→", ether[1]), changed), ("IP", (packet[0], "→", packet[1]), ())]


def who_has(source, target, tell):
    return [("MAC", (source, "→", BROADCAST), ()), ("ARP", ("who-has", target, "tell", tell), ())]


def is_at(source, target, address):
    return [("MAC", (source, "→", target), ()), ("ARP", (address, "is-at", source), ())]


def request(title, port=80, source=40001):
    return ("hop", "client", "director", title, ip(("client", "director"), (f"{CIP}:{source}", f"{VIP}:{port}")))


def forward(rs, title, port=80, source=40001):
    return ("hop", "director", rs, title, ip(("director", rs), (f"{CIP}:{source}", f"{VIP}:{port}"), (0, 2)))


def reply(rs, title, port=80, source=40001):
    return ("hop", rs, "client", title, ip((rs, "client"), (f"{VIP}:{port}", f"{CIP}:{source}")))


ASK = ("broadcast", "client", ("who has the VIP?", "谁有 VIP？"), who_has("client", VIP, CIP))
ANSWER = ("hop", "director", "client", ("I have it", "在我这里"), is_at("director", "client", VIP))
FORWARD = ("only the MAC addresses change", "只改写 MAC 地址")
REPLY = ("straight to the client, from the VIP", "以 VIP 为源，直接回给客户端")

SCENES = {
    "0-network": {
        "title": ("A request and its reply in LVS-DR, hop by hop", "LVS-DR 中请求与应答的每一跳"),
        "hosts": ALL,
        "wire": [request(("request to the VIP", "发往 VIP 的请求")), forward("rs2", FORWARD), reply("rs2", REPLY)],
    },
    "1-director-vip": {
        "title": ("The client learns that the VIP is at the director", "客户端得知 VIP 在调度器上"),
        "hosts": DIRECTOR,
        "wire": [
            ASK,
            ("notes", {"rs1": ("not mine", "不是我的地址"), "rs2": ("not mine", "不是我的地址")}),
            ANSWER,
            request(("packets to the VIP go there", "发往 VIP 的报文都到调度器")),
        ],
    },
    "2-realserver-arp": {
        "title": ("Real servers have the VIP, but do not answer for it", "真实服务器配有 VIP，但不应答它的 ARP 请求"),
        "hosts": QUIET,
        "wire": [
            ASK,
            (
                "notes",
                {"rs1": ("not on eth0: silence", "不在 eth0 上：不应答"), "rs2": ("not on eth0: silence", "不在 eth0 上：不应答")},
            ),
            ANSWER,
            (
                "broadcast",
                "rs1",
                ("rs1 asks for the client, in its own name", "rs1 查询客户端的 MAC，用自己的 RIP"),
                who_has("rs1", CIP, RIP1),
            ),
        ],
    },
    "2-without": {
        "title": ("Without the ARP settings every host claims the VIP", "不设 ARP 参数，每台主机都声称拥有 VIP"),
        "hosts": ALL,
        "wire": [
            ASK,
            ANSWER,
            ("hop", "rs1", "client", ("I have it, too", "我也有"), is_at("rs1", "client", VIP), {"bad": True}),
            ("hop", "rs2", "client", ("I have it, too", "我也有"), is_at("rs2", "client", VIP), {"bad": True}),
            (
                "hop",
                "client",
                "rs1",
                ("whoever answered decides: past the director", "谁的应答生效就发给谁：绕过了调度器"),
                ip(("client", "rs1"), (f"{CIP}:40001", f"{VIP}:80")),
                {"bad": True},
            ),
        ],
    },
    "3-realserver-vip": {
        "title": ("The real server takes the packet and answers as the VIP", "真实服务器收下报文，并以 VIP 应答"),
        "hosts": QUIET,
        "wire": [
            forward("rs1", ("sent to rs1's MAC, for the VIP", "MAC 是 rs1 的，IP 仍是 VIP")),
            ("notes", {"rs1": ("VIP is local （lo）: deliver", "VIP 是本机地址（lo）：上送")}),
            reply("rs1", REPLY),
        ],
    },
    "3-without": {
        "title": ("Without the VIP the real server drops the packet", "没有 VIP，真实服务器丢弃报文"),
        "hosts": DIRECTOR,
        "wire": [
            request(("SYN", "SYN")),
            (
                "hop",
                "director",
                "rs2",
                ("for whom? not for me", "目的地址不是本机，丢弃"),
                ip(("director", "rs2"), (f"{CIP}:40001", f"{VIP}:80"), (0, 2)),
                {"lost": True},
            ),
        ],
    },
    "4-service": {
        "title": ("The director has a service, but no real server yet", "调度器有了虚拟服务，还没有真实服务器"),
        "hosts": QUIET,
        "wire": [
            request(("SYN", "SYN")),
            (
                "notes",
                {
                    "director": [
                        ("IPVS: TCP 192.168.1.41:80 rr", "IPVS：TCP 192.168.1.41:80 rr"),
                        ("no destination", "没有目标"),
                    ]
                },
            ),
            (
                "hop",
                "director",
                "client",
                ("ICMP: port unreachable", "ICMP：端口不可达"),
                ip(("director", "client"), (VIP, CIP)),
            ),
        ],
    },
    "5-realservers": {
        "title": ("Two connections, two real servers", "两个连接，两台真实服务器"),
        "hosts": QUIET,
        "wire": [
            request(("connection 1", "连接 1")),
            forward("rs2", FORWARD),
            reply("rs2", REPLY),
            request(("connection 2", "连接 2"), source=40002),
            forward("rs1", FORWARD, source=40002),
            reply("rs1", REPLY, source=40002),
        ],
    },
    "6-list": {
        "title": ("What the director sees of a connection, and what it counts", "调度器看到的连接，以及它的计数"),
        "hosts": QUIET,
        "wire": [
            request("SYN"),
            ("notes", {"director": ("SYN_RECV: InActConn 1", "SYN_RECV：InActConn 1")}),
            forward("rs2", "SYN"),
            reply("rs2", ("SYN-ACK: the director never sees it", "SYN-ACK：调度器看不到")),
            request("ACK"),
            ("notes", {"director": ("ESTABLISHED: ActiveConn 1", "ESTABLISHED：ActiveConn 1")}),
            request("FIN"),
            ("notes", {"director": ("FIN_WAIT: InActConn 1, for 120 s", "FIN_WAIT：InActConn 1，保持 120 秒")}),
        ],
    },
    "7-test": {
        "title": ("One page over the wire", "一次页面访问的报文"),
        "hosts": QUIET,
        "wire": [
            request("SYN"),
            forward("rs2", "SYN"),
            reply("rs2", "SYN-ACK"),
            request("ACK, GET /"),
            forward("rs2", "ACK, GET /"),
            reply("rs2", ("200 OK, the page", "200 OK，页面内容")),
        ],
    },
    "8-ppc": {
        "title": ("A client stays on its real server for one port", "同一客户端在一个端口上固定到同一真实服务器"),
        "hosts": QUIET,
        "wire": [
            request(("first connection", "第一个连接")),
            (
                "notes",
                {
                    "director": [
                        ("template made: 192.168.1.100", "建立模板：192.168.1.100"),
                        ("→ 192.168.1.41:80 → rs2, 600 s", "→ 192.168.1.41:80 → rs2，600 秒"),
                    ]
                },
            ),
            forward("rs2", FORWARD),
            request(("second connection", "第二个连接"), source=40002),
            ("notes", {"director": ("the template decides, not rr", "由模板决定，不再轮询")}),
            forward("rs2", FORWARD, source=40002),
        ],
    },
    "9-pcc": {
        "title": ("A client stays on its real server for all ports", "同一客户端在所有端口上固定到同一真实服务器"),
        "hosts": QUIET,
        "wire": [
            request(("port 80", "端口 80")),
            (
                "notes",
                {
                    "director": [
                        ("template made: 192.168.1.100", "建立模板：192.168.1.100"),
                        ("→ 192.168.1.41:0 → rs2, 600 s", "→ 192.168.1.41:0 → rs2，600 秒"),
                    ]
                },
            ),
            forward("rs2", FORWARD),
            request(("port 8080: the same template", "端口 8080：同一个模板"), 8080, 40002),
            forward("rs2", FORWARD, 8080, 40002),
        ],
    },
    "10-pnmpp": {
        "title": ("A firewall mark joins ports 80 and 23 into one service", "防火墙标记把 80 和 23 端口合成一个服务"),
        "hosts": QUIET,
        "wire": [
            request(("port 80", "端口 80")),
            (
                "notes",
                {
                    "director": [
                        ("prerouting: mark 8", "prerouting：打标记 8"),
                        ("IPVS: FWM 8, template → rs2", "IPVS：FWM 8，模板 → rs2"),
                    ]
                },
            ),
            forward("rs2", FORWARD),
            request(("port 23", "端口 23"), 23, 40002),
            ("notes", {"director": ("mark 8 again: the same template", "还是标记 8：同一个模板")}),
            forward("rs2", FORWARD, 23, 40002),
        ],
    },
    "11-drain": {
        "title": ("Weight 0: old connections stay, new ones go elsewhere", "权重 0：旧连接继续，新连接另派"),
        "hosts": QUIET,
        "wire": [
            ("notes", {"rs1": ("weight 0", "权重 0"), "rs2": ("weight 1", "权重 1")}),
            request(("a connection that rs1 has already", "rs1 上已有的连接")),
            forward("rs1", ("still forwarded", "照常转发")),
            request(("a new connection (SYN)", "新连接（SYN）"), source=40002),
            forward("rs2", ("scheduled elsewhere", "调度到别处"), source=40002),
        ],
    },
    "12-connections": {
        "title": ("One entry for each connection, one template for each client", "每个连接一个条目，每个客户端一个模板"),
        "hosts": QUIET,
        "wire": [
            request("SYN"),
            (
                "notes",
                {
                    "director": [
                        (
                            "template: 192.168.1.100:0 → 192.168.1.41:80 → 192.168.1.21:80",
                            "模板：192.168.1.100:0 → 192.168.1.41:80 → 192.168.1.21:80",
                        ),
                        (
                            "entry: 192.168.1.100:40001 → 192.168.1.41:80 → 192.168.1.21:80",
                            "条目：192.168.1.100:40001 → 192.168.1.41:80 → 192.168.1.21:80",
                        ),
                    ]
                },
            ),
            forward("rs2", FORWARD),
        ],
    },
    "13-rates": {
        "title": ("What the director counts: requests, never replies", "调度器只统计请求，不统计应答"),
        "hosts": QUIET,
        "wire": [
            request(("request", "请求")),
            ("notes", {"director": ("InPkts + 1, InBytes + length", "InPkts + 1，InBytes + 长度")}),
            forward("rs2", FORWARD),
            reply("rs2", REPLY),
            ("notes", {"director": ("sees nothing: OutPkts 0, OutBytes 0", "看不到：OutPkts 0，OutBytes 0")}),
        ],
    },
    "14-keep": {
        "title": ("A weight is changed, and restored half a second later", "权重被改动，半秒之内恢复"),
        "hosts": QUIET,
        "wire": [
            (
                "notes",
                {"director": ("another program: rs1, weight 0", "其他程序：rs1 权重改为 0"), "rs1": ("weight 0", "权重 0")},
            ),
            request(("a new connection (SYN)", "新连接（SYN）")),
            forward("rs2", ("the only one with a weight", "只有它有权重")),
            (
                "notes",
                {"director": ("14-keep: rs1, weight 1", "14-keep：rs1 权重恢复为 1"), "rs1": ("weight 1", "权重 1")},
            ),
            request(("the next one (SYN)", "下一个新连接（SYN）"), source=40002),
            forward("rs1", ("rs1 has its turn again", "又轮到 rs1"), source=40002),
        ],
    },
    "15-graceful": {
        "title": ("All real servers are replaced, and no connection breaks", "真实服务器全部换掉，连接一个不断"),
        "hosts": QUIET,
        "wire": [
            ("notes", {"rs1": ("leaves: weight 0", "要下线：权重 0"), "rs2": ("is new: weight 1", "新上线：权重 1")}),
            request(("a connection that rs1 has already", "rs1 上已有的连接")),
            forward("rs1", ("still forwarded", "照常转发")),
            request(("a new connection (SYN)", "新连接（SYN）"), source=40002),
            forward("rs2", ("the only one with a weight", "只有它有权重"), source=40002),
            request(("the end of the old one (FIN)", "旧连接的最后一个报文（FIN）")),
            forward("rs1", ("then rs1 is removed", "此后删除 rs1")),
        ],
    },
    "16-plan": {
        "title": ("Two files are applied, and the page comes", "执行两个文件，页面就能打开"),
        "hosts": QUIET,
        "wire": [
            ("notes", {rs: ("apply real-server.json", "执行 real-server.json") for rs in ("rs1", "rs2")}),
            ("notes", {"director": ("apply director.json", "执行 director.json")}),
            ASK,
            ANSWER,
            request(("request to the VIP", "发往 VIP 的请求")),
            forward("rs2", FORWARD),
            reply("rs2", REPLY),
        ],
    },
    "17-reboot": {
        "title": ("After a reboot nobody answers until the state is applied", "重启之后，执行期望状态之前无人应答"),
        "hosts": {},
        "wire": [
            ("notes", {"director": ("rebooted: no VIP, no service", "已重启：没有 VIP，没有服务")}),
            ASK,
            ("notes", {"director": ("not mine", "不是我的地址")}),
            (
                "notes",
                {
                    "director": [
                        ("lvsdr-state.service:", "lvsdr-state.service："),
                        ("service, real servers, VIP", "服务、真实服务器、VIP"),
                    ]
                },
            ),
            ASK,
            ANSWER,
        ],
    },
    "18-ipv6": {
        "title": ("The director alone answers the neighbour solicitation", "只有调度器应答邻居请求"),
        "hosts": {"director": [f"eth0 {VIP6}"], "rs1": [f"lo {VIP6}"], "rs2": [f"lo {VIP6}"]},
        "wire": [
            (
                "broadcast",
                "client",
                ("who has the VIP? (neighbour solicitation)", "谁有 VIP？（邻居请求）"),
                [("MAC", ("client", "→", "33:33:ff:00:00:41"), ()), ("NS", ("2001:db8:1::100", "who-has", VIP6), ())],
            ),
            ("notes", {rs: ("not on eth0: silence", "不在 eth0 上：不应答") for rs in ("rs1", "rs2")}),
            (
                "hop",
                "director",
                "client",
                ("I have it (neighbour advertisement)", "在我这里（邻居通告）"),
                [("MAC", ("director", "→", "client"), ()), ("NA", (VIP6, "is-at", "director"), ())],
            ),
            (
                "hop",
                "client",
                "director",
                ("request to the VIP", "发往 VIP 的请求"),
                ip(("client", "director"), ("[2001:db8:1::100]:40001", f"[{VIP6}]:80")),
            ),
            (
                "hop",
                "director",
                "rs2",
                FORWARD,
                ip(("director", "rs2"), ("[2001:db8:1::100]:40001", f"[{VIP6}]:80"), (0, 2)),
            ),
            ("hop", "rs2", "client", REPLY, ip(("rs2", "client"), (f"[{VIP6}]:80", "[2001:db8:1::100]:40001"))),
        ],
    },
    "19-agent": {
        "title": ("A real server that does not answer gets weight 0", "不应答的真实服务器，权重设为 0"),
        "hosts": QUIET,
        "wire": [
            (
                "hop",
                "director",
                "rs1",
                ("health check (SYN)", "健康检查（SYN）"),
                ip(("director", "rs1"), ("192.168.1.40:40001", f"{RIP1}:80")),
            ),
            (
                "hop",
                "rs1",
                "director",
                ("nobody listens (RST)", "没有程序监听（RST）"),
                ip(("rs1", "director"), (f"{RIP1}:80", "192.168.1.40:40001")),
            ),
            (
                "notes",
                {"director": ("19-agent: rs1, weight 0", "19-agent：rs1 权重设为 0"), "rs1": ("weight 0", "权重 0")},
            ),
            request(("a new connection (SYN)", "新连接（SYN）"), source=40002),
            forward("rs2", ("the only one with a weight", "只有它有权重"), source=40002),
        ],
    },
    "20-failover": {
        "title": ("The backup takes the VIP over, and tells the neighbours", "备调度器接管 VIP，并通告邻居"),
        "columns": ("client", "director", "director2", "rs2"),
        "hosts": {"director": [f"eth0 {VIP}"], "rs2": [f"lo {VIP}"]},
        "wire": [
            (
                "hop",
                "director",
                "director2",
                ("VRRP: I am the master, five times a second", "VRRP：我是主，每秒五次"),
                [
                    ("MAC", ("director", "→", "01:00:5e:00:00:12"), ()),
                    ("IP", ("192.168.1.40", "→", "224.0.0.18"), ()),
                ],
            ),
            (
                "notes",
                {
                    "director": ("its cable is pulled", "网线被拔掉"),
                    "director2": ("three are missing: VIP on eth0", "连续三次没收到：eth0 加上 VIP"),
                },
            ),
            (
                "broadcast",
                "director2",
                ("gratuitous ARP: the VIP is here now", "免费 ARP：VIP 现在在我这里"),
                who_has("director2", VIP, VIP),
            ),
            (
                "hop",
                "client",
                "director2",
                ("request to the VIP", "发往 VIP 的请求"),
                ip(("client", "director2"), (f"{CIP}:40001", f"{VIP}:80")),
            ),
            ("hop", "director2", "rs2", FORWARD, ip(("director2", "rs2"), (f"{CIP}:40001", f"{VIP}:80"), (0, 2))),
            reply("rs2", REPLY),
        ],
    },
}
