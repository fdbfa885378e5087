#include "mockorg/store/store.hpp"
