#include "mockorg/base/exit_code.hpp"

namespace rowlock {

ExitCode exit_code_of(const Error& error) {
    switch (error.code) {
        case ErrorCode::bad_configuration:
        case ErrorCode::invalid_session_id:
        // An org refuses the object, the field or the condition that it was given.
        case ErrorCode::invalid_entity:
        case ErrorCode::invalid_field:
        case ErrorCode::invalid_query_filter_operator:
        case ErrorCode::invalid_type:
        case ErrorCode::malformed_query:
            return ExitCode::usage;
        case ErrorCode::bad_file:
            return ExitCode::bad_input;
        default:
            return ExitCode::server;
    }
}

int report_error(const Error& error, Io& io) {
    io.err.line("error: " + error.message);
    return number_of(exit_code_of(error));
}

}  // namespace rowlock
