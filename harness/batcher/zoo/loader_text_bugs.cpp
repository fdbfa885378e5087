// Loaders that send rows otherwise than they were given.
#include "harness/batcher/instance.hpp"
#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/zoo/loader_zoo.hpp"
#include "mockorg/base/blanks.hpp"

#include <algorithm>

namespace rowlock::loader {
namespace {

/// Writes every cell of a row as `spoiled` has it.
class SpoilsCells : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    virtual std::string spoiled(std::size_t column, const std::string& cell) const = 0;

    std::string file_of(const Rows& rows) override {
        const LineEnding line_ending = spec().format.line_ending;
        std::string file = batcher::csv_line(task().columns, line_ending);
        for (const std::size_t row : rows) {
            std::vector<std::string> cells = task().rows[row];
            for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = spoiled(i, cells[i]);
            file += batcher::csv_line(cells, line_ending);
        }
        return file;
    }
};

class WritesLatin1 : public SpoilsCells {
public:
    using SpoilsCells::SpoilsCells;

protected:
    std::string spoiled(std::size_t, const std::string& cell) const override {
        std::string text;
        for (std::size_t i = 0; i < cell.size(); ++i) {
            const auto byte = static_cast<unsigned char>(cell[i]);
            if (byte < 0x80) text += cell[i];
            if (byte < 0xC0) continue;
            const bool has_letter = byte < 0xC4 && i + 1 < cell.size();
            const auto low = has_letter ? static_cast<unsigned char>(cell[i + 1]) : 0U;
            text += has_letter ? static_cast<char>((byte & 0x03U) << 6U | (low & 0x3FU)) : '?';
        }
        return text;
    }
};

class TrimsCells : public SpoilsCells {
public:
    using SpoilsCells::SpoilsCells;

protected:
    std::string spoiled(std::size_t, const std::string& cell) const override {
        return std::string{trimmed(cell)};
    }
};

/// As spreadsheets do.
class ReadsNumbers : public SpoilsCells {
public:
    using SpoilsCells::SpoilsCells;

protected:
    std::string spoiled(std::size_t, const std::string& cell) const override {
        const bool number =
            !cell.empty() && cell.find_first_not_of("0123456789") == std::string::npos;
        return number ? std::to_string(std::stoul(cell)) : cell;
    }
};

/// As programs do that open files as text.
class TurnsCrlfIntoLf : public SpoilsCells {
public:
    using SpoilsCells::SpoilsCells;

protected:
    IngestJobSpec spec() const override {
        IngestJobSpec wanted = SpoilsCells::spec();
        wanted.format.line_ending = LineEnding::lf;
        return wanted;
    }

    std::string spoiled(std::size_t, const std::string& cell) const override {
        std::string text = cell;
        text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
        return text;
    }
};

/// As sandboxes mask addresses; those are the keys here.
class MasksAddresses : public SpoilsCells {
public:
    using SpoilsCells::SpoilsCells;

protected:
    std::string spoiled(std::size_t column, const std::string& cell) const override {
        return column == task().key_column ? cell + ".invalid" : cell;
    }
};

/// Names parents by ids of another object.
class SpoilsReferences : public SpoilsCells {
public:
    using SpoilsCells::SpoilsCells;

protected:
    std::string spoiled(std::size_t, const std::string& cell) const override {
        return cell.starts_with("001") ? "006" + cell.substr(3) : cell;
    }
};

class IgnoresLineEndings : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    IngestJobSpec spec() const override {
        IngestJobSpec wanted = BulkLoader::spec();
        wanted.format.line_ending = LineEnding::lf;
        return wanted;
    }
};

/// Writes the rows of a second attempt without quotes.
class UnquotedRetry : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    std::string file_of(const Rows& rows) override {
        if (attempt() == 0) return BulkLoader::file_of(rows);
        std::string file = csv_of(task(), {});
        for (const std::size_t row : rows) {
            std::string line;
            for (const std::string& cell : task().rows[row]) line += ',' + cell;
            file.append(line.substr(1)).append(line_end(task().line_ending));
        }
        return file;
    }
};

}  // namespace

std::vector<LoaderBug> text_bugs() {
    return {
        {"writes-latin-1",
         "writes files in Latin-1, and a question mark for what that does not have",
         {"L3"},
         loader_of<WritesLatin1>()},
        {"trims-cells", "drops blanks around cells", {"L3"}, loader_of<TrimsCells>()},
        {"reads-numbers", "takes 007 for the number 7", {"L3"}, loader_of<ReadsNumbers>()},
        {"turns-crlf-into-lf",
         "reads its file as text, so that CRLF inside cells becomes LF",
         {"L3"},
         loader_of<TurnsCrlfIntoLf>()},
        {"masks-addresses",
         "appends .invalid to email addresses, which are the rows' keys",
         {"L3"},
         loader_of<MasksAddresses>()},
        {"spoils-references",
         "writes references that the org refuses, and blames the rows",
         {"L3"},
         loader_of<SpoilsReferences>()},
        {"ignores-line-endings",
         "creates every job for LF, whatever its file has",
         {"L8"},
         loader_of<IgnoresLineEndings>()},
        {"unquoted-retry",
         "forgets the quotes of rows it sends again",
         {"L3", "L4", "L8"},
         loader_of<UnquotedRetry>()},
    };
}

}  // namespace rowlock::loader
