#pragma once

#include <string>
#include <vector>

#include "app/letters.hpp"
#include "app/town.hpp"
#include "features/plan/feature.hpp"
#include "features/subscriptions/model.hpp"
#include "language/language.hpp"

/// The letters themselves: plain text, short, in the language the subscriber had when asking, signed by the town.
namespace veche::subscriptions {

/// "ru", "en".
const language::Words& words_in(std::string_view language);

/// "https://yurga.example/subscriptions/…"
std::string link_of(const app::Town& town, std::string_view token);

app::Letter confirm_letter(const app::Town& town, const Subscription& to, const std::string& token);
/// To one who is subscribed already: a stranger, or the owner who forgot, has asked again.
app::Letter known_letter(const app::Town& town, const Subscription& to, const std::string& token);

/// One time at which a line happens.
struct Item {
    const plan::Line* line = nullptr;
    const plan::Happening* happening = nullptr;
};
/// What is on from `today` to the Sunday after the week of `monday`, in order: exact days only, nothing cancelled.
std::vector<Item> items_of(const std::vector<plan::Line>& lines, Day monday, Day today);
bool matches(const Choice& choice, const plan::Line& line);

/// One digest of a week, and one letter for each SEQUENCE of a line.
std::string digest_key(Day monday, Id<Subscription> to);
std::string urgent_key(const plan::Line& line, Id<Subscription> to);

/// `items` are those the subscriber chose, at least one; at most `digest_most` are told, the rest is counted.
app::Letter digest_letter(const app::Town& town, const Subscription& to, const std::string& token, Day monday,
                          Day today, const std::vector<Item>& items);
inline constexpr std::size_t digest_most = 40;

/// What has last become of a line. "" text: nothing that subscribers must hear (it was taken back meanwhile).
struct News {
    std::string subject, text;
};
News news_of(const language::Words& words, const plan::Line& line);
/// Whether being moved is the last that has become of it.
bool is_moved(const plan::Line& line);
/// What has befallen the line, in a word that is another after each move and each cancellation, and the same after all else.
std::string news_mark(const plan::Line& line);
/// Of one step of many lines: `move` names it.
std::string moves_key(std::string_view move, Id<Subscription> to);
/// `moved` are those the subscriber chose, at least one; at most `moves_most` are told, the rest is counted.
app::Letter moves_letter(const app::Town& town, const Subscription& to, const std::string& token, std::string_view move,
                         const std::vector<const plan::Line*>& moved, Instant now);
inline constexpr std::size_t moves_most = 40;
app::Letter urgent_letter(const app::Town& town, const Subscription& to, const std::string& token,
                          const plan::Line& line, const News& news, Instant now);

/// To a colleague: what is over and has no report. `overdue` are the longest waiting ones, `all` how many there are.
app::Letter overdue_letter(const app::Town& town, const Email& to, const std::string& key, Day monday,
                           const std::vector<plan::Overdue>& overdue, std::int64_t all);

}  // namespace veche::subscriptions
