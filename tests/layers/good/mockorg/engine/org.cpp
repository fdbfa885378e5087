#include "mockorg/base/words.hpp"
#include "mockorg/codec/json.hpp"

#include <nlohmann/json.hpp>
