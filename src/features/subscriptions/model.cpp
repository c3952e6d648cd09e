#include "features/subscriptions/model.hpp"

#include <algorithm>

namespace veche::subscriptions {

namespace {

bool chosen(const std::vector<std::string>& choice, std::string_view word)
{
    return choice.empty() || std::ranges::find(choice, word) != choice.end();
}

}  // namespace

bool matches(const Choice& choice, std::string_view kind, std::string_view place, std::string_view audience)
{
    return chosen(choice.kinds, kind) && chosen(choice.places, place) && chosen(choice.audiences, audience);
}

std::vector<Refusal> faults_of(const Choice& choice)
{
    std::vector<Refusal> faults;
    if (!choice.weekly && !choice.urgent)
        faults.push_back({RefusalKind::invalid, "subscriptions.nothing_chosen", "weekly", {}});
    for (const auto& [field, list] : {std::pair("place", &choice.places), std::pair("audience", &choice.audiences)})
        if (list->size() > choices_most)
            faults.push_back({RefusalKind::invalid,
                              "subscriptions.too_many_chosen",
                              field,
                              {{"most", std::to_string(choices_most)}}});
    return faults;
}

std::string_view to_text(Stage stage)
{
    return stage == Stage::asked ? "asked" : "confirmed";
}

bool is_alive(const Subscription& subscription, Instant now)
{
    return subscription.stage == Stage::confirmed || now - subscription.asked < confirm_within;
}

bool may_write_again(const Subscription& subscription, Instant now)
{
    return now - subscription.asked >= letter_pause;
}

Day monday_of(Day day)
{
    const std::chrono::sys_days at(day);
    return Day(at - (std::chrono::weekday(at) - std::chrono::Monday));
}

std::optional<Day> due_week(Day today, int minute)
{
    constexpr int morning = 8 * 60, evening = 21 * 60;
    if (minute < morning || minute >= evening) return std::nullopt;
    return monday_of(today);
}

}  // namespace veche::subscriptions
