#include "mockorg/foreign/foreign_writer.hpp"

namespace rowlock {

std::string_view name_of(ForeignWriterKind kind) {
    switch (kind) {
        case ForeignWriterKind::user:
            return "user";
        case ForeignWriterKind::integration:
            return "integration";
        case ForeignWriterKind::scheduled:
            return "scheduled";
        case ForeignWriterKind::automation:
            break;
    }
    return "automation";
}

}  // namespace rowlock
