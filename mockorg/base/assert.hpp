#pragma once

namespace rowlock {

/// Prints the broken expectation and ends the process. Not for anything a caller can cause.
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

}  // namespace rowlock

/// A programmer's mistake ends the process, in release builds too.
#define ROWLOCK_ASSERT(expression) \
    ((expression) ? void() : ::rowlock::assertion_failed(#expression, __FILE__, __LINE__))
