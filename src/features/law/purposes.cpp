#include "features/law/purposes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/erasure/personal.hpp"
#include "features/law/office.hpp"

namespace veche::law {

using app::erasure::Column;
using app::erasure::Fate;
using app::erasure::Table;

const std::vector<Purpose>& purposes()
{
    static const std::vector<Purpose> all{
        {"sign_up", {"participation_entries", "participation_persons", "participation_answers"}},
        {"suggestion", {"suggestions"}},
        {"subscription", {"subscriptions", "subscription_choices", "subscription_links"}},
        {"letter", {"letters"}},
        {"photo", {"album_photos", "photo_consents"}},
        {"right", {"subject_requests", "subject_deeds"}},
        {"body", {"bodies"}},
        {"plan", {"plan_lines", "plan_versions", "imports"}},
        {"register", {"register_entries", "register_references"}},
        {"staff",
         {"accounts", "invitations", "sessions", "second_steps", "second_factors", "recovery_codes", "known_addresses",
          "sign_in_failures", "audit", "audit_unsealed", "export_permits", "law_values"}},
        {"safety", {"budgets", "outbox", "deliveries", "periodic_runs"}}};
    return all;
}

namespace {

/// Each column of the purpose that holds something personal.
template <class Each>
void for_each_column(const Purpose& purpose, Each each)
{
    for (const auto& table : app::erasure::tables())
        for (const auto& column : table.columns)
            if (column.personal() && std::ranges::find(purpose.tables, table.name) != purpose.tables.end())
                each(column);
}

bool is_hash(const Column& column)
{
    return column.kind == "trace" || column.kind == "secret";
}

void add_term(language::Values& values, const language::Words& words, const Profile& profile, const Fate& fate)
{
    std::string name, term;
    if (!fate.law.empty()) {
        name = fate.law.substr(fate.law.find('.') + 1);
        term = value_words(words, find_norm(fate.law)->kind, profile.of(fate.law).value);
    } else if (fate.hours > 0) {
        const bool days = fate.hours % 24 == 0;
        name = days ? fmt::format("d{}", fate.hours / 24) : fmt::format("h{}", fate.hours);
        term = days ? words.say("law.value_days", fate.hours / 24) : words.say("law.value_hours", fate.hours);
    }
    if (name.empty() || std::ranges::find(values, name, &language::Values::value_type::first) != values.end()) return;
    values.emplace_back(name, term);
}

language::Values gathered(const language::Words& words, const Profile& profile, const Purpose& purpose, bool hashes)
{
    language::Values values;
    for_each_column(purpose, [&](const Column& column) {
        if (hashes || !is_hash(column))
            for (const auto& fate : column.fates) add_term(values, words, profile, fate);
    });
    return values;
}

}  // namespace

language::Values terms_of(const language::Words& words, const Profile& profile, const Purpose& purpose)
{
    return gathered(words, profile, purpose, true);
}

language::Values personal_terms_of(const language::Words& words, const Profile& profile, const Purpose& purpose)
{
    return gathered(words, profile, purpose, false);
}

std::string kinds_of(const language::Words& words, const Purpose& purpose)
{
    std::string kinds;
    for (const auto* kind : {"name", "email", "phone", "contact", "words", "trace"}) {
        bool has = false;
        for_each_column(purpose, [&](const Column& column) { has = has || column.kind == kind; });
        if (has) kinds += (kinds.empty() ? "" : ", ") + words.say(fmt::format("law.kept_{}", kind));
    }
    return kinds;
}

std::string until_words(const language::Words& words, const Profile& profile, const Purpose& purpose)
{
    return words.say(fmt::format("law.purpose_{}_until", purpose.name), terms_of(words, profile, purpose));
}

}  // namespace veche::law
