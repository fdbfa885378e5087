#include "checks/report/svg_charts.hpp"

#include "checks/report/wording.hpp"
#include "mockorg/base/counted.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

constexpr double k_width = 560.0;
constexpr double k_height = 260.0;
constexpr double k_left = 60.0;
constexpr double k_right = 20.0;
constexpr double k_top = 14.0;
constexpr double k_bottom = 44.0;

std::string number(double value) {
    return fmt::format("{:.1f}", value);
}

/// An SVG element being built.
class Drawing {
public:
    Drawing(XmlWriter& xml, double width, double height, std::string_view title) : xml_(xml) {
        xml_.open("svg").attribute("viewBox", fmt::format("0 0 {:g} {:g}", width, height));
        xml_.attribute("width", fmt::format("{:g}", width)).attribute("role", "img");
        xml_.attribute("aria-label", title);
        xml_.element("title", title);
    }

    ~Drawing() { xml_.close(); }

    Drawing(const Drawing&) = delete;
    Drawing& operator=(const Drawing&) = delete;

    void line(double x1, double y1, double x2, double y2) {
        xml_.open("line").attribute("class", "axis").attribute("x1", number(x1));
        xml_.attribute("y1", number(y1)).attribute("x2", number(x2)).attribute("y2", number(y2));
        xml_.close();
    }

    void text(double x, double y, std::string_view anchor, std::string_view content) {
        xml_.open("text").attribute("x", number(x)).attribute("y", number(y));
        xml_.attribute("text-anchor", anchor).text(content).close();
    }

    void path(std::string_view css_class, std::string_view outline) {
        if (outline.empty()) return;
        xml_.open("path").attribute("class", css_class).attribute("d", outline).close();
    }

    void bar(double x, double y, double width, double height, std::string_view hover) {
        xml_.open("rect").attribute("class", "series-0").attribute("x", number(x));
        xml_.attribute("y", number(y)).attribute("width", number(width));
        xml_.attribute("height", number(height)).element("title", hover).close();
    }

    void dot(double x, double y, std::string_view css_class, std::string_view hover) {
        xml_.open("circle").attribute("class", css_class).attribute("cx", number(x));
        xml_.attribute("cy", number(y)).attribute("r", "3").element("title", hover).close();
    }

private:
    XmlWriter& xml_;
};

void draw_axes(Drawing& drawing) {
    drawing.line(k_left, k_top, k_left, k_height - k_bottom);
    drawing.line(k_left, k_height - k_bottom, k_width - k_right, k_height - k_bottom);
}

/// A share of the plot's height, 0 to 1, as y.
double y_of(double share) {
    return k_height - k_bottom - share * (k_height - k_bottom - k_top);
}

std::string_view curve_class(std::uint32_t hold) {
    static constexpr std::array<std::string_view, 4> k_classes = {
        "curve series-0", "curve series-1", "curve series-2", "curve series-3"};
    return k_classes[hold % k_classes.size()];
}

/// Lines over k for one plot area.
class CurvePlot {
public:
    CurvePlot(const Forecast& forecast, Drawing& drawing) : forecast_(forecast), drawing_(drawing) {
        for (const ForecastCell& cell : forecast.cells) {
            workers_max_ = std::max(workers_max_, static_cast<double>(cell.workers));
        }
        // Flat lines at nothing still get a scale.
        rate_max_ = std::max(0.01, forecast.highest_rate);
    }

    void draw() {
        for (const double share : {0.0, 0.5, 1.0}) {
            drawing_.text(k_left - 6.0, y_of(share) + 4.0, "end", rate_text(share * rate_max_));
        }
        for (const ForecastCell& cell : forecast_.cells) {
            if (cell.hold != 0) continue;
            drawing_.text(
                x_of(cell), k_height - k_bottom + 16.0, "middle", std::to_string(cell.workers)
            );
        }
        drawing_.text(k_width / 2.0, k_height - 8.0, "middle", "k, batches in flight");
        for (std::uint32_t hold = 0; hold < forecast_.holds.size(); ++hold) draw_curve(hold);
    }

private:
    double x_of(const ForecastCell& cell) const {
        return k_left + (k_width - k_left - k_right) * cell.workers / workers_max_;
    }

    double y_of_cell(const ForecastCell& cell) const { return y_of(cell.failure_rate / rate_max_); }

    void draw_curve(std::uint32_t hold) {
        std::string outline;
        for (const ForecastCell& cell : forecast_.cells) {
            if (cell.hold != hold) continue;
            outline += outline.empty() ? 'M' : 'L';
            outline += number(x_of(cell)) + " " + number(y_of_cell(cell));
        }
        drawing_.path(curve_class(hold), outline);
        for (const ForecastCell& cell : forecast_.cells) {
            if (cell.hold != hold) continue;
            const std::string hover = fmt::format(
                "{}, k = {}: {} ({})",
                forecast_.holds[hold].name,
                cell.workers,
                rate_text(cell.failure_rate),
                name_of(cell.method)
            );
            drawing_.dot(x_of(cell), y_of_cell(cell), curve_class(hold), hover);
        }
    }

    const Forecast& forecast_;
    Drawing& drawing_;
    double workers_max_ = 1.0;
    double rate_max_ = 0.01;
};

}  // namespace

void draw_skew(const std::vector<SkewPart::Bucket>& histogram, XmlWriter& xml) {
    std::uint64_t most = 1;
    for (const SkewPart::Bucket& bucket : histogram) most = std::max(most, bucket.rows);
    Drawing drawing{xml, k_width, k_height, "Rows by the number of rows under their parent"};
    draw_axes(drawing);
    drawing.text(k_left - 6.0, y_of(1.0) + 4.0, "end", grouped(most));
    drawing.text(k_left - 6.0, y_of(0.0) + 4.0, "end", "0");
    drawing.text(k_width / 2.0, k_height - 8.0, "middle", "rows under one parent");
    const double step = (k_width - k_left - k_right) /
                        static_cast<double>(std::max<std::size_t>(1, histogram.size()));
    for (std::size_t i = 0; i < histogram.size(); ++i) {
        const SkewPart::Bucket& bucket = histogram[i];
        const double x = k_left + step * static_cast<double>(i);
        const double share = static_cast<double>(bucket.rows) / static_cast<double>(most);
        const std::string hover = fmt::format(
            "{} with {} to {} rows: {}",
            counted(bucket.parents, "parent"),
            grouped(bucket.from),
            grouped(bucket.to),
            counted(bucket.rows, "row")
        );
        drawing.bar(
            x + 1.0, y_of(share), std::max(1.0, step - 2.0), y_of(0.0) - y_of(share), hover
        );
        drawing.text(x + step / 2.0, k_height - k_bottom + 16.0, "middle", grouped(bucket.from));
    }
}

void draw_matrix(const ConflictMatrix& matrix, XmlWriter& xml) {
    constexpr double k_margin = 40.0;
    const std::size_t size = matrix.batches.size();
    if (size == 0) return;
    const double cell = std::clamp(320.0 / static_cast<double>(size), 4.0, 24.0);
    const double side = k_margin + cell * static_cast<double>(size) + 4.0;
    Drawing drawing{xml, side, side, "Batches against batches"};
    drawing.text(k_margin, k_margin - 8.0, "start", std::to_string(matrix.batches.front() + 1));
    drawing.text(side - 4.0, k_margin - 8.0, "end", std::to_string(matrix.batches.back() + 1));
    // One path per kind of cell keeps the page small.
    std::array<std::string, 4> outlines;
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
            outlines[static_cast<std::size_t>(matrix.at(i, j))] += fmt::format(
                "M{:.1f} {:.1f}h{:.1f}v{:.1f}h-{:.1f}z",
                k_margin + cell * static_cast<double>(j),
                k_margin + cell * static_cast<double>(i),
                cell - 0.5,
                cell - 0.5,
                cell - 0.5
            );
        }
    }
    constexpr std::array<std::string_view, 4> k_classes = {
        "cell-apart", "cell-clear", "cell-soft", "cell-hard"};
    for (std::size_t kind = 0; kind < outlines.size(); ++kind) {
        drawing.path(k_classes[kind], outlines[kind]);
    }
}

void draw_failure_curve(const Forecast& forecast, XmlWriter& xml) {
    if (forecast.cells.empty()) return;
    Drawing drawing{xml, k_width, k_height, "Expected share of failed rows over k"};
    draw_axes(drawing);
    CurvePlot{forecast, drawing}.draw();
}

}  // namespace rowlock
