#include "harness/replay/action.hpp"

#include <CLI/CLI.hpp>
