#include "mockorg/codec/json.hpp"
