#pragma once

// What every test includes: Catch2, RapidCheck and the glue between them.
#include <catch2/catch.hpp>
#include <rapidcheck.h>
#include <rapidcheck/catch.h>
