#pragma once

#include "mockorg/base/io.hpp"
#include "mockorg/engine/query_job_settings.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

struct ServeOptions {
    std::string address = "127.0.0.1";
    /// 0 = any free port.
    std::uint16_t port = 0;
    /// Gets the port number once the server listens; empty: nothing is written.
    std::string port_file;
    /// Empty: one made from the organization's id and the seed, always the same for the same seed.
    std::string token;
    /// Of every user; empty: any password is right.
    std::string password;
    /// PEM file with what JWT assertions must be signed with; empty: signatures are not looked at.
    std::string jwt_key_file;
    /// How long an unused session lives, on the org's clock.
    unsigned session_minutes = 120;
    /// `virtual`, `manual`, `real`, `real:60`.
    std::string clock = "virtual";
    std::uint64_t seed = 1;
    std::string profile = "typical";
    /// Keep no ledger of who held what.
    bool no_ledger = false;
    /// Schema file; empty: the standard objects.
    std::string schema_file;
    /// File with lock rules of one's own, in addition to the shipped ones; empty: none.
    std::string lock_rules_file;
    /// File with faults that are there from the start; empty: none.
    std::string faults_file;
    /// File with foreign writers that write from the start; empty: none.
    std::string foreign_writers_file;
    /// `reject`, `ignore`, `honour`.
    std::string bulk2_serial = "reject";
    /// Rows of a page of Bulk API 2.0 query results where the client does not say; one or more.
    std::uint64_t bulk2_page_rows = QueryJobSettings{}.page_rows;
    /// `name=value`, as set_bulk_limit takes it.
    std::vector<std::string> limits;
    /// Permissions the org's user is not to have, as deny() takes them.
    std::vector<std::string> denied;
    unsigned io_threads = 1;
    /// Names of more orgs, made like the first one but for their seeds.
    std::vector<std::string> orgs;
    /// File with more orgs; empty: none.
    std::string orgs_file;
    /// Speak https, with a certificate made here unless there are files.
    bool tls = false;
    std::string tls_certificate_file;
    std::string tls_key_file;
    /// Gets the certificate, for clients that are to trust it; empty: nothing is written.
    std::string tls_trust_file;
    bool json = false;
};

/// `rowlock serve`: a mock org over HTTP until SIGTERM or Ctrl-C. Its first line is
/// `rowlock serve: http://ADDRESS:PORT token=TOKEN org=ID`, and each further org has one that ends
/// with `name=NAME`; or all of it is one JSON object.
int run_serve(const ServeOptions& options, Io& io);

}  // namespace rowlock
