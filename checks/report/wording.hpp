#pragma once

#include "checks/report/check_report.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A rate of 0 to 1: 0 %, < 0.1 %, 4.5 %, 34 %.
std::string rate_text(double rate);

/// "52 s", "4 min", "2.5 h".
std::string time_text(double seconds);

/// `a.csv row 5 (line 7), batch 2`
std::string place_text(const ConflictWitness::Place& place);

/// Where the examples of a finding are, without the first words: `row 5 (line 6) 'x', row 9 ...`.
std::string example_text(const FindingPlace& place);

/// The verdict in a plain sentence, the first line of every report.
std::string verdict_sentence(const CheckReport& report);

/// `SAFE`, `INCOMPLETE`, `UNCERTAIN`, `NOT SAFE`
std::string_view verdict_word(CheckVerdict verdict);

/// What to do about the verdict.
std::string verdict_advice(const CheckReport& report);

/// The range of expected failures with the assumptions behind its ends.
std::string forecast_sentence(const Forecast& forecast);

/// How the figures came about, and on how much of the load.
std::string forecast_basis(const Forecast& forecast);

/// Which k keeps failures within 0.1 %, and what a retry leaves. One sentence per entry.
std::vector<std::string> forecast_advice(const Forecast& forecast);

/// What windows leave of the conflicts, with their limits; empty if none were asked for.
std::string window_sentence(const WindowPart& window);

/// Why window verdicts prove nothing.
std::string_view window_caveat();

std::string finished_sentence(const FinishedPart& finished);

/// "2 errors, 1 warning, no notes", with the accepted ones.
std::string finding_counts_text(const std::vector<Finding>& findings);

}  // namespace rowlock
