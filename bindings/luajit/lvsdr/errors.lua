-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What a failure of the library becomes: an error object, thrown by error().
--
--   code          the library's negative code, and
--   name          its name: "EEXIST", "ESRCH" ...
--   message       one sentence: what is wrong with which object, and what to do; also tostring()
--   operation     what was attempted: "add", "update", "read" ...
--   object        on what: "tcp 192.168.1.41:80 -> 192.168.1.20:80"
--   field         the field at fault, "weight", or "" if no single one is
--   kernel_errno  the errno that the kernel gave, or 0; and kernel_text its own text, or ""
local ffi = require("ffi")
local C = require("lvsdr.library").C

-- Numbers of Linux, but for a few architectures that LuaJIT does not run on, and MIPS.
local names = {
  [1] = "EPERM", [2] = "ENOENT", [3] = "ESRCH", [5] = "EIO", [11] = "EAGAIN", [12] = "ENOMEM",
  [16] = "EBUSY", [17] = "EEXIST", [19] = "ENODEV", [22] = "EINVAL", [74] = "EBADMSG",
  [95] = "EOPNOTSUPP", [110] = "ETIMEDOUT", [116] = "ESTALE",
}

local Error = {}
Error.__index = Error

function Error:__tostring()
  return self.message
end

local errors = {}

-- The result of a call, unless it is a code: then the detail on the handle is thrown.
function errors.check(handle, result)
  if result >= 0 then return result end
  error(setmetatable({
    code = result,
    name = names[-result] or "E" .. -result,
    message = ffi.string(C.lvsdr_error_message(handle)),
    operation = ffi.string(C.lvsdr_error_operation(handle)),
    object = ffi.string(C.lvsdr_error_object(handle)),
    field = ffi.string(C.lvsdr_error_field(handle)),
    kernel_errno = C.lvsdr_error_kernel_errno(handle),
    kernel_text = ffi.string(C.lvsdr_error_kernel_text(handle)),
  }, Error))
end

-- Whether something that pcall() gave is one of these.
function errors.is_error(value)
  return getmetatable(value) == Error
end

return errors
