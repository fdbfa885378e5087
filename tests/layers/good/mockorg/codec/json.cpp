#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>
