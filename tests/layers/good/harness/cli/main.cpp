#include "harness/replay/driver.hpp"
#include "mockorg/server/server.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
