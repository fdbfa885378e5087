#include "tests/unit/mockorg/api/contact_query.hpp"

#include "mockorg/testing/csv_table.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk1_client.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace rowlock {
namespace {

using nlohmann::json;

constexpr const char* k_select =
    "SELECT Id, Title, Department, Email, AccountId, IsDeleted FROM Contact";

std::string text_of(const json& record, const char* name) {
    return record.at(name).is_null() ? std::string{} : record.at(name).get<std::string>();
}

void add_contact(ContactView& view, std::string id, SeenContact contact) {
    RC_ASSERT(id.size() == 18U);
    RC_ASSERT(view.emplace(std::move(id), std::move(contact)).second);
}

void add_record(ContactView& view, const json& record) {
    add_contact(
        view,
        text_of(record, "Id"),
        {text_of(record, "Title"),
         text_of(record, "Department"),
         text_of(record, "Email"),
         text_of(record, "AccountId"),
         record.at("IsDeleted").get<bool>()}
    );
}

ContactView contacts_in_csv(const std::string& body) {
    ContactView view;
    if (body == "Records not found for this query") return view;
    const CsvTable table = require_value(parse_csv_table(body));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto cell = [&](const char* name) { return std::string{table.at(i, name)}; };
        add_contact(
            view,
            cell("Id"),
            {cell("Title"),
             cell("Department"),
             cell("Email"),
             cell("AccountId"),
             cell("IsDeleted") == "true"}
        );
    }
    return view;
}

ContactView contacts_in_xml(const std::string& body) {
    const std::string open = "<records ";
    ContactView view;
    for (std::size_t at = body.find(open); at != std::string::npos;) {
        const std::size_t next = body.find(open, at + 1);
        const std::string record = body.substr(at, next - at);
        add_contact(
            view,
            element(record, "Id"),
            {element(record, "Title"),
             element(record, "Department"),
             element(record, "Email"),
             element(record, "AccountId"),
             element(record, "IsDeleted") == "true"}
        );
        at = next;
    }
    return view;
}

}  // namespace

ContactView see_contacts(InProcessApi& org) {
    ContactView view;
    std::string target = std::string{"/services/data/v60.0/queryAll?q="} + percent_encode(k_select);
    while (!target.empty()) {
        const Answer answer = org.send("GET", target);
        RC_ASSERT(answer.status == 200);
        const json page = json::parse(answer.body);
        for (const json& record : page.at("records")) add_record(view, record);
        target = page.at("done").get<bool>() ? std::string{} : text_of(page, "nextRecordsUrl");
    }
    return view;
}

std::string ContactQuery::soql(const std::string& more) const {
    std::string own;
    if (!department.empty()) own = "Department = '" + department + "'";
    if (with_email_only) own.append(own.empty() ? "" : " AND ").append("Email != null");
    std::string text = k_select;
    if (!own.empty() && !more.empty()) {
        text.append(" WHERE (").append(own).append(") AND ").append(more);
    } else if (!own.empty() || !more.empty()) {
        text.append(" WHERE ").append(own).append(more);
    }
    if (ordered) text.append(" ORDER BY Title");
    return text;
}

ContactView ContactQuery::answer(const ContactView& contacts) const {
    ContactView found;
    for (const auto& [id, contact] : contacts) {
        const bool fits = (department.empty() || contact.department == department) &&
                          (!with_email_only || !contact.email.empty()) &&
                          (include_deleted || !contact.is_deleted);
        if (fits) found.emplace(id, contact);
    }
    return found;
}

ContactView contacts_in(const std::string& body, ContentType form) {
    if (form == ContentType::csv) return contacts_in_csv(body);
    if (form == ContentType::xml) return contacts_in_xml(body);
    ContactView view;
    for (const json& record : json::parse(body)) add_record(view, record);
    return view;
}

}  // namespace rowlock
