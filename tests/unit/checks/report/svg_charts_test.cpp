#include "checks/report/svg_charts.hpp"

#include "mockorg/codec/xml_reader.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

namespace rowlock {
namespace {

template <class Draw>
std::string drawn(Draw draw) {
    std::string out;
    XmlWriter xml{out};
    draw(xml);
    return out;
}

std::size_t count_of(const XmlElement& element, std::string_view name) {
    std::size_t count = element.name.local == name ? 1 : 0;
    for (const XmlElement& child : element.children) count += count_of(child, name);
    return count;
}

TEST_CASE("the skew chart has a bar per bucket, and none has nothing to draw") {
    const auto histogram = skew_histogram({30, 5, 5, 1});
    const auto svg = read_xml(drawn([&](XmlWriter& xml) { draw_skew(histogram, xml); }));
    REQUIRE(svg);
    CHECK(count_of(*svg, "rect") == histogram.size());
    CHECK(read_xml(drawn([](XmlWriter& xml) { draw_skew({}, xml); })));
}

TEST_CASE("the failure curve has a line per hold case and a dot per cell") {
    const Forecast forecast = *test::sample_report().forecast;
    const auto svg = read_xml(drawn([&](XmlWriter& xml) { draw_failure_curve(forecast, xml); }));
    REQUIRE(svg);
    CHECK(count_of(*svg, "path") == 2);
    CHECK(count_of(*svg, "circle") == 4);
    CHECK(drawn([](XmlWriter& xml) { draw_failure_curve({}, xml); }).empty());
}

TEST_CASE("the matrix has one path per kind of cell") {
    const ConflictMatrix matrix = *test::sample_report().matrix;
    const auto svg = read_xml(drawn([&](XmlWriter& xml) { draw_matrix(matrix, xml); }));
    REQUIRE(svg);
    CHECK(count_of(*svg, "path") == 2);
    CHECK(drawn([](XmlWriter& xml) { draw_matrix({}, xml); }).empty());
}

TEST_CASE("a full matrix of 48 batches stays small") {
    ConflictMatrix matrix;
    matrix.batches.resize(48);
    matrix.cells.assign(48 * 48, ConflictMatrix::Cell::hard);
    CHECK(drawn([&](XmlWriter& xml) { draw_matrix(matrix, xml); }).size() < 120'000);
}

}  // namespace
}  // namespace rowlock
