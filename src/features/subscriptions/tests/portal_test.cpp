#include "features/subscriptions/tests/subscribers.hpp"

namespace portal_test {

using namespace veche;
using namespace veche::subscriptions;
using namespace veche::subscriptions::test;
using namespace std::chrono_literals;

namespace {

/// The code under which a form names a place: the value of the box whose label has these words.
std::string code_of(const Browser& browser, const std::string& title)
{
    const auto at = browser.text().find(">" + title + "</label>");
    REQUIRE(at != std::string::npos);
    const auto from = browser.text().rfind("value=\"", at) + 7;
    return browser.text().substr(from, browser.text().find('"', from) - from);
}

/// As a mail service does it: no cookie, no token, one field that no form of ours has.
web::Response one_click(House& house, const std::string& token, Fields fields = {{"List-Unsubscribe", "One-Click"}})
{
    web::Request request;
    request.method = web::Method::post;
    request.host = "yurga.example";
    request.target = request.path = "/subscriptions/" + token + "/unsubscription";
    request.form = std::move(fields);
    request.peer = "203.0.113.9";
    return house.site.handle(request);
}

}  // namespace

TEST_CASE("a resident subscribes by e-mail, confirms by the letter, chooses otherwise")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        auto content = plan::test::content("Концерт", "6 июля 2021 г.");
        content.place = "ДК «Победа»";
        content.audience = "ветераны";
        const auto line = town.announced(content);
        Browser vera(house);
        vera.get("/plan/2021/lines/" + to_text(line.id));
        CHECK(vera.says("href=\"/subscribe\">Узнавать об изменениях письмом</a>"));
        vera.get("/subscribe");
        const auto place = code_of(vera, "ДК «Победа»"), audience = code_of(vera, "ветераны");
        Fields form = {{"email", "vera"}, {"kind", "event"}, {"kind", "contest"}, {"place", place}};
        vera.post("/subscribe", form);
        CHECK(vera.status() == 422);
        CHECK(vera.error_of("email").starts_with("Это не похоже"));
        CHECK(vera.error_of("weekly").starts_with("Отметьте, когда писать"));
        CHECK(vera.error_of("data_consent").starts_with("Отметьте согласие"));
        CHECK(vera.says("value=\"vera\""));
        CHECK(vera.says("value=\"" + place + "\" checked"));
        CHECK(vera.says("name=\"kind\" value=\"contest\" checked"));
        form[0].second = "vera@mail.example";
        form.insert(form.end(), {{"weekly", "1"}, {"data_consent", "1"}});
        vera.post("/subscribe", form);
        CHECK(vera.location() == "/subscribe/sent");
        vera.get("/subscribe/sent");
        CHECK(vera.says("Загляните в почту"));
        CHECK(vera.says("vera@mail.example"));  // a typing error is seen, by the one who made it
        CHECK(vera.header("cache-control").find("no-store") != std::string::npos);
        Browser passer_by(house);
        passer_by.get("/subscribe/sent");
        CHECK_FALSE(passer_by.says("vera@mail.example"));

        // A scanner opens the link, also that of unsubscribing: nothing happens.
        const auto own = "/subscriptions/" + letters(town).front().token();
        Browser scanner(house);
        for (const auto* path : {"", "/unsubscription", ""}) scanner.get(own + path);
        CHECK(find(town, "vera")->stage == Stage::asked);
        CHECK(scanner.header("cache-control").find("no-store") != std::string::npos);

        vera.get(own);
        CHECK(vera.says("Подтвердите подписку"));
        vera.post(own + "/confirmation", {{"kind", "event"}, {"place", place}});
        CHECK(vera.status() == 422);
        CHECK(find(town, "vera")->stage == Stage::asked);
        // What is ticked beside the button is what is confirmed.
        vera.post(own + "/confirmation", {{"weekly", "1"}, {"kind", "event"}, {"place", place}});
        CHECK(vera.location() == own + "?done=confirmed");
        vera.get(vera.location());
        CHECK(vera.says("Готово: подписка действует."));
        CHECK(vera.says("value=\"" + place + "\" checked"));
        CHECK(find(town, "vera")->stage == Stage::confirmed);
        CHECK(find(town, "vera")->choice.kinds == std::vector<std::string>{"event"});

        vera.post(own, {{"urgent", "1"}, {"audience", audience}});
        CHECK(vera.location() == own + "?done=saved");
        const auto choice = find(town, "vera")->choice;
        CHECK_FALSE(choice.weekly);
        CHECK(choice.urgent);
        CHECK(choice.places.empty());
        CHECK(choice.audiences == std::vector<std::string>{"ветераны"});
        vera.post(own, {{"audience", audience}});
        CHECK(vera.status() == 422);
    });
}

TEST_CASE("a button ends it at once, and its link is said to be gone; another town never had it")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        const auto own = "/subscriptions/" + subscriber(town, "vera");
        Browser vera(house);
        Browser there(house, "", "taiga.example");
        there.get(own);
        CHECK(there.status() == 410);
        vera.get(own);
        vera.post(own + "/unsubscription", {});
        CHECK(vera.status() == 200);
        CHECK(vera.says("Вы отписались"));
        CHECK_FALSE(find(town, "vera"));
        vera.get(own);
        CHECK(vera.status() == 410);
        CHECK(vera.says("Ссылка больше не действует"));
    });
}

TEST_CASE("a mail service unsubscribes with one click: no cookie, no token, no redirect, and twice is once")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        const auto token = subscriber(town, "vera");
        subscriber(town, "gleb");
        const auto wrong = one_click(house, std::string(43, 'x'));
        CHECK(wrong.status == 200);
        CHECK(find(town, "vera"));
        const auto done = one_click(house, token);
        CHECK(done.status == 200);
        CHECK(done.text == wrong.text);  // nobody learns which links are real
        CHECK_FALSE(find(town, "vera"));
        CHECK(find(town, "gleb"));
        CHECK(one_click(house, token).status == 200);
        CHECK(one_click(house, token, {}).status == 200);
        web::Request request;
        request.method = web::Method::post;
        request.path = "/subscriptions/" + token + "/unsubscription";
        // A form, multipart/form-data, text/plain or nothing at all: the address is all that counts.
        CHECK(house.site.application().limits(request).ignored);
    });
}

TEST_CASE("confirming and choosing ask for the token of a form, as every deed but unsubscribing")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        REQUIRE(ask_for(town, "vera").has_value());
        const auto own = "/subscriptions/" + letters(town).front().token();
        Browser stranger(house);
        for (const auto* path : {"", "/confirmation"}) {
            stranger.post_bare(own + path, {{"weekly", "1"}});
            CHECK(stranger.status() == 403);
        }
        CHECK(find(town, "vera")->stage == Stage::asked);
    });
}

TEST_CASE("the pages say the same for an address that is subscribed and for one that is not; a flood is 429")
{
    for_each_house([](House& house) {
        subscriber(house.yurga, "vera");
        Browser stranger(house);
        const auto send = [&](const std::string& name) {
            stranger.get("/subscribe");
            stranger.post("/subscribe", {{"email", name + "@mail.example"}, {"weekly", "1"}, {"data_consent", "1"}});
            return std::to_string(stranger.status()) + stranger.location();
        };
        const auto known = send("vera");
        CHECK(known == send("nobody"));
        CHECK(known == "303/subscribe/sent");
        for (int i = 0; i < 18; ++i) CHECK(send("a" + std::to_string(i)) == known);
        CHECK(send("vera") == "429");
        CHECK(stranger.says("Из вашей сети слишком много просьб подряд."));
        CHECK(send("nobody2") == "429");
    });
}

TEST_CASE("a disguised domain is refused beside its field, and is no second subscription of one mailbox")
{
    for_each_house([](House& house) {
        Browser stranger(house);
        for (const std::string domain : {"\uFF4Dail.example", "m\u034Fail.example", "post.mail\u3002example"}) {
            stranger.get("/subscribe");
            stranger.post("/subscribe", {{"email", "vera@" + domain}, {"weekly", "1"}, {"data_consent", "1"}});
            CHECK_MESSAGE(stranger.status() == 422, domain);
            CHECK_MESSAGE(!stranger.error_of("email").empty(), domain);
        }
        stranger.post("/subscribe", {{"email", "vera@Mail.example"}, {"weekly", "1"}, {"data_consent", "1"}});
        CHECK(stranger.status() == 303);
    });
}

TEST_CASE("a place that left the plan stays chosen; one that never was is told and everything typed is kept")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        const auto token =
            subscriber(town, "vera", {.weekly = true, .urgent = false, .kinds = {}, .places = {"Старый клуб"}});
        Browser vera(house);
        const auto own = "/subscriptions/" + token;
        vera.get(own);
        const auto place = code_of(vera, "Старый клуб");
        vera.post(own, {{"weekly", "1"}, {"urgent", "1"}, {"place", place}});
        CHECK(vera.location() == own + "?done=saved");
        CHECK(find(town, "vera")->choice.places == std::vector<std::string>{"Старый клуб"});
        vera.post(own, {{"weekly", "1"}, {"place", place}, {"place", "0123456789abcdef"}});
        CHECK(vera.status() == 422);
        CHECK(vera.error_of("place").starts_with("Одного из отмеченного"));
        CHECK(vera.says("value=\"" + place + "\" checked"));
        vera.post(own, {{"weekly", "1"}, {"kind", "all"}});
        CHECK(vera.status() == 400);
    });
}

TEST_CASE("the office sees counts and no address; the administrator erases one on request")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        subscriber(town, "vera", {.weekly = true, .urgent = true, .kinds = {"contest"}, .places = {"Школа № 1"}});
        subscriber(town, "anna", {.weekly = true, .urgent = false, .kinds = {"contest"}});
        REQUIRE(ask_for(town, "silent").has_value());
        Browser galina(house, "Галина"), gleb(house, "Глеб"), semyon(house, "Семён");
        semyon.get("/office/subscriptions");
        CHECK(semyon.status() == 403);
        gleb.get("/office/subscriptions");
        CHECK(gleb.status() == 200);
        CHECK(gleb.says("<dt>Подписались и подтвердили</dt><dd><p class=\"strong\">2</p></dd>"));
        CHECK(gleb.says("<dt>Из них узнают об изменениях сразу</dt><dd>1</dd>"));
        CHECK(gleb.says("<dt>Ещё не подтвердили</dt><dd>1</dd>"));
        CHECK(gleb.says("Школа № 1"));
        CHECK_FALSE(gleb.says("mail.example"));
        CHECK_FALSE(gleb.says("/office/subscriptions/deletion"));
        gleb.post("/office/subscriptions/deletion", {{"email", "vera@mail.example"}});
        CHECK(gleb.status() == 403);
        galina.get("/office/subscriptions");
        galina.post("/office/subscriptions/deletion", {{"email", "nobody@mail.example"}});
        CHECK(galina.status() == 422);
        CHECK(galina.error_of("email") == "На этот адрес никто не подписан.");
        galina.post("/office/subscriptions/deletion", {{"email", "VERA@mail.example"}});
        CHECK(galina.location() == "/office/subscriptions");
        CHECK_FALSE(find(town, "vera"));
        CHECK(find(town, "anna"));
        CHECK(town.deeds().back() == "subscriptions.delete_address");
        CHECK(town.audit() == "");
    });
}

}  // namespace portal_test
