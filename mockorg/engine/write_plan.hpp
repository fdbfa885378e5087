#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/case_account.hpp"
#include "mockorg/schema/object_abilities.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/store/store.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

class RollUpPlans;

/// What every save of an object's rows needs to know about its fields, worked out once per schema.
/// Immutable; any thread.
struct WritePlan {
    ObjectAbilities can;
    /// OrgConfig::keep_dangling_references
    bool keep_dangling_references = false;
    /// Fields that may never be null.
    std::vector<const Field*> required;
    /// Fields of a new row that get a value when none is given.
    std::vector<const Field*> defaulted;
    FieldNo created_date{};
    FieldNo modified_date{};
    std::optional<FieldNo> created_by;
    std::optional<FieldNo> modified_by;
    std::optional<FieldNo> owner;

    /// Name of a person: FirstName and LastName joined. Only where the object has all three.
    struct PersonName {
        FieldNo first;
        FieldNo last;
        FieldNo whole;
    };

    std::vector<PersonName> person_name;

    /// Name of a custom object's record, which is the record's id where nobody gives it another.
    /// [object reference: custom objects]
    std::optional<FieldNo> named_by_id;

    /// References by which no record may come below itself.
    std::vector<FieldNo> hierarchies;

    /// Flags that follow from a picklist: IsClosed, IsWon.
    struct PicklistFlag {
        FieldNo picklist;
        FieldNo flag;
        /// Values that set the flag.
        std::vector<std::string> values;
        /// When the flag was set, null while it is not: ClosedDate of a case, CompletedDateTime of
        /// a task.
        std::optional<FieldNo> since;
    };

    std::vector<PicklistFlag> flags;

    /// FiscalYear, FiscalQuarter and Fiscal ("2026 1") of CloseDate; fiscal years are calendar
    /// years. Only where the object has all four.
    struct FiscalPeriod {
        FieldNo date;
        FieldNo year;
        FieldNo quarter;
        FieldNo period;
    };

    std::vector<FiscalPeriod> fiscal_periods;

    /// When an event is. Only where the object has all of these fields.
    struct EventTimes {
        FieldNo all_day;
        FieldNo start;
        /// The start again, as it was called first: ActivityDateTime, ActivityDate.
        FieldNo moment;
        FieldNo day;
        FieldNo minutes;
        FieldNo end;
        FieldNo end_day;
    };

    std::vector<EventTimes> event_times;

    /// What an opportunity's stage says about it, for records whose writer does not say it himself.
    /// Only where the object has all of these fields.
    struct Stages {
        FieldNo stage;
        FieldNo probability;
        FieldNo category_name;
        FieldNo category;
        FieldNo amount;
        FieldNo expected_revenue;
    };

    std::vector<Stages> stages;

    /// BodyLength of Body: bytes of a file that is kept as base64.
    struct FileLength {
        FieldNo file;
        FieldNo length;
    };

    std::vector<FileLength> file_lengths;

    /// AccountId of a task or event: the account that What is or leads to, or else the one of Who.
    /// [OBJ-TASK]
    struct ActivityAccount {
        FieldNo who;
        FieldNo what;
        FieldNo account;
        /// What to read of whom What leads to; nothing: it is the account itself.
        std::map<ObjectNo, std::optional<FieldNo>> by_what;
        ObjectNo contact;
        FieldNo account_of_contact;
    };

    std::vector<ActivityAccount> activity_accounts;

    /// Cases only.
    std::optional<CaseAccount> case_account;

    /// Who a campaign member is: LeadOrContactId, Type, and the names of the lead or contact.
    struct CampaignMember {
        FieldNo lead;
        FieldNo contact;
        FieldNo person;
        FieldNo type;
        FieldNo first;
        FieldNo last;

        struct Names {
            FieldNo first;
            FieldNo last;
        };

        Names of_lead;
        Names of_contact;
    };

    std::vector<CampaignMember> campaign_members;

    /// Those fields of a product that others repeat.
    struct ProductFields {
        FieldNo name;
        FieldNo code;
    };

    /// Name and ProductCode of a price book entry, for entries and for products, whose entries
    /// follow them.
    struct ProductCopy {
        ObjectNo entry;
        FieldNo reference;
        ProductFields own;
        ProductFields source;
        bool is_source;
    };

    std::vector<ProductCopy> product_copies;

    /// What an opportunity product costs, and what it says of its price book entry and product.
    /// Only where the objects have all of these fields.
    struct LineItem {
        FieldNo opportunity;
        FieldNo entry;
        FieldNo product;
        FieldNo entry_product;
        ProductFields own;
        ProductFields of_product;
        FieldNo opportunity_name;
        FieldNo entry_price;
        FieldNo list_price;
        FieldNo quantity;
        FieldNo unit_price;
        FieldNo total_price;
    };

    std::vector<LineItem> line_items;

    /// Fields of an opportunity that its products make up once it has any: nobody else writes them.
    struct Totalled {
        FieldNo has_items;
        FieldNo amount;
        FieldNo quantity;
    };

    std::vector<Totalled> totalled;

    /// StatusCode of a contract or order.
    struct StatusCode {
        FieldNo status;
        FieldNo code;
    };

    std::vector<StatusCode> status_codes;

    /// What kind of task or event it is where nobody says.
    struct Subtype {
        FieldNo field;
        std::string usual;
    };

    std::vector<Subtype> subtypes;

    /// EndDate of a contract: the last day of ContractTerm months from StartDate on.
    struct ContractEnd {
        FieldNo start;
        FieldNo months;
        FieldNo end;
    };

    std::vector<ContractEnd> contract_ends;

    /// Records of which this flag is set cannot be deleted: the standard price book.
    std::optional<FieldNo> keeps;

    /// Auto-number fields, e.g. CaseNumber.
    std::vector<FieldNo> auto_numbers;

    /// What the whole schema's masters sum up; null until attach_roll_ups().
    std::shared_ptr<const RollUpPlans> roll_ups;
};

/// One plan per object, by object number.
std::vector<WritePlan> make_write_plans(const Schema& schema);

/// Gives a row whose stage is written the probability and forecast category that belong to it,
/// unless they are written, too, and keeps what follows from these. `written` are the fields that
/// are.
void follow_stage(
    Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::span<const std::pair<FieldNo, Value>> written
);

/// Gives an opportunity product its total price, or else the unit price that makes up the total
/// that is written instead, and what its price book entry and product say of it, as they are now.
/// [Object reference, OpportunityLineItem]
void follow_line_item(
    Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::span<const std::pair<FieldNo, Value>> written
);

/// Passes over what is written to an opportunity's totals while it has products: no error, says the
/// object reference of Amount; of the quantity it is inferred.
void ignore_totalled(
    const Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::vector<std::pair<FieldNo, Value>>& written
);

/// Gives an event the times that follow from those that are written: start and length make the end,
/// start and end make the length, and the day follows the start. An event that begins at another
/// time keeps its length; one of whole days without any takes one day, and ends on its last day.
/// [Object reference, Event]
void follow_times(
    Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::span<const std::pair<FieldNo, Value>> written
);

/// What an event's times must be for a save to be taken: there is a start, an end or a length, no
/// length is negative, and end and length say the same. `record`: nothing for a new event.
/// [Object reference, Event]
Result<void> check_times(
    const Store& store,
    const WritePlan& plan,
    std::optional<RecordHandle> record,
    std::span<const std::pair<FieldNo, Value>> written
);

/// Sets the fields that follow from others. The record's LastModifiedDate must be that of the save.
void derive_fields(Store& store, const WritePlan& plan, RecordHandle record);

/// Numbers a new row's auto-number fields by its row, eight digits from 00001000 on.
void number_fields(Store& store, const WritePlan& plan, RecordHandle record);

}  // namespace rowlock
