#include "mockorg/schema/schema.hpp"
