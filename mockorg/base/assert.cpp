#include "mockorg/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace rowlock {

void assertion_failed(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "rowlock: broken expectation: %s (%s:%d)\n", expression, file, line);
    std::abort();
}

}  // namespace rowlock
