#include <doctest/doctest.h>
#include <sodium.h>

#include "app/tests/browser.hpp"
#include "features/accounts/tests/town_for_test.hpp"

namespace portal_test {

using namespace veche;
using namespace veche::accounts;
using namespace veche::accounts::test;

namespace {

const std::string vera = "vera@yurga.example";
const std::string boris = "boris@yurga.example";

using Fields = app::test::Browser::Fields;

/// The program without a server: one town, a clock that stands still until it is moved.
class House {
public:
    explicit House(db::Database& database)
        : town(database, "yurga", 1),
          site(database, {feature()},
               {.key = Secret<std::string>(std::string(32, 'k')),
                .page_cache_bytes = 0,
                .metrics_token = "",
                .clock = [this] { return town.now; },
                .identify = [](app::View& view, std::string_view token) -> std::optional<app::Identified> {
                    const auto who = find_session(view, token);
                    if (!who) return std::nullopt;
                    return app::Identified{who->actor, who->needs_touch};
                },
                .touch_session = [](app::Work& work, std::string_view token) { touch_session(work, token); },
                .more_metrics = {}})
    {
        town.belongs_to(site);
    }

    TestTown town;
    app::Site site;
};

class Browser : public app::test::Browser {
public:
    explicit Browser(House& house, std::string peer = "192.0.2.1")
        : app::test::Browser(house.site, house.town.town.host, std::move(peer))
    {}
};

template <class Test>
void for_each_house(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database);
        test(house);
    });
}

void sign_in(Browser& browser, const std::string& email, const std::string& password = good_password,
             const std::string& next = "")
{
    browser.get("/sign-in");
    browser.post("/session", {{"email", email}, {"password", password}, {"next", next}});
}

/// An administrator inside the office.
void administrator_enters(House& house, Browser& browser)
{
    house.town.add(vera, {app::Role::administrator}, totp_secret);
    sign_in(browser, vera);
    browser.get("/session/second-step");
    browser.post("/session/second-step", {{"code", house.town.code()}});
    REQUIRE(browser.location() == "/office");
}

}  // namespace

TEST_CASE("signing in leads where one wanted to go, if that is a page of ours")
{
    for_each_house([](House& house) {
        house.town.add(vera, {app::Role::clerk});
        Browser browser(house);
        browser.get("/office/me");
        CHECK(browser.status() == 303);
        CHECK(browser.location() == "/sign-in?next=%2Foffice%2Fme");
        browser.get(browser.location());
        CHECK(browser.status() == 200);
        CHECK(browser.header("cache-control") == "no-store");
        CHECK(browser.between("name=\"next\" value=\"", "\"") == "/office/me");
        browser.post("/session", {{"email", vera}, {"password", good_password}, {"next", "/office/me"}});
        CHECK(browser.status() == 303);
        CHECK(browser.location() == "/office/me");
        browser.get("/office/me");
        CHECK(browser.status() == 200);
        CHECK(browser.says("Делопроизводитель"));

        Browser elsewhere(house);
        sign_in(elsewhere, vera, good_password, "//evil.example/office");
        CHECK(elsewhere.location() == "/office");
    });
}

TEST_CASE("a failed sign-in says nothing about which half was wrong, and keeps the address but not the password")
{
    for_each_house([](House& house) {
        house.town.add(vera, {app::Role::clerk});
        std::vector<std::string> pages;
        for (const std::string& email : {vera, std::string("nobo@yurga.example"), std::string("not an address")}) {
            Browser browser(house);
            sign_in(browser, email, "тайна тайна тайна");
            CHECK(browser.status() == 422);
            CHECK(browser.says("Адрес или пароль не подошли"));
            CHECK(browser.says("value=\"" + email + "\""));
            CHECK_FALSE(browser.says("тайна"));
            CHECK_FALSE(browser.cookies.contains("session"));
        }
    });
}

TEST_CASE("too many failures answer 429 and say how long to wait")
{
    for_each_house([](House& house) {
        Browser browser(house);
        for (int i = 0; i < 5; ++i) sign_in(browser, vera, "не тот");
        sign_in(browser, vera, "не тот");
        CHECK(browser.status() == 429);
        CHECK(browser.says("Подождите 1 с"));
    });
}

TEST_CASE("a sign-in without the form's token or with a foreign field is not taken")
{
    for_each_house([](House& house) {
        house.town.add(vera, {app::Role::clerk});
        Browser browser(house);
        browser.post("/session", {{"email", vera}, {"password", good_password}});
        CHECK(browser.status() == 403);
        browser.get("/sign-in");
        browser.post("/session", {{"email", vera}, {"password", good_password}, {"role", "administrator"}});
        CHECK(browser.status() == 400);
    });
}

TEST_CASE("an administrator passes the second step, and a wrong code is said beside its field")
{
    for_each_house([](House& house) {
        house.town.add(vera, {app::Role::administrator}, totp_secret);
        Browser browser(house);
        sign_in(browser, vera, good_password, "/office/colleagues");
        CHECK(browser.location() == "/session/second-step");
        CHECK_FALSE(browser.cookies.contains("session"));
        browser.get("/session/second-step");
        browser.post("/session/second-step", {{"code", "000000"}});
        CHECK(browser.status() == 422);
        CHECK(browser.says("Код не подошёл"));
        browser.post("/session/second-step", {{"code", house.town.code()}});
        CHECK(browser.location() == "/office/colleagues");
        CHECK_FALSE(browser.cookies.contains("second-step"));
        browser.get("/office/colleagues");
        CHECK(browser.status() == 200);
        CHECK(browser.says(vera));

        browser.post("/session/end", {});
        CHECK(browser.location() == "/sign-in");
        CHECK_FALSE(browser.cookies.contains("session"));
        browser.get("/office/colleagues");
        CHECK(browser.status() == 303);
    });
}

TEST_CASE("an administrator without a second factor is led to set one up, and sees the recovery codes once")
{
    for_each_house([](House& house) {
        house.town.add(vera, {app::Role::administrator});
        Browser browser(house);
        sign_in(browser, vera);
        CHECK(browser.location() == "/office/me/second-factor");
        browser.get("/office/colleagues");
        CHECK(browser.status() == 403);
        browser.get("/office/me/second-factor");
        REQUIRE(browser.status() == 200);
        const auto key = TotpKey::parse(browser.between("<code class=\"key\">", "</code>"));
        REQUIRE(key);
        const std::string code = key->code(totp_step(house.town.now)).reveal();

        browser.post("/office/me/second-factor", {{"code", code}, {"confirmation", "не тот"}});
        CHECK(browser.status() == 422);
        CHECK(browser.says("Пароль не подошёл"));
        browser.post("/office/me/second-factor", {{"code", "000000"}, {"confirmation", good_password}});
        CHECK(browser.status() == 422);
        CHECK(browser.says("Код не подошёл"));
        browser.post("/office/me/second-factor", {{"code", code}, {"confirmation", good_password}});
        CHECK(browser.status() == 200);
        CHECK(browser.header("cache-control") == "no-store");
        CHECK(parse_recovery_code(browser.between("<code>", "</code>")));
        browser.get("/office/colleagues");
        CHECK(browser.status() == 200);

        browser.get("/office/me/second-factor/application");
        CHECK(browser.location().starts_with("otpauth://totp/yurga:vera%40yurga.example?secret="));
    });
}

TEST_CASE("an invitation's link is shown once, taken up once, and then gone")
{
    for_each_house([](House& house) {
        Browser browser(house);
        administrator_enters(house, browser);
        browser.get("/office/colleagues");
        browser.post("/office/colleagues/invitations", {{"email", "нет такого"}, {"roles", "clerk"}});
        CHECK(browser.status() == 422);
        browser.post("/office/colleagues/invitations", {{"email", boris}, {"roles", "king"}});
        CHECK(browser.status() == 400);
        browser.get("/office/colleagues");
        browser.post("/office/colleagues/invitations", {{"email", boris}, {"roles", "clerk"}, {"roles", "juror"}});
        CHECK(browser.status() == 200);
        const std::string link = browser.between("value=\"http://yurga.example", "\"");
        REQUIRE(link.starts_with("/invitations/"));
        browser.get("/office/colleagues");
        CHECK(browser.says(boris));
        CHECK_FALSE(browser.says(link));
        browser.post("/office/colleagues/invitations", {{"email", boris}, {"roles", "clerk"}});
        CHECK(browser.status() == 409);

        Browser guest(house, "192.0.2.2");
        guest.get(link);
        REQUIRE(guest.status() == 200);
        guest.post(link, {{"name", "Борис"}, {"password", "короткий"}, {"again", "другой"}});
        CHECK(guest.status() == 422);
        CHECK(guest.says("не меньше 15 знаков"));
        CHECK(guest.says("Пароли не совпали"));
        CHECK(guest.says("value=\"Борис\""));
        guest.post(link, {{"name", "Борис"}, {"password", good_password}, {"again", good_password}});
        CHECK(guest.location() == "/sign-in");
        guest.get("/sign-in");
        CHECK(guest.says("Пароль сохранён"));
        guest.get(link);
        CHECK(guest.status() == 410);
        sign_in(guest, boris);
        CHECK(guest.location() == "/office");
    });
}

TEST_CASE("in the office roles are kept, access is closed, and a new link is given")
{
    for_each_house([](House& house) {
        Browser browser(house);
        administrator_enters(house, browser);
        const std::string colleague = "/office/colleagues/" + to_text(house.town.add(boris, {app::Role::clerk}));
        browser.get(colleague + "/access");
        REQUIRE(browser.status() == 200);
        browser.post(colleague + "/roles", {{"roles", "moderator"}});
        CHECK(browser.location() == colleague + "/access");
        browser.get(colleague + "/access");
        CHECK(browser.says("value=\"moderator\" aria-describedby=\"roles-moderator-hint\" checked"));
        browser.post(colleague + "/roles", {});
        CHECK(browser.status() == 422);
        CHECK(browser.says("Отметьте хотя бы одну роль"));
        browser.post(colleague + "/invitation", {{"lost_phone", "1"}});
        CHECK(browser.says("http://yurga.example/invitations/"));
        browser.post(colleague + "/closure", {});
        CHECK(browser.location() == "/office/colleagues");
        browser.get(colleague + "/access");
        CHECK(browser.says("доступ закрыт"));
        browser.post(colleague + "/closure", {});
        CHECK(browser.status() == 409);
    });
}

TEST_CASE("the last administrator is told why they cannot leave")
{
    for_each_house([](House& house) {
        Browser browser(house);
        administrator_enters(house, browser);
        browser.get("/office/colleagues");
        const std::string me = browser.between("<a href=\"/office/colleagues/", "/access");
        REQUIRE(parse_id<app::Account>(me));
        browser.post("/office/colleagues/" + me + "/closure", {});
        CHECK(browser.status() == 422);
        CHECK(browser.says("последний администратор"));
    });
}

TEST_CASE("an address in the path that is no account, or another town's, is 404")
{
    for_each_house([](House& house) {
        Browser browser(house);
        administrator_enters(house, browser);
        for (const std::string& id :
             {id_text(12345), std::string("1"), std::string("x"), std::string("0000000000001 ")}) {
            for (const std::string deed : {"/roles", "/closure", "/invitation"}) {
                browser.get("/office/colleagues");
                const Fields fields = deed == "/roles" ? Fields{{"roles", "clerk"}} : Fields{};
                browser.post("/office/colleagues/" + id + deed, fields);
                CHECK(browser.status() == 404);
            }
            browser.get("/office/colleagues/" + id + "/access");
            CHECK(browser.status() == 404);
        }
    });
}

TEST_CASE("a password is changed only by who knows it, and other browsers are signed out")
{
    for_each_house([](House& house) {
        house.town.add(vera, {app::Role::clerk});
        Browser desk(house), phone(house);
        sign_in(desk, vera);
        sign_in(phone, vera);
        desk.get("/office/me");
        const std::string fresh = "семь лиловых утюгов плывут";
        desk.post("/office/me/password", {{"current", "не тот"}, {"password", fresh}, {"again", fresh}});
        CHECK(desk.status() == 422);
        CHECK(desk.says("Пароль не подошёл"));
        desk.post("/office/me/password",
                  {{"current", good_password}, {"password", "парольпарольпароль"}, {"again", "парольпарольпароль"}});
        CHECK(desk.status() == 422);
        CHECK(desk.says("подбирают одним из первых"));
        desk.post("/office/me/password", {{"current", good_password}, {"password", fresh}, {"again", fresh}});
        CHECK(desk.location() == "/office/me");
        desk.get("/office/me");
        CHECK(desk.status() == 200);
        CHECK(desk.says("Пароль сменён"));
        phone.get("/office/me");
        CHECK(phone.status() == 303);
        Browser again(house);
        sign_in(again, vera, fresh);
        CHECK(again.location() == "/office");
    });
}

TEST_CASE("new recovery codes are given only to who knows the password")
{
    for_each_house([](House& house) {
        Browser browser(house);
        administrator_enters(house, browser);
        browser.get("/office/me");
        browser.post("/office/me/recovery-codes", {{"confirmation", ""}});
        CHECK(browser.status() == 422);
        browser.post("/office/me/recovery-codes", {{"confirmation", good_password}});
        CHECK(browser.status() == 200);
        CHECK(parse_recovery_code(browser.between("<code>", "</code>")));
        browser.get("/office/me");
        CHECK(browser.says("Осталось 10 запасных кодов"));
    });
}

TEST_CASE("every page of accounts is answered to every role as its permission says")
{
    for_each_house([](House& house) {
        int cells = 0;
        for (const app::Role role : app::all_roles) {
            const std::string email = std::string(app::to_text(role)) + "@yurga.example";
            house.town.add(email, {role}, role == app::Role::administrator ? totp_secret : "");
            Browser browser(house, "198.51.100." + std::to_string(static_cast<int>(role)));
            sign_in(browser, email);
            if (role == app::Role::administrator) {
                browser.get("/session/second-step");
                browser.post("/session/second-step", {{"code", house.town.code()}});
            }
            for (const std::string path :
                 {"/office/colleagues", "/office/me", "/office/me/second-factor", "/sign-in"}) {
                CAPTURE(email);
                CAPTURE(path);
                browser.get(path);
                const bool colleagues = path == "/office/colleagues";
                const int expected = path == "/sign-in"                               ? 303
                                     : colleagues && role != app::Role::administrator ? 403
                                                                                      : 200;
                CHECK(browser.status() == expected);
                ++cells;
            }
            browser.get("/office/me");
            for (const std::string path :
                 {"/office/colleagues/invitations", "/office/colleagues/0000000000001/roles",
                  "/office/colleagues/0000000000001/closure", "/office/colleagues/0000000000001/invitation"}) {
                CAPTURE(path);
                browser.post(path, {});
                if (role != app::Role::administrator)
                    CHECK(browser.status() == 403);
                else
                    CHECK(browser.status() != 403);
                ++cells;
            }
        }
        CHECK(cells == 64);
    });
}

}  // namespace portal_test
