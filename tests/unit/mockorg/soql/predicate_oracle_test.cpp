// Random conditions over random records, against an evaluator that knows nothing of the real one:
// it works on the tree as parsed and on plain C++ records.
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/soql/parser.hpp"
#include "mockorg/soql/predicate.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/soql/fake_org.hpp"
#include "tests/unit/mockorg/soql/printing.hpp"

#include <algorithm>
#include <variant>

namespace rowlock::soql {
namespace {

using Cell = std::variant<std::monostate, bool, double, std::string>;

struct Person {
    std::optional<std::string> last_name;
    std::optional<int> birthdate;
    std::optional<std::int64_t> created;
    std::optional<bool> bounced;
    std::optional<std::size_t> employer;
};

struct Company {
    std::optional<std::string> name;
    std::optional<double> employees;
};

struct World {
    std::vector<Company> companies;
    std::vector<Person> people;
};

const std::vector<std::string>& texts() {
    static const std::vector<std::string> list{
        "a", "A", "ab", "Abc", "b_c", "B%", "c\\d", "it's", "\xc3\xbc"};
    return list;
}

const std::vector<std::string>& patterns() {
    static const std::vector<std::string> list{
        "%", "a%", "%C", "_", "_b%", "b\\_c", "%\\%", "c\\\\_", "%'s", "a"};
    return list;
}

template <class T>
std::optional<T> maybe(const rc::Gen<T>& generator) {
    return *rc::gen::weightedOneOf<bool>({{3, rc::gen::just(true)}, {1, rc::gen::just(false)}})
               ? std::optional<T>{*generator}
               : std::nullopt;
}

World random_world() {
    World world;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
        world.companies.push_back(
            {maybe(rc::gen::elementOf(texts())),
             maybe(rc::gen::map(rc::gen::inRange(-2, 3), [](int n) { return n * 0.5; }))}
        );
    }
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
        world.people.push_back(
            {maybe(rc::gen::elementOf(texts())),
             maybe(rc::gen::inRange(20000, 20003)),
             maybe(rc::gen::map(
                 rc::gen::inRange(0, 3), [](int n) { return std::int64_t{1767225600000} + n; }
             )),
             maybe(rc::gen::arbitrary<bool>()),
             maybe(rc::gen::inRange<std::size_t>(0, world.companies.size()))}
        );
    }
    return world;
}

std::string account_id(std::size_t row) {
    return RecordId::make({'0', '0', '1'}, {'0', '0', '0'}, row).text();
}

// ---- the generator ----

struct FieldKind {
    const char* path;
    Literal::Kind kind;
};

const std::vector<FieldKind>& field_kinds() {
    static const std::vector<FieldKind> list{
        {"LastName", Literal::Kind::text},
        {"Account.Name", Literal::Kind::text},
        {"Birthdate", Literal::Kind::date},
        {"CreatedDate", Literal::Kind::datetime},
        {"IsEmailBounced", Literal::Kind::boolean},
        {"Account.NumberOfEmployees", Literal::Kind::number},
        // References, whose literals are ids.
        {"AccountId", Literal::Kind::null},
        {"Account.Id", Literal::Kind::null},
    };
    return list;
}

bool is_reference(const FieldPath& path) {
    return path.steps.back() == "AccountId" || path.steps.back() == "Id";
}

std::string random_literal_text(Literal::Kind kind) {
    switch (kind) {
        case Literal::Kind::text:
            return *rc::gen::elementOf(texts());
        case Literal::Kind::date:
            return *rc::gen::elementOf(std::vector<std::string>{
                "2024-10-04", "2024-10-05", "2024-10-06"});
        case Literal::Kind::datetime:
            return *rc::gen::elementOf(std::vector<std::string>{
                "2026-01-01T00:00:00Z", "2026-01-01T01:00:00.001+01:00", "2026-01-01T00:00:00.002Z"}
            );
        case Literal::Kind::boolean:
            return *rc::gen::elementOf(std::vector<std::string>{"true", "FALSE"});
        case Literal::Kind::number:
            return *rc::gen::elementOf(std::vector<std::string>{"0", "-1", "0.5", "1e0", "-0.50"});
        case Literal::Kind::null:
        case Literal::Kind::period:
            break;
    }
    const std::string id = account_id(*rc::gen::inRange<std::size_t>(0, 4));
    return *rc::gen::arbitrary<bool>() ? id : id.substr(0, 15);
}

Literal random_literal(const FieldKind& field, Comparison comparison) {
    Literal literal;
    if (comparison == Comparison::like) {
        literal.kind = Literal::Kind::text;
        literal.text = *rc::gen::elementOf(patterns());
        return literal;
    }
    // A boolean is never compared with null: the platform's answers differ by version.
    const bool may_be_null = field.kind != Literal::Kind::boolean;
    if (may_be_null && *rc::gen::inRange(0, 6) == 0) {
        literal.text = "null";
        return literal;
    }
    literal.kind = field.kind == Literal::Kind::null ? Literal::Kind::text : field.kind;
    literal.text = random_literal_text(field.kind);
    return literal;
}

Condition random_comparison() {
    const FieldKind field = *rc::gen::elementOf(field_kinds());
    std::vector<Comparison> comparisons{
        Comparison::eq, Comparison::ne, Comparison::in, Comparison::not_in};
    if (field.kind != Literal::Kind::boolean) {
        comparisons.insert(
            comparisons.end(), {Comparison::lt, Comparison::le, Comparison::gt, Comparison::ge}
        );
    }
    if (field.kind == Literal::Kind::text) comparisons.push_back(Comparison::like);

    Condition condition;
    const std::string path{field.path};
    const std::size_t dot = path.find('.');
    if (dot != std::string::npos) condition.operand.field.steps.push_back(path.substr(0, dot));
    condition.operand.field.steps.push_back(dot == std::string::npos ? path : path.substr(dot + 1));
    condition.comparison = *rc::gen::elementOf(comparisons);
    const bool is_list =
        condition.comparison == Comparison::in || condition.comparison == Comparison::not_in;
    for (int i = is_list ? *rc::gen::inRange(1, 12) : 1; i > 0; --i) {
        condition.literals.push_back(random_literal(field, condition.comparison));
    }
    return condition;
}

Condition random_condition(int depth) {
    const int choice = depth == 0 ? 0 : *rc::gen::inRange(0, 5);
    if (choice < 2) return random_comparison();
    Condition condition;
    condition.kind = choice == 2   ? Condition::Kind::none_of
                     : choice == 3 ? Condition::Kind::all_of
                                   : Condition::Kind::any_of;
    const int parts = choice == 2 ? 1 : *rc::gen::inRange(2, 4);
    for (int i = 0; i < parts; ++i) condition.parts.push_back(random_condition(depth - 1));
    return condition;
}

// ---- the oracle ----

std::string lower(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

Cell cell_of(const World& world, const Person& person, const FieldPath& path) {
    const std::string& last = path.steps.back();
    const bool of_employer = path.steps.size() == 2;
    if (is_reference(path)) {
        return person.employer ? Cell{account_id(*person.employer)} : Cell{};
    }
    if (of_employer) {
        if (!person.employer) return {};
        const Company& company = world.companies[*person.employer];
        if (last == "Name") return company.name ? Cell{lower(*company.name)} : Cell{};
        return company.employees ? Cell{*company.employees} : Cell{};
    }
    if (last == "LastName") return person.last_name ? Cell{lower(*person.last_name)} : Cell{};
    if (last == "Birthdate") {
        return person.birthdate ? Cell{static_cast<double>(*person.birthdate)} : Cell{};
    }
    if (last == "CreatedDate") {
        return person.created ? Cell{static_cast<double>(*person.created)} : Cell{};
    }
    return person.bounced.value_or(false);
}

Cell cell_of(const Literal& literal, bool is_id) {
    switch (literal.kind) {
        case Literal::Kind::null:
        case Literal::Kind::period:
            return {};
        case Literal::Kind::boolean:
            return lower(literal.text) == "true";
        case Literal::Kind::number:
            return std::stod(literal.text);
        case Literal::Kind::text:
            return is_id ? RecordId::parse(literal.text)->text() : lower(literal.text);
        case Literal::Kind::date:
            return static_cast<double>(*parse_date(literal.text));
        case Literal::Kind::datetime:
            return static_cast<double>(*parse_datetime(literal.text));
    }
    return {};
}

bool like_naively(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '%') {
        return like_naively(text, pattern.substr(1)) ||
               (!text.empty() && like_naively(text.substr(1), pattern));
    }
    if (text.empty()) return false;
    if (pattern[0] == '_') {
        std::size_t length = 1;
        while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U
        ) {
            ++length;
        }
        return like_naively(text.substr(length), pattern.substr(1));
    }
    const std::size_t escape = pattern[0] == '\\' ? 1 : 0;
    return text[0] == pattern[escape] && like_naively(text.substr(1), pattern.substr(escape + 1));
}

bool holds(const World& world, const Person& person, const Condition& condition) {
    const auto part_holds = [&](const Condition& part) { return holds(world, person, part); };
    const auto& parts = condition.parts;
    if (condition.kind == Condition::Kind::none_of) return !part_holds(parts.front());
    if (condition.kind == Condition::Kind::all_of) {
        return std::all_of(parts.begin(), parts.end(), part_holds);
    }
    if (condition.kind == Condition::Kind::any_of) {
        return std::any_of(parts.begin(), parts.end(), part_holds);
    }

    const Cell cell = cell_of(world, person, condition.operand.field);
    std::vector<Cell> literals;
    for (const Literal& literal : condition.literals) {
        literals.push_back(cell_of(literal, is_reference(condition.operand.field)));
    }
    const bool among = std::count(literals.begin(), literals.end(), cell) > 0;
    const bool comparable = cell.index() != 0 && literals.front().index() != 0;
    switch (condition.comparison) {
        case Comparison::eq:
        case Comparison::in:
            return among;
        case Comparison::ne:
        case Comparison::not_in:
            return !among;
        case Comparison::lt:
            return comparable && cell < literals.front();
        case Comparison::le:
            return comparable && cell <= literals.front();
        case Comparison::gt:
            return comparable && cell > literals.front();
        case Comparison::ge:
            return comparable && cell >= literals.front();
        case Comparison::like:
            return cell.index() != 0 &&
                   like_naively(
                       std::get<std::string>(cell), std::get<std::string>(literals.front())
                   );
        default:
            break;
    }
    return false;
}

// ---- the real records ----

template <class T, class Make>
void put(
    std::map<std::string, Value>& fields, const char* name, const std::optional<T>& value, Make make
) {
    if (value) fields[name] = make(*value);
}

/// Rows get the numbers of their people and companies.
void store(const World& world, FakeOrg& org) {
    for (const Company& company : world.companies) {
        std::map<std::string, Value> fields;
        put(fields, "Name", company.name, Value::of_text);
        put(fields, "NumberOfEmployees", company.employees, Value::of_number);
        org.add("Account", fields);
    }
    const ObjectNo account = Schema::standard()->find("Account")->number;
    for (const Person& person : world.people) {
        std::map<std::string, Value> fields;
        put(fields, "LastName", person.last_name, Value::of_text);
        put(fields, "Birthdate", person.birthdate, Value::of_date);
        put(fields, "CreatedDate", person.created, Value::of_datetime);
        put(fields, "IsEmailBounced", person.bounced, Value::of_boolean);
        put(fields, "AccountId", person.employer, [&](std::size_t row) {
            return Value::of_record({account, static_cast<std::uint32_t>(row)});
        });
        org.add("Contact", fields);
    }
}

TEST_CASE("predicates agree with the oracle, and a printed condition parses to itself") {
    const Schema& schema = *Schema::standard();
    const ObjectType& contact = *schema.find("Contact");
    rc::prop("predicates agree with the oracle, and a printed condition parses to itself", [&] {
        const World world = random_world();
        FakeOrg org{Schema::standard()};
        store(world, org);
        for (int i = 0; i < 10; ++i) {
            const Condition condition = random_condition(3);
            const std::string text = print(condition);
            RC_LOG() << text << '\n';

            const Result<Condition> parsed = parse_condition(text);
            RC_ASSERT(parsed.has_value());
            RC_ASSERT(print(*parsed) == text);
            const Result<Predicate> predicate = Predicate::bind(schema, contact, *parsed);
            RC_ASSERT(predicate.has_value());
            for (std::size_t person = 0; person < world.people.size(); ++person) {
                RC_LOG() << "person " << person << '\n';
                const FakeRow row{org, {contact.number, static_cast<std::uint32_t>(person)}};
                RC_ASSERT(
                    predicate->matches(row, org) == holds(world, world.people[person], condition)
                );
            }
        }
    });
}

/// Whether the person is one that an index would be asked for.
bool meets(const World& world, const Person& person, const Predicate::KeyDemand& demand) {
    const auto part_meets = [&](const Predicate::KeyDemand& part) {
        return meets(world, person, part);
    };
    const auto& parts = demand.parts;
    if (demand.kind == Predicate::KeyDemand::Kind::all_of)
        return std::all_of(parts.begin(), parts.end(), part_meets);
    if (demand.kind == Predicate::KeyDemand::Kind::any_of)
        return std::any_of(parts.begin(), parts.end(), part_meets);
    const FieldPath path{{Schema::standard()->find("Contact")->field(demand.test.field).name}, 0};
    const Cell cell = cell_of(world, person, path);
    const auto* text = std::get_if<std::string>(&cell);
    if (text == nullptr) return cell.index() != 0U;
    return std::any_of(demand.test.texts.begin(), demand.test.texts.end(), [&](const auto& key) {
        return lower(key) == lower(*text);
    });
}

TEST_CASE("every match meets the key demand of its predicate") {
    const Schema& schema = *Schema::standard();
    const ObjectType& contact = *schema.find("Contact");
    rc::prop("every match meets the key demand of its predicate", [&] {
        const World world = random_world();
        Condition condition;
        condition.kind = Condition::Kind::all_of;
        for (int i = 0; i < 2; ++i) condition.parts.push_back(random_condition(2));
        const Result<Predicate> predicate = Predicate::bind(schema, contact, condition);
        RC_ASSERT(predicate.has_value());
        for (const Person& person : world.people) {
            if (!holds(world, person, condition)) continue;
            const auto demand = predicate->key_demand();
            if (demand) RC_ASSERT(meets(world, person, *demand));
        }
    });
}

}  // namespace
}  // namespace rowlock::soql
