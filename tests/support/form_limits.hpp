#pragma once

// What a field of a form lets through is what its command takes: a shorter one cuts in the browser what a colleague wrote, a
// longer one lets them write what is refused.

#include <map>
#include <string>

#include <doctest/doctest.h>

#include "core/embedded.hpp"

namespace veche::test {

/// "view field" -> how long it may be.
using FormLimits = std::map<std::string, std::size_t>;

inline constexpr std::size_t mailbox_most = 254, query_most = 200, year_digits = 4;  // RFC 5321; a search; "2027"

inline std::string attribute_of(std::string_view element, std::string_view name)
{
    const std::string start = " " + std::string(name) + "=\"";
    const auto at = element.find(start);
    if (at == std::string_view::npos) return {};
    const auto from = at + start.size();
    return std::string(element.substr(from, element.find('"', from) - from));
}

/// Every field of the views of a folder that says how long it may be.
inline FormLimits form_limits_of_views(const std::string& folder)
{
    FormLimits found;
    const std::string start = "views/" + folder + "/", mark = " maxlength=\"";
    for (const auto& file : embedded_files()) {
        if (!file.name.starts_with(start)) continue;
        const auto view = std::string(file.name.substr(start.size(), file.name.rfind('.') - start.size()));
        const auto text = file.content;
        for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
            const auto begin = text.rfind('<', at), end = text.find('>', at);
            const auto element = text.substr(begin, end - begin);
            const auto most = attribute_of(element, "maxlength");
            if (most.starts_with('{')) continue;  // app/field: the limit is its table's, and so the reader's
            found[view + " " + attribute_of(element, "name")] = std::stoul(most);
        }
    }
    return found;
}

/// `known`: what the commands take, of every such field of the folder and of no other.
inline void check_form_limits(const std::string& folder, const FormLimits& known)
{
    const auto fields = form_limits_of_views(folder);
    REQUIRE_FALSE(fields.empty());
    for (const auto& [field, length] : fields) {
        INFO(field);
        REQUIRE_MESSAGE(known.contains(field), "say in this test what the command takes");
        CHECK(length == known.at(field));
    }
    for (const auto& [field, length] : known) CHECK_MESSAGE(fields.contains(field), field);
}

}  // namespace veche::test
