#include "mockorg/engine/reader.hpp"

#include <nlohmann/json.hpp>
