#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/participation/entry/store_calls.hpp"
#include "language/language.hpp"

namespace veche::participation {

/// A call with all that its page says of it.
struct CallRow {
    Call call;
    Entry entry;
    app::Occasion occasion;
    std::vector<std::string> said;  // in paragraphs
};
std::vector<CallRow> list_call_rows(app::View& view, const language::Words& words, const std::vector<Call>& calls);

/// "Глеб", by whom it was closed; names of colleagues are read once.
class Colleagues {
public:
    Colleagues(db::Session& db, Id<app::Town> town);
    const std::string& name(const std::optional<Id<app::Account>>& account) const;  // "" of nobody

private:
    std::map<Id<app::Account>, std::string> names_;
};

/// "сообщили: Глеб, 3 июля, 10:20"; "" of an open one.
std::string closing_words(const app::Town& town, const language::Words& words, const Call& call,
                          const Colleagues& colleagues);
/// "3 июля, 10:20"; of midnight the day alone.
std::string short_moment(const app::Town& town, const language::Words& words, Instant at);

}  // namespace veche::participation
