#pragma once

#include "tests/unit/mockorg/api/in_process_api.hpp"
#include "tests/unit/mockorg/api/xml_text.hpp"

#include <string>

namespace rowlock {

/// A client of the partner API that has the org's token.
struct Soap {
    InProcessApi org;

    Answer call(const std::string& operation, const std::string& headers = {}) {
        return org.send(
            "POST",
            "/services/Soap/u/60.0",
            R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" )"
            R"(xmlns="urn:partner.soap.sforce.com" )"
            R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Header>)" +
                headers + "</e:Header><e:Body>" + operation + "</e:Body></e:Envelope>",
            {{"Content-Type", "text/xml"}, {"SOAPAction", "\"\""}}
        );
    }

    std::string create(const std::string& record) {
        return call("<create><sObjects>" + record + "</sObjects></create>").body;
    }

    std::string query(const std::string& soql) {
        return call("<query><queryString>" + soql + "</queryString></query>").body;
    }
};

}  // namespace rowlock
