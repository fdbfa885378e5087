#include "mockorg/base/upward.hpp"
