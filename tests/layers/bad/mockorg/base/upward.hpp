#pragma once

#include "mockorg/engine/org.hpp"
