#include <fstream>

#include "app/contacts/store.hpp"
#include "app/tests/house.hpp"
#include "features/settings/feature.hpp"
#include "features/settings/model.hpp"
#include "outside/svg.hpp"

namespace settings_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

namespace {

class Office : public House {
public:
    explicit Office(db::Database& database) : House(database, {settings::feature()}, {town_named("yurga", 1)}, 1 << 20)
    {
        actors["yurga:anna"] = staff({Role::administrator}, 7, "Анна");
        actors["yurga:gleb"] = staff({Role::organiser, Role::press_officer, Role::clerk});
    }
    static Fields fields(const std::string& colour = "#7a1f5c", const std::string& name = "Юрга")
    {
        return {{"name", name}, {"colour", colour}, {"timezone", "Asia/Tomsk"}};
    }
    web::Response save(Fields form, const std::string& emblem = "", const std::string& who = "anna")
    {
        form.emplace_back("csrf", csrf_of(*this, "anna", "/office/town"));
        if (std::ranges::find(form, "version", &Fields::value_type::first) == form.end())
            form.emplace_back("version", version());
        auto request = with_cookie(post("/office/town", std::move(form)), "session", who);
        if (!emblem.empty()) {
            const auto file = folder_.path() / "emblem.svg";
            std::ofstream(file, std::ios::binary) << emblem;
            request.uploads.push_back({"emblem", "emblem.svg", file, emblem.size(), nullptr});
        }
        return ask(request);
    }
    /// The version that an administrator's form has now.
    std::string version()
    {
        const auto page = body_of(ask(with_cookie(get("/office/town"), "session", "anna")));
        const std::string before = "name=\"version\" value=\"";
        const auto at = page.find(before) + before.size();
        return page.substr(at, page.find('"', at) - at);
    }
    std::shared_ptr<const Town> now_town() { return site.towns().find_slug("yurga"); }

private:
    veche::test::TemporaryFolder folder_;
};

template <class Test>
void for_each_office(Test test)
{
    for_each_database([&](db::Database& database) {
        Office office(database);
        test(office);
    });
}

}  // namespace

TEST_CASE("contrast to white is what WCAG counts")
{
    struct Pair {
        std::string_view colour;
        double contrast;
    };
    for (const auto& [colour, contrast] : {Pair{"#000000", 21.0}, Pair{"#ffffff", 1.0}, Pair{"#767676", 4.54},
                                           Pair{"#777777", 4.48}, Pair{"#ff0000", 4.00}, Pair{"#0000ff", 8.59},
                                           Pair{"#008000", 5.14}, Pair{"#00ff00", 1.37}, Pair{"#0b5d66", 7.58}})
        CHECK_MESSAGE(settings::contrast_to_white(colour) == doctest::Approx(contrast).epsilon(0.005), colour);
}

TEST_CASE("a colour is taken in one form and only where white is readable on it")
{
    for (const std::string_view good : {"#767676", "#0b5d66", "#000000", " #0B5D66 ", "#0000FF"})
        CHECK_MESSAGE(settings::parse_colour(good).has_value(), good);
    CHECK(settings::parse_colour("#0B5D66").value() == "#0b5d66");
    for (const std::string_view pale : {"#777777", "#ffffff", "#ff0000", "#00ff00", "#ffd700", "#c0c0c0"}) {
        const auto refused = settings::parse_colour(pale);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().message == "settings.colour_pale");
        CHECK(refused.error().field == "colour");
    }
    for (const std::string_view wrong :
         {"", "#", "0b5d66", "#0b5d6", "#0b5d666", "#fff", "red", "#0b5d6g", "rgb(0,0,0)", "#0b5d66;}", "url(#x)",
          "#０b5d66", "#0b5d66\n}body{", "# 0b5d6", "#-b5d66", "#+b5d66", "#0x5d66"}) {
        const auto refused = settings::parse_colour(wrong);
        REQUIRE_MESSAGE(!refused.has_value(), wrong);
        CHECK(refused.error().message == "settings.colour_form");
    }
}

TEST_CASE("a new name, colour and zone are seen at once on every page, cached ones too")
{
    for_each_office([](Office& office) {
        CHECK(says(office.ask_like_server(get("/search")), "Город yurga"));
        CHECK(says(office.ask_like_server(get("/search")), "Город yurga"));
        CHECK(office.site.cache().figures().hits == 1);
        const auto answer = office.save(Office::fields());
        CHECK(answer.status == 303);
        CHECK(header_of(answer, "location") == "/office/town");
        const auto page = office.ask_like_server(get("/search"));
        CHECK_FALSE(says(page, "Город yurga"));
        CHECK(says(page, "Юрга"));
        CHECK(says(page, "/town.css?v=7a1f5c"));
        CHECK(says(office.ask(get("/town.css")), "#7a1f5c"));
        CHECK(office.now_town()->zone.name() == "Asia/Tomsk");
        CHECK(office.audit_number() == 1);
        CHECK(office.audit_fault() == "");
    });
}

TEST_CASE("a refused form changes nothing, keeps what was typed and stands the words beside the field")
{
    for_each_office([](Office& office) {
        const auto& words = office.site.words(language::Code::ru);
        const auto pale = office.save(Office::fields("#ffd700"));
        CHECK(pale.status == 422);
        CHECK(says(pale, "value=\"#ffd700\""));
        CHECK(says(pale, "colour-error"));
        CHECK(office.save(Office::fields("#0b5d66", " ")).status == 422);
        CHECK(office.save(Office::fields("#0b5d66", std::string(101, 'x'))).status == 422);
        CHECK(office.save({{"name", "Юрга"}, {"colour", "#0b5d66"}, {"timezone", "Mars/Olympus"}}).status == 422);
        CHECK(says(office.save({{"name", "Юрга"}, {"colour", "#0b5d66"}, {"timezone", "../../etc/passwd"}}),
                   words.say("settings.no_zone")));
        CHECK(office.save({{"name", "Юрга"}, {"slug", "moscow"}}).status == 400);
        CHECK(office.now_town()->name == "Город yurga");
        CHECK(office.audit_number() == 0);
        const auto marked = office.save(Office::fields("#ffd700", "<script>alert(1)</script>"));
        CHECK_FALSE(says(marked, "<script>alert"));
        CHECK(office.save(Office::fields("#7a1f5c", "<script>alert(1)</script>")).status == 303);
        CHECK_FALSE(says(office.ask(get("/search")), "<script>alert"));
    });
}

TEST_CASE("of two administrators who save the town the second sees what the first has saved")
{
    for_each_office([](Office& office) {
        const auto seen = office.version();
        auto first = Office::fields("#7a1f5c", "Юрга"), second = Office::fields("#0b5d66", "Город Юрга");
        first.emplace_back("version", seen);
        second.emplace_back("version", seen);
        CHECK(office.save(first).status == 303);
        CHECK(office.save(first).status == 303);  // the same form sent twice
        const auto late = office.save(second);
        CHECK(late.status == 409);
        CHECK(says(late, "<td data-title=\"Сохранено другим\">Юрга</td>"));
        CHECK(says(late, "value=\"Город Юрга\""));
        CHECK(says(late, "name=\"version\" value=\"" + office.version() + "\""));
        CHECK(office.now_town()->name == "Юрга");
        second.back().second = office.version();
        CHECK(office.save(second).status == 303);
        CHECK(office.now_town()->name == "Город Юрга");
    });
}

TEST_CASE("a coat of arms is kept clean, served under its own policy, and can be taken away")
{
    for_each_office([](Office& office) {
        CHECK(office.ask(get("/emblem.svg")).status == 404);
        const std::string drawing =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" onload=\"alert(1)\"><script>alert(2)"
            "</script><style>*{}</style><a href=\"http://evil.example\"><path d=\"M0 0h9v9z\" fill=\"#07c\" "
            "onclick=\"alert(3)\"/></a><rect width=\"9\" height=\"9\"/><image href=\"http://evil.example/x\"/></svg>";
        CHECK(office.save(Office::fields(), drawing).status == 303);
        const auto emblem = office.ask(get("/emblem.svg"));
        CHECK(emblem.status == 200);
        CHECK(header_of(emblem, "content-type") == "image/svg+xml");
        CHECK(header_of(emblem, "content-security-policy").find("sandbox") != std::string::npos);
        CHECK(header_of(emblem, "x-content-type-options") == "nosniff");
        CHECK(says(emblem, "<rect"));
        for (const std::string_view bad : {"alert", "script", "evil", "style", "onload", "onclick"})
            CHECK_MESSAGE(!says(emblem, bad), bad);
        CHECK(says(office.ask_like_server(get("/search")), "/emblem.svg"));

        // Without a new file the drawing stays; a broken one is refused and changes nothing.
        CHECK(office.save(Office::fields()).status == 303);
        CHECK(office.ask(get("/emblem.svg")).status == 200);
        for (const std::string& broken : {std::string("<svg"), std::string("PNG\r\n"), std::string("<html></html>"),
                                          std::string("<svg>") + std::string(outside::svg_most_bytes, ' ') + "</svg>"})
            CHECK(office.save(Office::fields(), broken).status == 422);
        CHECK(says(office.ask(get("/emblem.svg")), "<rect"));
        auto form = Office::fields();
        form.emplace_back("remove_emblem", "1");
        CHECK(office.save(form).status == 303);
        CHECK(office.ask(get("/emblem.svg")).status == 404);
    });
}

TEST_CASE("only an administrator changes the town and reads its audit")
{
    for_each_office([](Office& office) {
        CHECK(office.save(Office::fields(), "", "gleb").status == 403);
        for (const std::string path : {"/office/town", "/office/audit"}) {
            CHECK(office.ask(with_cookie(get(path), "session", "gleb")).status == 403);
            CHECK(office.ask(get(path)).status == 303);
            CHECK(office.ask(with_cookie(get(path), "session", "anna")).status == 200);
        }
        CHECK(office.now_town()->name == "Город yurga");
    });
}

TEST_CASE("the audit is read from its newest row, a hundred at a time, to the first")
{
    for_each_office([](Office& office) {
        for (int i = 1; i <= 205; ++i)
            office.site.change(office.towns[0], staff({Role::organiser}, 8, "Глеб <b>"), [&](Work& work) {
                work.record("plan.line.edit", "line/" + std::to_string(i) + ".",
                            {{"title", "Строка " + std::to_string(i) + "."}, {"reason", "<script>alert(1)</script>"}});
                return db::Outcome::keep;
            });
        office.seal();
        const auto page = [&](const std::string& target) {
            return office.ask(with_cookie(get(target), "session", "anna"));
        };
        const auto first = page("/office/audit");
        CHECK(says(first, "Строка 205."));
        CHECK(says(first, "Строка 106."));
        CHECK_FALSE(says(first, "Строка 105."));
        CHECK(says(first, "/office/audit?after=106"));
        CHECK_FALSE(says(first, "<script>alert"));
        CHECK_FALSE(says(first, "Глеб <b>"));
        const auto last = page("/office/audit?after=6");
        CHECK(says(last, "Строка 5."));
        CHECK(says(last, "Строка 1."));
        CHECK_FALSE(says(last, "Строка 6."));
        CHECK_FALSE(says(last, "after=1\""));
        for (const std::string odd : {"x", "-1", "", "99999999999999999999", "1e3", "0"})
            CHECK_MESSAGE(page("/office/audit?after=" + odd).status == 200, odd);
    });
}

TEST_CASE("the number for residents and the operator are kept, and whoever does not change them loses none")
{
    for_each_office([](Office& office) {
        auto fields = Office::fields();
        fields.insert(fields.end(), {{"phone", "4-12-34"},
                                     {"phone_hours", "по будням с 9 до 17"},
                                     {"operator_name", "Администрация"},
                                     {"operator_address", "пр. Победы, 13"},
                                     {"operator_contact", "data@yurga.example"}});
        CHECK(office.save(fields).status == 303);
        const auto page = body_of(office.ask(with_cookie(get("/office/town"), "session", "anna")));
        for (const auto* part :
             {"4-12-34", "по будням с 9 до 17", "Администрация", "пр. Победы, 13", "data@yurga.example"})
            CHECK_MESSAGE(page.find(part) != std::string::npos, part);
        auto wrong = fields;
        wrong[3].second = "звоните";
        CHECK(office.save(wrong).status == 422);
        app::Contacts contacts;
        office.database.read(
            [&](db::Session& session) { contacts = app::store::get_contacts(session, office.now_town()->id); });
        CHECK(contacts.phone == "4-12-34");
        CHECK(contacts.data_operator.named());
    });
}

}  // namespace settings_test
