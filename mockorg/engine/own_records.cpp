#include "mockorg/engine/own_records.hpp"

#include "mockorg/schema/schema.hpp"

#include <optional>
#include <string_view>

namespace rowlock {
namespace {

/// Not enforced: as many as a developer org has of its own kind. [inferred]
constexpr double k_licenses = 2;

class OwnRecords {
public:
    OwnRecords(Store& store, TimePoint now) : store_(store), now_(now) {}

    void add() {
        const std::optional<RecordHandle> profile = append("Profile");
        if (profile) name_profile(*profile, append("UserLicense"));
        name_user(profile);
        if (const auto organization = append("Organization")) name_organization(*organization);
        if (const auto book = append("Pricebook2")) name_price_book(*book);
    }

private:
    std::optional<RecordHandle> append(std::string_view name) {
        const ObjectType* object = store_.schema().find(name);
        if (object == nullptr) return std::nullopt;
        const RecordHandle record = store_.append(object->number);
        stamp(record);
        return record;
    }

    void stamp(RecordHandle record) {
        const Value time = Value::of_datetime(milliseconds_of(now_));
        set(record, "CreatedDate", time);
        set(record, "LastModifiedDate", time);
    }

    void set(RecordHandle record, std::string_view name, const Value& value) {
        const Field* field = store_.schema().object(record.object).find_field(name);
        if (field != nullptr) store_.set(record, field->number, value);
    }

    void set(RecordHandle record, std::string_view name, std::string_view text) {
        set(record, name, Value::of_text(text));
    }

    void name_profile(RecordHandle profile, std::optional<RecordHandle> license) {
        set(profile, "Name", "System Administrator");
        set(profile, "UserType", "Standard");
        set(profile, "PermissionsModifyAllData", Value::of_boolean(true));
        set(profile, "PermissionsViewAllData", Value::of_boolean(true));
        if (!license) return;
        set(profile, "UserLicenseId", Value::of_record(*license));
        set(*license, "Name", "Salesforce");
        set(*license, "MasterLabel", "Salesforce");
        set(*license, "LicenseDefinitionKey", "SFDC");
        set(*license, "Status", "Active");
        set(*license, "TotalLicenses", Value::of_number(k_licenses));
    }

    void name_user(std::optional<RecordHandle> profile) {
        const RecordHandle user = store_.user();
        stamp(user);
        set(user, "Username", k_own_username);
        set(user, "Email", k_own_username);
        set(user, "FirstName", "Mock");
        set(user, "LastName", "Admin");
        set(user, "Name", "Mock Admin");
        set(user, "Alias", "admin");
        set(user, "CommunityNickname", "admin");
        set(user, "UserType", "Standard");
        set(user, "TimeZoneSidKey", "GMT");
        set(user, "LocaleSidKey", "en_US");
        set(user, "LanguageLocaleKey", "en_US");
        set(user, "EmailEncodingKey", "UTF-8");
        set(user, "IsActive", Value::of_boolean(true));
        if (profile) set(user, "ProfileId", Value::of_record(*profile));
    }

    void name_organization(RecordHandle organization) {
        set(organization, "Name", "rowlock mock org");
        set(organization, "InstanceName", "MOCK1");
        set(organization, "OrganizationType", "Developer Edition");
        set(organization, "DefaultLocaleSidKey", "en_US");
        set(organization, "LanguageLocaleKey", "en_US");
        set(organization, "TimeZoneSidKey", "GMT");
        set(organization, "UiSkin", "Theme3");
        set(organization, "FiscalYearStartMonth", Value::of_number(1));
    }

    /// [object reference: Pricebook2: every org has exactly one standard price book]
    void name_price_book(RecordHandle book) {
        set(book, "Name", "Standard Price Book");
        set(book, "IsActive", Value::of_boolean(true));
        set(book, "IsStandard", Value::of_boolean(true));
    }

    Store& store_;
    TimePoint now_;
};

}  // namespace

void add_own_records(Store& store, TimePoint now) {
    OwnRecords{store, now}.add();
}

}  // namespace rowlock
