#include "sideways.hpp"

#include "mockorg/engine/org.hpp"
#include "tests/support/test.hpp"

#include <curl/curl.h>
