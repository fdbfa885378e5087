#pragma once

#include <boost/asio/io_context.hpp>
#include <fmt/core.h>
#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>
