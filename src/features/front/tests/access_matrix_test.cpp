// Every route, every actor, every cell: walked from the route table itself, against the list below.

#include <fstream>

#include "features/front/tests/town_life.hpp"

namespace access_matrix_test {

using namespace veche;
using namespace veche::app;
using namespace veche::front::test;

namespace {

constexpr Role all[] = {Role::administrator, Role::press_officer, Role::organiser, Role::tos_chair,
                        Role::moderator,     Role::juror,         Role::clerk,     Role::region_viewer};

/// Who may, written down by hand from docs/glossary.md. A permission that is not here fails the test.
struct Expected {
    std::string_view name;
    std::vector<Role> roles;
    bool strangers = false;           // anybody at all
    bool staff_without_role = false;  // roles rest until an administrator has a second factor
    bool program = true;              // the system itself
};
const std::vector<Expected> expected_table = {
    {"anyone", {std::begin(all), std::end(all)}, true, true},
    {"front.see_office", {std::begin(all), std::end(all)}, false, false, false},
    {"plan.see_office",
     {Role::administrator, Role::press_officer, Role::organiser, Role::tos_chair, Role::moderator, Role::clerk}},
    {"plan.edit", {Role::administrator, Role::organiser}},
    {"plan.report", {Role::administrator, Role::organiser, Role::tos_chair}},
    {"plan.approve", {Role::administrator}},
    {"suggestions.suggest", {Role::tos_chair}},
    {"suggestions.decide", {Role::administrator, Role::organiser, Role::moderator}},
    {"participation.keep_entries", {Role::administrator, Role::organiser}},
    {"subscriptions.see_counts", {Role::administrator, Role::press_officer, Role::organiser}},
    {"subscriptions.delete_address", {Role::administrator}},
    {"letters.keep", {Role::administrator}},
    {"faults.keep", {Role::administrator}},
    {"bodies.see_office",
     {Role::administrator, Role::press_officer, Role::organiser, Role::tos_chair, Role::moderator, Role::clerk}},
    {"bodies.keep", {Role::administrator, Role::organiser}},
    {"accounts.colleagues", {Role::administrator}},
    {"accounts.own", {std::begin(all), std::end(all)}, false, true, false},
    {"settings.change_town", {Role::administrator}},
    {"settings.read_audit", {Role::administrator}},
};

const Expected& expected(const Permission& permission)
{
    const auto found = std::ranges::find(expected_table, permission.name, &Expected::name);
    if (found == expected_table.end()) FAIL("nobody has written down who may: ", permission.name);
    return *found;
}

struct Somebody {
    std::string session;  // "" for a stranger
    std::optional<Role> role;
};
std::vector<Somebody> everybody()
{
    std::vector<Somebody> people = {{"", {}}, {"nobody", {}}, {"not a session at all", {}}};
    for (const Role role : all) people.push_back({std::string(to_text(role)), role});
    return people;
}

bool should_pass(const Expected& who, const Somebody& somebody)
{
    if (somebody.role) return std::ranges::find(who.roles, *somebody.role) != who.roles.end();
    return somebody.session == "nobody" ? who.staff_without_role : who.strangers;
}

/// A form that does the deed when it is allowed; without an entry here an empty one is sent, which must be refused.
Fields good_form(const std::string& pattern, const TownLife& life)
{
    if (pattern == "/office/town") return {{"name", "Юрга"}, {"colour", "#0b5d66"}, {"timezone", "Asia/Novokuznetsk"}};
    if (pattern == "/office/plan/{year}/lines") return {{"deed", "withdraw"}, {"line", life.lines.back()}};
    if (pattern == "/office/plan/{year}/suggestions")
        return {{"title", "Вечер игр"}, {"why", "Соседи"}, {"key", id_text(12'345)}};
    if (pattern == "/office/suggestions/{id}/refusal") return {{"reason", "мороз"}};
    if (pattern == "/office/plan/names") return {{"deed", "plain"}, {"name", "Школа Юргинский"}};
    if (pattern == "/office/plan/{year}/lines/{id}")
        return {{"deed", "save"}, {"version", "0"},  {"title", "Новая строка"},
                {"when", "май"},  {"kind", "event"}, {"age", "0+"}};
    if (pattern.ends_with("/move")) return {{"version", "1"}, {"when", "18 января"}, {"reason", "мороз"}};
    if (pattern.ends_with("/cancel")) return {{"version", "2"}, {"reason", "мороз"}};
    if (pattern.ends_with("/reopen")) return {{"version", "3"}};
    if (pattern.ends_with("/held")) return {{"version", "4"}, {"participants", "5"}, {"summary", "Было."}};
    if (pattern.ends_with("/document/agreement") || pattern.ends_with("/document/draft")) return {{"revision", "2"}};
    if (pattern.ends_with("/document/approval")) return {{"revision", "2"}, {"act", "Постановление"}};
    if (pattern == "/office/plan/{year}/copy") return {{"to", std::to_string(this_year + 1)}};
    if (pattern.ends_with("/sign-up/settings")) return {{"version", "1"}, {"open", "1"}, {"persons_most", "3"}};
    if (pattern.ends_with("/sign-up/questions/{question}"))
        return {{"version", "1"}, {"title", "Размер"}, {"kind", "text"}, {"scope", "each"}, {"moment", "at_once"}};
    if (pattern.ends_with("/questions/{question}/order")) return {{"version", "3"}, {"deed", "up"}};
    if (pattern.ends_with("/questions/{question}/retirement")) return {{"deed", "retire"}};
    if (pattern.ends_with("/sign-up/follow-up")) return {{"version", "1"}, {"open", "1"}};
    if (pattern.starts_with("/office/check-in/") && pattern.ends_with("/{occasion}"))
        return {{"mark", "walk:adult"}, {"walk_key", "0123456789"}};
    if (pattern.starts_with("/office/check-in/") && pattern.ends_with("/marks"))
        return {{"marks", R"([{"mark":"walk:child","key":"9876543210","came":true,"at":1}])"}};
    if (pattern.starts_with("/office/calls/")) return {{"version", "1"}};
    if (pattern.ends_with("/cancellation")) return {{"reason", "мороз"}};
    if (pattern == "/office/subscriptions/deletion") return {{"email", "vera@yurga.example"}};
    if (pattern == "/office/plan/import/{id}" || pattern == "/office/bodies/import/{id}") return {{"deed", "drop"}};
    if (pattern == "/office/bodies/{id}")
        return {{"deed", "save"}, {"version", "1"}, {"kind", "tos"}, {"name", "ТОС «Юргинский»"}};
    if (pattern == "/office/bodies/{id}/members") return {{"account", life.account}, {"part", "member"}};
    if (pattern == "/office/colleagues/invitations") return {{"email", "second@yurga.example"}, {"roles", "juror"}};
    if (pattern == "/office/colleagues/{id}/roles") return {{"roles", "juror"}};
    return {};
}

web::Request asked(web::Request request, const Somebody& somebody)
{
    return somebody.session.empty() ? request : with_cookie(std::move(request), "session", somebody.session);
}

/// Refused or let in; a stranger is led to sign in.
void check_cell(House& house, const Route& route, const std::string& path, const Somebody& somebody)
{
    const bool is_post = route.kind == Route::Kind::post;
    const bool passes = should_pass(expected(route.permission), somebody);
    INFO(route.pattern, " (", route.permission.name, ") as \"", somebody.session, "\"");
    const auto before = house.audit_number();
    const auto answer = house.ask(asked(request_for(route, path, "yurga.example", {}), somebody));
    if (is_post && !route.asks_token) {
        CHECK(passes);
        CHECK(answer.status == 200);
    } else if (is_post) {
        CHECK(answer.status == 403);  // no token: refused whoever asks
        CHECK(house.audit_number() == before);
    } else if (passes) {
        const bool good =
            answer.status == 200 || (answer.status == 303 && !header_of(answer, "location").starts_with("/sign-in"));
        const bool own_way =
            route.pattern == "/metrics" || route.pattern == "/emblem.svg" || route.pattern.starts_with("/media/") ||
            route.pattern.ends_with("/preview.webp") ||  // of no area
            route.pattern.starts_with("/office/me/second-factor") || route.pattern == "/session/second-step";
        CHECK_MESSAGE((good || (own_way && answer.status < 500)), answer.status);
    } else if (somebody.session.empty() || somebody.session == "not a session at all") {
        CHECK(answer.status == 303);
        CHECK(header_of(answer, "location").starts_with("/sign-in?next="));
    } else {
        CHECK(answer.status == 403);
    }
    if (!passes) CHECK_FALSE(says(answer, "Фестиваль"));
}

template <class Test>
void for_each_town(Test test)
{
    for_each_database([&](db::Database& database) {
        House house(database, all_features());
        const TownLife life(house, 0, "Юргинский");
        test(house, life);
    });
}

}  // namespace

TEST_CASE("every route lets in whom the list names, and nobody else")
{
    for_each_town([](House& house, const TownLife& life) {
        CHECK(house.site.router().routes().size() > 45);
        for (const auto& route : house.site.router().routes())
            for (const auto& somebody : everybody()) check_cell(house, route, path_of(route, life), somebody);
    });
}

TEST_CASE("a permission says of every role, of nobody and of the program what the list says")
{
    for_each_town([](House& house, const TownLife&) {
        for (const auto& route : house.site.router().routes()) {
            const auto& who = expected(route.permission);
            INFO(route.pattern, " ", who.name);
            for (const Role role : all)
                CHECK(route.permission.allows(staff({role})) ==
                      (std::ranges::find(who.roles, role) != who.roles.end()));
            CHECK(route.permission.allows({}) == who.strangers);
            CHECK(route.permission.allows(staff({})) == who.staff_without_role);
            CHECK(route.permission.allows({.kind = Actor::Kind::resident, .account = Id<Account>(5)}) == who.strangers);
            CHECK(route.permission.allows({.kind = Actor::Kind::system}) == who.program);
        }
    });
}

TEST_CASE("everything under /office asks for a permission, and so does every deed but those of signing in")
{
    for_each_town([](House& house, const TownLife&) {
        for (const auto& route : house.site.router().routes()) {
            const bool open = route.permission.name == "anyone";
            const bool office = route.pattern.starts_with("/office");
            CHECK_MESSAGE(office != open, route.pattern);
            if (office) CHECK(route.caching == Caching::none);
            if (route.kind == Route::Kind::post && open)
                CHECK_MESSAGE(
                    (route.pattern.starts_with("/session") || route.pattern == "/invitations/{token}" ||
                     route.pattern == "/sign-up/{occasion}" || route.pattern == "/sign-ups/{key}/guests" ||
                     route.pattern == "/sign-ups/{key}/acceptance" || route.pattern == "/sign-ups/{key}/cancellation" ||
                     route.pattern == "/sign-ups/{key}/restoration" ||
                     route.pattern == "/sign-ups/{key}/thanks-withdrawal" ||
                     route.pattern == "/sign-ups/{key}/questions" || route.pattern == "/plan/suggest" ||
                     route.pattern == "/subscribe" || route.pattern.starts_with("/subscriptions/{token}")),
                    route.pattern);
        }
    });
}

TEST_CASE("the front server of the example lets through whatever the largest form takes")
{
    for_each_town([](House& house, const TownLife&) {
        std::uint64_t largest = 0;
        for (const auto& route : house.site.router().routes()) largest = std::max(largest, route.limits.bytes);
        std::ifstream file("deploy/nginx.conf");
        std::string word;
        while (file >> word && word != "client_max_body_size") {
        }
        REQUIRE(static_cast<bool>(file >> word));
        CHECK_MESSAGE(word.ends_with("m;"), word);
        CHECK(std::stoull(word) * 1024 * 1024 >= largest);
        CHECK(largest == 150 * 1024 * 1024);
    });
}

TEST_CASE("one deed asks for no token: unsubscribing with one click, whose address is the secret")
{
    for_each_town([](House& house, const TownLife&) {
        std::vector<std::string> open;
        for (const auto& route : house.site.router().routes())
            if (!route.asks_token) open.push_back(route.pattern);
        CHECK(open == std::vector<std::string>{"/subscriptions/{token}/unsubscription"});
    });
}

TEST_CASE("a deed with the right token leaves a trace or is refused; with another's token it is refused")
{
    for_each_town([](House& house, const TownLife& life) {
        int done = 0;
        for (const auto& route : house.site.router().routes()) {
            if (route.kind != Route::Kind::post || route.permission.name == "anyone") continue;
            for (const auto& somebody : everybody()) {
                if (!somebody.role || !should_pass(expected(route.permission), somebody)) continue;
                INFO(route.pattern, " as ", somebody.session);
                std::string path = path_of(route, life);
                // A new line needs a key that no line has.
                if (route.pattern == "/office/plan/{year}/lines/{id}")
                    replace(path, life.lines.front(), id_text(house.site.ids().next(house.now)));
                const auto send = [&](const std::string& token, Fields fields) {
                    fields.emplace_back("csrf", token);
                    return house.ask(asked(post(path, fields), somebody));
                };
                const auto before = house.audit_number();
                const auto other = somebody.session == "clerk" ? "juror" : "clerk";
                CHECK(send(csrf_of(house, other, "/office"), good_form(route.pattern, life)).status == 403);
                CHECK(house.audit_number() == before);
                const auto own = csrf_of(house, somebody.session, "/office");
                const auto answer = send(own, good_form(route.pattern, life));
                const bool refused = answer.status >= 400 && answer.status < 500 && answer.status != 403;
                const bool traced = house.audit_number() > before && answer.status < 400;
                CHECK_MESSAGE((refused || traced), answer.status);
                done += traced;
            }
        }
        CHECK(done >= 8);
        CHECK(house.audit_fault() == "");
    });
}

}  // namespace access_matrix_test
