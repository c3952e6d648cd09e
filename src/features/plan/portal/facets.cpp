#include "features/plan/portal/facets.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace veche::plan {

namespace {

std::string kind_title(const language::Words& words, const FullKind& kind)
{
    return words.say(fmt::format("kind.{}", to_text(kind)));
}

std::string group_title(const language::Words& words, AudienceGroup group)
{
    return words.say(fmt::format("plan.group_{}", to_text(group)));
}

/// The eight with most lines stay, where they stood.
void cut(std::vector<Facets::Option>& options)
{
    while (options.size() > facet_values_most) {
        auto least = options.begin();
        for (auto one = options.begin(); one != options.end(); ++one)
            if (one->count <= least->count) least = one;
        options.erase(least);
    }
}

template <class Value>
web::Node options_model(web::Model& model, const std::vector<Facets::Option>& options, const Filter& filter,
                        Value Filter::*field, const std::function<std::string(const Filter&)>& address)
{
    std::vector<web::Node> nodes;
    for (const auto& option : options) {
        const bool current = filter.*field == option.only.*field;
        Filter with = filter;
        with.*field = current ? Value() : option.only.*field;
        nodes.push_back(model.object({{"title", web::Node::view(option.title)},
                                      {"count", web::Node::of(std::uint64_t(option.count))},
                                      {"href", model.text(address(with))},
                                      {"current", web::Node::of(current)}}));
    }
    return model.list(nodes);
}

}  // namespace

std::size_t Facets::bytes() const
{
    std::size_t bytes = sizeof(*this);
    for (const auto* options : {&kinds, &groups})
        for (const auto& option : *options) bytes += sizeof(Option) + 4 * option.title.size() + 512;
    return bytes;
}

Facets facets_of(const language::Words& words, const std::vector<Line>& lines)
{
    Facets facets;
    for (const auto& kind : list_full_kinds()) {
        const auto count =
            std::ranges::count_if(lines, [&](const Line& line) { return kind.holds(line.content.kind); });
        if (count > 0) facets.kinds.push_back({{.kind = kind}, kind_title(words, kind), std::size_t(count)});
    }
    cut(facets.kinds);
    std::vector<std::size_t> counts(std::size(audience_groups));
    for (const auto& line : lines)
        for (const auto group : groups_in(line.content.audience)) ++counts[std::size_t(group)];
    for (const auto group : audience_groups)
        if (counts[std::size_t(group)] > 0)
            facets.groups.push_back({{.group = group}, group_title(words, group), counts[std::size_t(group)]});
    return facets;
}

std::string facets_html(const language::Words& words, const web::Templates& templates, const Facets& facets,
                        const Filter& filter, const std::function<std::string(const Filter&)>& address)
{
    web::Model model;
    std::vector<web::Node> all;
    const auto add = [&](std::string_view message, const auto& options, auto field) {
        if (options.size() < 2 && !filter.chosen()) return;
        all.push_back(model.object({{"title", model.text(words.say(message))},
                                    {"options", options_model(model, options, filter, field, address)}}));
    };
    add("plan.filter_kind", facets.kinds, &Filter::kind);
    add("plan.filter_audience", facets.groups, &Filter::group);
    return templates.render("plan/part_filters", model.object({{"filters", model.list(all)}}), words);
}

std::vector<Chosen> list_chosen(const language::Words& words, const Filter& filter)
{
    std::vector<Chosen> chosen;
    const auto add = [&](std::string title, auto field) {
        Filter without = filter;
        without.*field = {};
        chosen.push_back({std::move(title), without});
    };
    if (filter.kind) add(kind_title(words, *filter.kind), &Filter::kind);
    if (!filter.place.empty()) add(filter.place, &Filter::place);
    if (!filter.audience.empty()) add(filter.audience, &Filter::audience);
    if (filter.group) add(group_title(words, *filter.group), &Filter::group);
    return chosen;
}

}  // namespace veche::plan
