#include "harness/verify/proof.hpp"

#include "harness/replay/figures.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

const char* shown_name(ProofStatus status) {
    return status == ProofStatus::not_possible ? "not possible" : name_of(status);
}

void append_check(JsonWriter& json, const ProofCheck& check) {
    json.begin_object()
        .member("check", check.name)
        .member("subject", check.subject)
        .member("status", name_of(check.status))
        .member("asked", check.asked)
        .member("detail", check.detail)
        .member("faults", check.faults);
    if (!check.compared.empty()) json.member("compared", check.compared);
    json.key("findings").begin_array();
    for (const ProofFinding& finding : check.findings) {
        json.begin_object()
            .member("kind", finding.kind)
            .member("id", finding.id)
            .member("detail", finding.detail)
            .end_object();
    }
    json.end_array().end_object();
}

std::uint64_t count(const Proof& proof, ProofStatus status) {
    return static_cast<std::uint64_t>(std::count_if(
        proof.checks.begin(),
        proof.checks.end(),
        [&](const ProofCheck& check) { return check.status == status; }
    ));
}

/// Checks that somebody wanted and nobody could make.
std::uint64_t owed(const Proof& proof) {
    return static_cast<std::uint64_t>(std::count_if(
        proof.checks.begin(),
        proof.checks.end(),
        [](const ProofCheck& check) {
            return check.asked && check.status == ProofStatus::not_possible;
        }
    ));
}

std::string text_of(const ProofCheck& check) {
    std::string text = fmt::format(
        "{:<12}  {}{}{}: {}\n",
        shown_name(check.status),
        check.name,
        check.subject.empty() ? "" : " ",
        check.subject,
        check.detail
    );
    for (const ProofFinding& finding : check.findings) {
        text += fmt::format("              {} {}", finding.kind, finding.id);
        if (!finding.detail.empty()) text += (finding.id.empty() ? "" : ": ") + finding.detail;
        text += '\n';
    }
    if (check.faults > check.findings.size())
        text += fmt::format(
            "              and {} more\n", grouped(check.faults - check.findings.size())
        );
    return text;
}

}  // namespace

const char* name_of(ProofStatus status) {
    switch (status) {
        case ProofStatus::passed:
            return "passed";
        case ProofStatus::failed:
            return "failed";
        case ProofStatus::not_possible:
            return "notPossible";
    }
    return "";
}

bool Proof::holds() const {
    return count(*this, ProofStatus::failed) + owed(*this) == 0;
}

std::string json_of(const Proof& proof) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_proof_version)
        .member("command", "verify")
        .member("target", proof.target)
        .member("holds", proof.holds());
    json.key("checks").begin_array();
    for (const ProofCheck& check : proof.checks) append_check(json, check);
    json.end_array().key("files").begin_array();
    for (const std::string& file : proof.files) json.value(file);
    json.end_array().end_object();
    return out;
}

std::string text_of(const Proof& proof) {
    std::string text = proof.target + "\n";
    for (const ProofCheck& check : proof.checks) text += text_of(check);
    for (const std::string& file : proof.files) text += "written: " + file + "\n";
    text += fmt::format(
        "{} passed, {} failed, {} not possible\n",
        count(proof, ProofStatus::passed),
        count(proof, ProofStatus::failed),
        count(proof, ProofStatus::not_possible)
    );
    if (owed(proof) > 0)
        text += fmt::format(
            "nothing is proven: {} that was asked for could not be made\n",
            counted(owed(proof), "check")
        );
    return text;
}

}  // namespace rowlock
