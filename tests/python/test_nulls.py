# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each pointer that may not be NULL, of each function of the C interface, is NULL once, all others being good; and each
buffer is too small once. It is refused, with a sentence where there is a handle to hold one, and nothing is made. As
root, in a network namespace that nobody needs, for what would not be refused: `report.py test_nulls.py`. LVSDR_LIBRARY
names the library. Without IPVS, streams of connections are left out."""

import ctypes
import errno
import json
import os
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
C = ctypes.CDLL(os.environ["LVSDR_LIBRARY"])
C.lvsdr_error_message.restype = ctypes.c_char_p
TEXTS = {
    "protocol": "tcp", "family": "ipv4", "scheduler": "rr", "netmask": "255.0.0.0", "engine": "sip", "device": "lo",
    "label": "lo:1", "broadcast": "192.0.2.255", "peer": "192.0.2.9", "role": "master", "group": "224.0.0.81",
    "name": "drop_packet", "value": "1", "netns": "/proc/self/ns/net", "json": "{}", "text": "192.0.2.1", "format": "json", "scope": "192.0.2.1",
    "addresses": "192.0.2.1",
}  # fmt: skip
RESULTS = {"int": ctypes.c_int, "int32": ctypes.c_int32, "uint32": ctypes.c_uint32, "uint64": ctypes.c_uint64, "size": ctypes.c_size_t,
           "text": ctypes.c_char_p, "handle": ctypes.c_void_p, "none": None}  # fmt: skip


def functions():
    with open(os.path.join(TOP, "bindings", "liblvsdr.json"), encoding="utf-8") as file:
        return json.load(file)["functions"]


def make(name, *arguments):
    made = ctypes.c_void_p()
    result = getattr(C, name)(*arguments, ctypes.byref(made))
    assert result == 0, (name, result)
    return made


def objects():
    """One of each kind of handle; a stream of connections where the kernel has IPVS."""
    host = make("lvsdr_new")
    made = {
        "lvsdr": host,
        "lvsdr_arp_policy": make("lvsdr_arp_policy_new", host, b"all"),
        "lvsdr_dest": make("lvsdr_dest_new", host, b"192.0.2.2"),
        "lvsdr_mark": make("lvsdr_mark_new", host, b"tcp", b"192.0.2.1", 7),
        "lvsdr_plan": make("lvsdr_plan_new", host),
        "lvsdr_scope": make("lvsdr_scope_new", host, b"192.0.2.1"),
        "lvsdr_service": make("lvsdr_service_new", host, b"tcp", b"192.0.2.1:80"),
        "lvsdr_state": make("lvsdr_state_new", host, 1),
        "lvsdr_sync_daemon": make("lvsdr_sync_daemon_new", host, b"master", b"lo"),
        "lvsdr_sysctl": make("lvsdr_sysctl_new", host, b"drop_packet", b"1"),
        "lvsdr_timeouts": make("lvsdr_timeouts_new", host),
        "lvsdr_vip": make("lvsdr_vip_new", host, b"192.0.2.1", b"lo"),
    }
    stream = ctypes.c_void_p()
    result = C.lvsdr_connections_open(host, None, None, ctypes.byref(stream))
    if result != -errno.EOPNOTSUPP:
        assert result == 0, result
        made["lvsdr_connections"] = stream
    return made


def is_pointer(parameter):
    return parameter["c_type"].endswith("*")


def is_object(parameter):
    return parameter["type"] == "handle" and parameter["direction"] != "out"


def text_for(function, parameter):
    name = parameter["name"]
    if name == "address":
        return b"192.0.2.1:80" if function["name"] == "lvsdr_service_new" else b"192.0.2.1"
    if name == "column":
        return b"address" if function["name"].endswith("_texts") else b"port"
    return TEXTS[name].encode()


class Nulls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.objects = objects()
        cls.host = cls.objects["lvsdr"]
        cls.functions = [
            function
            for function in functions()
            if all(each["handle"] in cls.objects for each in function["parameters"] if is_object(each))
        ]

    def argument(self, function, parameter):
        """A good one."""
        if is_object(parameter):
            return self.objects[parameter["handle"]]
        if not is_pointer(parameter):
            has_room = parameter.get("size_of") and parameter["size_of"] not in TEXTS
            return 64 if has_room else 0 if parameter["type"] == "size" else 1
        if parameter["type"] == "text" and parameter["direction"] == "in":
            return text_for(function, parameter)
        return ctypes.create_string_buffer(4096)

    def refuse(self, function, place, wrong):
        """One argument is wrong: the result, the sentence if one was left, and all that was written."""
        arguments = [self.argument(function, parameter) for parameter in function["parameters"]]
        memory = [each for each in arguments if isinstance(each, ctypes.Array)]
        arguments[place] = wrong
        call = getattr(C, function["name"])
        call.restype = RESULTS[function["result"]["type"]]
        C.lvsdr_set_timeout(self.host, -1)
        another = C.lvsdr_error_message(self.host)
        result = call(*arguments)
        sentence = C.lvsdr_error_message(self.host)
        return result, sentence if sentence != another else None, b"".join(each.raw for each in memory).strip(b"\0")

    def test_each_pointer(self):
        count = 0
        for function in self.functions:
            refused = any(code["code"] == "-EINVAL" for code in function["codes"])
            for place, parameter in enumerate(function["parameters"]):
                if not is_pointer(parameter) or parameter["nullable"]:
                    continue
                count += 1
                with self.subTest(function=function["name"], missing=parameter["name"]):
                    result, sentence, written = self.refuse(function, place, None)
                    self.assertIn(result, (-errno.EINVAL,) if refused else (None, 0, b"", -errno.EINVAL))
                    self.assertEqual(written, b"")
                    self.assertTrue(sentence or not refused or place == 0)
        self.assertGreater(count, 280)

    def test_each_small_buffer(self):
        for function in self.functions:
            for place, parameter in enumerate(function["parameters"]):
                if function["parameters"][place - 1]["type"] == "text_buffer":
                    with self.subTest(function=function["name"]):
                        result, sentence, written = self.refuse(function, place, 0)
                        self.assertEqual((result, written), (-errno.EINVAL, b""))
                        self.assertIsNotNone(sentence)
