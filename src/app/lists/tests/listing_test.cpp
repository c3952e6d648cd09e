#include "app/lists/listing.hpp"

#include <doctest/doctest.h>

namespace listing_test {

using namespace veche;
using namespace veche::app;

namespace {

constexpr web::FormField filters[] = {
    {.name = "q", .label = "bodies.filter_text", .limit = 200},
    {.name = "closed", .kind = web::FieldKind::box, .label = "bodies.filter_closed"},
};

}  // namespace

TEST_CASE("what was chosen in a list stands in the address of its other pages and of its file")
{
    web::Request request;
    request.query = {{"q", "дом & сад"}, {"closed", "1"}, {"after", "07k"}, {"strange", "x"}};
    const Listing listing(request, "/office/things", filters);
    CHECK(listing.text("q") == "дом & сад");
    CHECK(listing.flag("closed"));
    CHECK(listing.any());
    CHECK(listing.after() == "07k");
    const std::string chosen = "?q=%D0%B4%D0%BE%D0%BC%20%26%20%D1%81%D0%B0%D0%B4&closed=1";
    CHECK(listing.address("08m") == "/office/things" + chosen + "&after=08m");
    CHECK(listing.address({}, ".csv") == "/office/things.csv" + chosen);
    CHECK(listing.pager_model("08m")["previous_href"] == "/office/things" + chosen);
    CHECK(listing.pager_model("08m")["next_href"] == "/office/things" + chosen + "&after=08m");
    CHECK(listing.pager_model("")["next_href"] == "");
}

TEST_CASE("a list that is on one page has no other pages")
{
    const web::Request request;
    const Listing listing(request, "/office/things", filters);
    CHECK_FALSE(listing.any());
    CHECK(listing.pager_model("") == false);
    std::vector<int> rows(Listing::page_rows);
    CHECK_FALSE(listing.cut(rows));
    CHECK(rows.size() == Listing::page_rows);
    rows.push_back(1);
    CHECK(listing.cut(rows));
    CHECK(rows.size() == Listing::page_rows);
}

}  // namespace listing_test
