#include "mockorg/base/precompiled.hpp"
