#pragma once

#include "mockorg/codec/json.hpp"
