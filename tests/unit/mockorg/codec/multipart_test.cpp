#include "mockorg/codec/multipart.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

constexpr std::string_view k_type = "multipart/form-data; boundary=B7";

std::string with_crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') out.push_back('\r');
        out.push_back(c);
    }
    return out;
}

std::string error_of(std::string_view type, std::string_view body) {
    const auto parts = parse_multipart(type, body);
    return parts ? "" : parts.error().message;
}

constexpr std::string_view k_job_and_rows =
    "--B7\n"
    "Content-Type: application/json\n"
    "Content-Disposition: form-data; name=\"job\"\n"
    "\n"
    "{\"object\":\"Account\"}\n"
    "--B7\n"
    "content-disposition:form-data;filename=rows;name=content\n"
    "CONTENT-TYPE:text/csv\n"
    "\n"
    "Name\n"
    "Acme\n"
    "\n"
    "--B7--\n";

TEST_CASE("a job and its rows are two parts") {
    const auto parts = parse_multipart(k_type, k_job_and_rows);
    REQUIRE(parts.has_value());
    REQUIRE(parts->size() == 2);
    CHECK(parts->at(0).name == "job");
    CHECK(parts->at(0).content_type == "application/json");
    CHECK(parts->at(0).body == "{\"object\":\"Account\"}");
    CHECK(parts->at(1).name == "content");
    CHECK(parts->at(1).content_type == "text/csv");
    CHECK(parts->at(1).body == "Name\nAcme\n");
}

TEST_CASE("lines may end in CRLF") {
    const std::string body = with_crlf(k_job_and_rows);
    const auto parts = parse_multipart(k_type, body);
    REQUIRE(parts.has_value());
    CHECK(parts->at(0).body == "{\"object\":\"Account\"}");
    CHECK(parts->at(1).body == "Name\r\nAcme\r\n");
}

TEST_CASE("the boundary may be quoted and stand anywhere in the content type") {
    const auto type = GENERATE(
        as<std::string>{},
        "multipart/form-data; boundary=\"B7\"",
        "Multipart/Form-Data;BOUNDARY=B7",
        "multipart/form-data; charset=\"a;boundary=x\\\"\"; boundary = B7 ; more",
        "multipart/form-data; flag; boundary=\"B\\7\""
    );
    CAPTURE(type);
    CHECK(parse_multipart(type, k_job_and_rows).has_value());
}

TEST_CASE("text around the parts and blanks behind a boundary are ignored") {
    const auto parts = parse_multipart(
        k_type,
        "preamble\n--B7x\n--B7 \t\r\nContent-Disposition: form-data; name=a\n\n1\n--B7-- "
        "\nrest\n--B7\n"
    );
    REQUIRE(parts.has_value());
    REQUIRE(parts->size() == 1);
    CHECK(parts->at(0).body == "1");
    CHECK(parts->at(0).content_type.empty());
}

TEST_CASE("only a whole line is a boundary") {
    const auto parts = parse_multipart(
        k_type,
        "--B7\nContent-Disposition: form-data; name=a\n\n--B71\nx--B7\n --B7--\n--B7---\n--B7--"
    );
    REQUIRE(parts.has_value());
    CHECK(parts->at(0).body == "--B71\nx--B7\n --B7--\n--B7---");
}

TEST_CASE("a part may be empty") {
    const auto parts = parse_multipart(
        k_type,
        "--B7\nContent-Disposition: form-data; name=\"\"\n\n--B7\n"
        "Content-Disposition: form-data; name=b\n\n\n--B7--"
    );
    REQUIRE(parts.has_value());
    REQUIRE(parts->size() == 2);
    CHECK(parts->at(0).name.empty());
    CHECK(parts->at(0).body.empty());
    CHECK(parts->at(1).body.empty());
}

TEST_CASE("a malformed body is refused with what is wrong") {
    const std::string head = "--B7\nContent-Disposition: form-data; name=a\n";
    CHECK(
        error_of("text/csv; boundary=B7", k_job_and_rows) ==
        "The multipart body has the content type 'text/csv', not multipart/form-data"
    );
    CHECK(
        error_of("multipart/form-data", k_job_and_rows) ==
        "The multipart body has a content type without a boundary"
    );
    CHECK(
        error_of("multipart/form-data; boundary=", k_job_and_rows) ==
        "The multipart body has a content type without a boundary"
    );
    CHECK(error_of(k_type, "") == "The multipart body holds no line with its boundary");
    CHECK(error_of(k_type, "--B8\n") == "The multipart body holds no line with its boundary");
    CHECK(error_of(k_type, "--B7--\n") == "The multipart body holds no part");
    CHECK(
        error_of(k_type, head + "\n1\n") ==
        "The multipart body ends inside part 1, without a boundary"
    );
    CHECK(
        error_of(k_type, head + "\n1\n--B7\n") ==
        "The multipart body has no empty line behind the headers of part 2"
    );
    CHECK(
        error_of(k_type, head + "--B7--\n") ==
        "The multipart body has no empty line behind the headers of part 1"
    );
    CHECK(
        error_of(k_type, head + "Content-Type text/csv\n\n1\n--B7--\n") ==
        "The multipart body has a header without a colon in part 1"
    );
    CHECK(
        error_of(k_type, "--B7\nContent-Type: text/csv\n\n1\n--B7--\n") ==
        "The multipart body does not name part 1"
    );
    CHECK(error_of(k_type, "--B7\n\n1\n--B7--\n") == "The multipart body does not name part 1");
}

TEST_CASE("parts come back as they were sent") {
    rc::prop("for any bodies without a boundary line", [] {
        const auto body = rc::gen::container<std::string>(
            rc::gen::element('a', '-', '\n', '\r', '"', '\0', '\xff')
        );
        const auto bodies = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(body));
        const std::string line_end = *rc::gen::element<std::string>("\n", "\r\n");
        std::string sent;
        for (const std::string& part : bodies) {
            sent += "--B7" + line_end + "Content-Disposition: form-data; name=\"p\"" + line_end;
            // With LF alone, a CR before the boundary is taken for half of a line end.
            sent +=
                line_end + part + (line_end == "\n" && part.ends_with('\r') ? "\r\n" : line_end);
        }
        sent += "--B7--";
        const auto parts = parse_multipart(k_type, sent);
        RC_ASSERT(parts.has_value());
        RC_ASSERT(parts->size() == bodies.size());
        for (std::size_t i = 0; i < bodies.size(); ++i) RC_ASSERT(parts->at(i).body == bodies[i]);
    });
}

TEST_CASE("any body is parsed or refused") {
    rc::prop("with bodies inside the text", [] {
        const auto pieces =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "--B7",
                "--",
                "\n",
                "\r\n",
                "Content-Disposition: form-data; name=\"a\"",
                ":",
                ";",
                "\"",
                " ",
                "name=",
                "\\",
                "x"
            ));
        std::string body;
        for (const std::string& piece : pieces) body += piece;
        const auto typed = parse_multipart("multipart/form-data;" + body, k_job_and_rows);
        RC_ASSERT(!typed || typed->size() == 2u);
        const auto parts = parse_multipart(k_type, body);
        if (!parts) return;
        RC_ASSERT(!parts->empty());
        for (const MultipartPart& part : *parts) {
            RC_ASSERT(part.body.data() >= body.data());
            RC_ASSERT(part.body.data() + part.body.size() <= body.data() + body.size());
        }
    });
}

}  // namespace
}  // namespace rowlock
