#include "features/subscriptions/queries.hpp"

#include <algorithm>

#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/plan/feature.hpp"
#include "features/subscriptions/figures.hpp"
#include "language/collation.hpp"

namespace veche::subscriptions {

namespace {

void sort_out(std::vector<std::string>& words)
{
    std::erase(words, "");
    std::ranges::sort(words, [](const std::string& a, const std::string& b) { return language::compare(a, b) < 0; });
    words.erase(std::ranges::unique(words).begin(), words.end());
}

}  // namespace

std::size_t Options::bytes() const
{
    std::size_t sum = 0;
    for (const auto* list : {&places, &audiences})
        for (const auto& word : *list) sum += sizeof word + word.size();
    return sum;
}

Options options_of(app::View& view)
{
    using std::chrono::days;
    const std::chrono::sys_days today(view.town.zone.local(view.now).day);
    auto words = plan::list_public_words(view, Day(today - days(90)), Day(today + days(366)));
    Options options;
    options.places = std::move(words.places);
    options.audiences = std::move(words.audiences);
    sort_out(options.places);
    sort_out(options.audiences);
    return options;
}

Subscription get_subscription(app::View& view, std::string_view token)
{
    const auto found = store::find_by_link(view.db, view.town.id, app::token_hash(token));
    if (!found || !is_alive(*found, view.now)) throw NotFound("subscription");
    return *found;
}

Counts counts_of(app::View& view)
{
    constexpr int shown = 100;
    Counts counts;
    const auto all = app::sums(figures::subscribers(), view, app::every_day(), {"stage", "weekly", "urgent"});
    for (const auto& sum : all) {
        const bool confirmed = sum.values[0] == "confirmed";
        (confirmed ? counts.confirmed : counts.asked) += sum.amount;
        if (confirmed && sum.values[1] == "yes") counts.weekly += sum.amount;
        if (confirmed && sum.values[2] == "yes") counts.urgent += sum.amount;
    }
    counts.choices = store::count_choices(view.db, view.town.id, shown);
    return counts;
}

}  // namespace veche::subscriptions
