# SPDX-License-Identifier: LGPL-2.1-or-later
"""What bindings/liblvsdr.json says of values is what the library does: defaults are what a new object has, the ends of a
range are accepted and what lies beyond them is refused, errors have the numbers of this machine's <errno.h>, and the
SONAME is the library's. Without a kernel."""

import ctypes
import errno
import json
import os
import platform
import unittest

import lvsdr

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
C = ctypes.CDLL(os.environ["LVSDR_LIBRARY"])
TYPES = {"int": ctypes.c_int, "int32": ctypes.c_int32, "uint32": ctypes.c_uint32, "text": ctypes.c_char_p}
LIMITS = {"int": (-(2**31), 2**31 - 1), "int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1)}
MADE_OF = {  # the arguments of lvsdr_NAME_new(), for each family that a setter may depend on
    "service": [(b"tcp", b"192.0.2.1:80"), (b"tcp", b"[2001:db8::1]:80")],
    "dest": [(b"192.0.2.2",)],
    "vip": [(b"192.0.2.1", b"lo"), (b"2001:db8::1", b"lo")],
    "arp_policy": [(b"all",)],
    "mark": [(b"tcp", b"192.0.2.1:80", 7)],
    "timeouts": [()],
    "sysctl": [(b"conn_reuse_mode", b"1")],
    "sync_daemon": [(b"master", b"eth0")],
}

with open(os.path.join(TOP, "bindings", "liblvsdr.json"), encoding="utf-8") as file:
    DESCRIPTION = json.load(file)
FUNCTIONS = {each["name"]: each for each in DESCRIPTION["functions"]}


class Description(unittest.TestCase):
    def setUp(self):
        self.host = ctypes.c_void_p()
        self.assertEqual(C.lvsdr_new(ctypes.byref(self.host)), 0)
        self.addCleanup(lambda: C.lvsdr_free(self.host))

    def made(self, kind):
        """An object for each of MADE_OF."""
        for arguments in MADE_OF[kind["name"]]:
            made = ctypes.c_void_p()
            self.assertEqual(getattr(C, kind["makers"][0])(self.host, *arguments, ctypes.byref(made)), 0)
            self.addCleanup(getattr(C, f"{kind['handle']}_free"), made)
            yield made

    def get(self, made, member):
        getter, described = getattr(C, member["getter"]), FUNCTIONS[member["getter"]]
        getter.restype = TYPES[described["result"]["type"]]
        if described["parameters"][1:]:
            buffer = ctypes.create_string_buffer(described["parameters"][2]["enough"])
            self.assertEqual(getter(made, buffer, ctypes.c_size_t(len(buffer))), len(buffer.value))
            return buffer.value.decode()
        value = getter(made)
        return value.decode() if isinstance(value, bytes) else value

    def test_defaults(self):
        count = 0
        for kind in DESCRIPTION["objects"]:
            for made in self.made(kind):
                for member in kind["members"]:
                    if "default" in member:
                        count += 1
                        with self.subTest(getter=member["getter"]):
                            self.assertEqual(self.get(made, member), member["default"])
        self.assertGreater(count, 30)

    def numbers(self):
        """(kind, setter, place, parameter) of each number that is set, or one of several."""
        for kind in DESCRIPTION["objects"]:
            for setter in kind["setters"]:
                for place, parameter in enumerate(FUNCTIONS[setter["function"]]["parameters"][1:]):
                    if parameter["type"] != "text":
                        yield kind, setter["function"], place, parameter

    def accepts(self, kind, setter, place, value):
        """Whether one of the objects accepts it, and the other parameters have their defaults."""
        parameters = FUNCTIONS[setter]["parameters"][1:]
        values = [TYPES[each["type"]](each.get("default", 0)) for each in parameters]
        values[place] = TYPES[parameters[place]["type"]](value)
        results = [getattr(C, setter)(made, *values) for made in self.made(kind)]
        self.assertLessEqual(set(results), {0, -errno.EINVAL})
        return 0 in results

    def test_ranges(self):
        count = 0
        for kind, setter, place, parameter in self.numbers():
            low, high = LIMITS[parameter["type"]]
            alone = len(FUNCTIONS[setter]["parameters"]) == 2  # several depend on each other
            with self.subTest(setter=setter, parameter=parameter["name"]):
                good = parameter.get("values") or [parameter[end] for end in ("minimum", "maximum") if end in parameter]
                good += [0, 1] if parameter["kind"] == "boolean" else []
                good += [parameter["default"]] if "default" in parameter else []
                for value in good if alone else []:
                    self.assertTrue(self.accepts(kind, setter, place, value), value)
                if parameter["kind"] == "boolean":
                    bad = [-1, 2]
                elif "values" in parameter:
                    bad = {each + more for each in parameter["values"] for more in (-1, 1)} - set(parameter["values"])
                else:
                    bad = [parameter["minimum"] - 1, parameter["maximum"] + 1] if "minimum" in parameter else []
                for value in bad:
                    if low <= value <= high and value != parameter.get("default"):
                        count += 1
                        self.assertFalse(self.accepts(kind, setter, place, value), value)
        self.assertGreater(count, 30)

    def test_every_number_tells_what_it_may_be(self):
        for _, setter, _, parameter in self.numbers():
            with self.subTest(setter=setter, parameter=parameter["name"]):
                self.assertTrue({"minimum", "values", "constants"} & set(parameter) or parameter["kind"] == "boolean")

    def test_texts_that_are_listed(self):
        for kind in DESCRIPTION["objects"]:
            for place, parameter in enumerate(FUNCTIONS[kind["makers"][0]]["parameters"][1:-1]):
                for value in [*parameter.get("values", []), "guard"] if "values" in parameter else []:
                    arguments = list(MADE_OF[kind["name"]][0])
                    arguments[place] = value.encode()
                    made = ctypes.c_void_p()
                    with self.subTest(kind=kind["name"], value=value):
                        result = getattr(C, kind["makers"][0])(self.host, *arguments, ctypes.byref(made))
                        self.assertEqual(result, -errno.EINVAL if value == "guard" else 0)
                        getattr(C, f"{kind['handle']}_free")(made)

    @unittest.skipIf(platform.machine().startswith(("mips", "alpha", "sparc", "parisc")), "has other numbers")
    def test_errors(self):
        for each in DESCRIPTION["errors"]:
            self.assertEqual(getattr(errno, each["name"]), each["errno"])
            self.assertEqual(each["code"], f"-{each['name']}")

    def test_soname(self):
        with open(os.path.realpath(lvsdr.library_path()), "rb") as file:
            self.assertIn(b"\0" + DESCRIPTION["soname"].encode() + b"\0", file.read())


if __name__ == "__main__":
    unittest.main()
