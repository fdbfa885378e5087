#pragma once

#include "mockorg/base/words.hpp"

#include <nlohmann/json_fwd.hpp>
