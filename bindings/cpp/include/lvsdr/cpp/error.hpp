// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <lvsdr/lvsdr.h>

#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

namespace liblvsdr
{

/// A failure of the library. code() compares with std::errc: std::errc::file_exists is -EEXIST of the C interface.
class error : public std::system_error
{
public:
	error(int code, std::string message)
	    : error(code, details{std::move(message), "", "", "", 0, ""})
	{
	}

	/// The last failure of a handle, which gave this code.
	error(int code, const ::lvsdr *host)
	    : error(code,
		    details{::lvsdr_error_message(host), ::lvsdr_error_operation(host),
			    ::lvsdr_error_object(host), ::lvsdr_error_field(host),
			    ::lvsdr_error_kernel_errno(host), ::lvsdr_error_kernel_text(host)})
	{
	}

	/// One sentence: what is wrong with which object, and what to do.
	const char *what() const noexcept override
	{
		return details_->message.c_str();
	}

	/// What was attempted: "add", "update", "read" ...; "" where a value does not fit into the C interface.
	const std::string &operation() const noexcept
	{
		return details_->operation;
	}

	/// On what: "tcp 192.168.1.41:80 -> 192.168.1.20:80".
	const std::string &object() const noexcept
	{
		return details_->object;
	}

	/// The field at fault, such as "weight"; "" if no single one is.
	const std::string &field() const noexcept
	{
		return details_->field;
	}

	/// The errno that the kernel returned, or 0.
	int kernel_errno() const noexcept
	{
		return details_->kernel_errno;
	}

	/// The kernel's own text, or "".
	const std::string &kernel_text() const noexcept
	{
		return details_->kernel_text;
	}

private:
	struct details {
		std::string message, operation, object, field;
		int kernel_errno;
		std::string kernel_text;
	};

	error(int code, details &&found)
	    : system_error(-code, std::generic_category()),
	      details_(std::make_shared<const details>(std::move(found)))
	{
	}

	std::shared_ptr<const details> details_; // an exception is copied without throwing
};

} // namespace liblvsdr
