#pragma once

#include <boost/beast/http.hpp>
