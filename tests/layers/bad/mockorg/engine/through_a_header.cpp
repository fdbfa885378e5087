#include "mockorg/engine/org.hpp"
