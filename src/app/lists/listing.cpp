#include "app/lists/listing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/percent.hpp"

namespace veche::app {

Listing::Listing(const web::Request& request, std::string path, web::FormFields filters)
    : request_(request), path_(std::move(path)), filters_(filters)
{}

const std::string& Listing::text(std::string_view filter) const
{
    static const std::string none;
    const auto* value = request_.query_value(filter);
    return value ? *value : none;
}

bool Listing::any() const
{
    return std::ranges::any_of(filters_, [&](const web::FormField& filter) { return !text(filter.name).empty(); });
}

std::string Listing::address(std::string_view after, std::string_view ending) const
{
    std::string query;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) query += fmt::format("{}{}={}", query.empty() ? '?' : '&', name, percent_encoded(value));
    };
    for (const auto& filter : filters_) add(filter.name, text(filter.name));
    add("after", after);
    return path_ + std::string(ending) + query;
}

nlohmann::json Listing::filter_model(const language::Words& words, std::map<std::string_view, Choices> choices) const
{
    FormContent content{.choices = std::move(choices), .id_prefix = "filter-"};
    for (const auto& filter : filters_) content.values.emplace_back(filter.name, text(filter.name));
    return {{"action", path_},
            {"fields", form_model(words, filters_, content, nullptr, Placing::in_a_row)["fields"]},
            {"any", any()},
            {"clear_href", path_}};
}

nlohmann::json Listing::pager_model(std::string_view last) const
{
    if (last.empty() && after().empty()) return false;
    return {{"text", ""},
            {"previous_href", after().empty() ? "" : address()},
            {"next_href", last.empty() ? "" : address(last)}};
}

web::Response list_file(const Context& context, const outside::Sheet& sheet, std::string_view name)
{
    const bool csv = context.request.path.ends_with(".csv");
    auto response = csv ? web::respond(200, "text/csv; charset=utf-8", outside::write_csv(sheet))
                        : web::respond(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                       outside::write_xlsx(sheet));
    response.with("content-disposition", fmt::format("attachment; filename=\"{}.{}\"", name, csv ? "csv" : "xlsx"));
    return response;
}

}  // namespace veche::app
