#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::loader {

/// What became of a row: the org has it; the org refused it; the org never worked on it; nobody can
/// tell, because the answer to the request that carried it was lost.
enum class RowFate : std::uint8_t { loaded, failed, unprocessed, unknown };

/// `loaded`, `failed`, `unprocessed`, `unknown`.
std::string_view name_of(RowFate fate);

/// What a loader is to load.
struct LoadTask {
    std::string object;
    /// insert or upsert.
    std::string operation;
    /// Of an upsert; empty otherwise.
    std::string external_id_field;
    std::vector<std::string> columns;
    /// As many cells as columns in each.
    std::vector<std::vector<std::string>> rows;
    /// The column that tells rows apart: no two rows have the same text there, and it needs no
    /// quotes. Results come back in any order, so that a loader has to look for it.
    std::size_t key_column = 0;
    /// Of the lines of a file. CRLF if there are line breaks inside cells and they are CRLF: Bulk
    /// API 2.0 refuses files with both, and with others than the job's `lineEnding`. [bulk-api
    /// 1.12]
    LineEnding line_ending = LineEnding::lf;
};

/// A file with a header line and these of the task's rows, which count from 0.
std::string csv_of(const LoadTask& task, const std::vector<std::size_t>& rows);

/// Whether a row that failed with this error (`CODE:message:fields`) can do nothing for it and may
/// pass later.
bool may_pass_later(std::string_view error);

/// The way to an org: requests and answers as they are on the wire, without a socket. Requests that
/// carry no session get one. One thread.
class OrgConnection {
public:
    virtual ~OrgConnection() = default;

    /// The answer, its body whole; nothing if the connection broke: the request may have taken
    /// effect, or not.
    virtual std::optional<HttpResponse> send(HttpRequest request) = 0;

    /// Does nothing for so long, on the org's clock. Takes no real time.
    virtual void wait(Duration time) = 0;

    virtual TimePoint now() const = 0;
};

/// What a loader says in the end: the fate of each row, in the order of the task.
using LoadAccount = std::vector<RowFate>;

/// A loader: loads the task over the connection and says what became of each row.
using Loader = std::function<LoadAccount(const LoadTask&, OrgConnection&)>;

}  // namespace rowlock::loader
