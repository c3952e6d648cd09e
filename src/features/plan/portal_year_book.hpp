#pragma once

// The public year made ready for its pages in one language: read, grouped and printed once for each change of the plan, shared
// by all its pages and filters. (A file of its own: neither a query, for it holds markup, nor a page, for it asks nothing
// of the request.)

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "features/plan/queries.hpp"
#include "features/plan/queries_photos.hpp"
#include "language/language.hpp"
#include "web/template.hpp"

namespace veche::plan {

enum class Grouping { month, section };

/// Points into itself: it is made in its place and never copied.
struct YearBook {
    /// A line in a group of the page, printed.
    struct Entry {
        const Line* line = nullptr;
        std::string html;
    };
    struct Group {
        std::string id, title;
        int month = 0;  // 1..12; 0 for the others
        std::vector<Entry> entries;
        std::size_t lines = 0;  // different ones: a yard festival on two days of a month is one thing to do
        std::string note;       // "3 мероприятия"
        std::string html;       // of all entries
    };
    /// A value that occurs in the year, for the filters.
    struct Option {
        Filter only;
        std::string title;
        std::size_t count = 0;
    };

    std::optional<Year> year;  // nullopt: there is nothing public
    std::vector<Group> by_month, by_section;
    std::vector<Option> kinds, places, audiences;
    std::unordered_map<Id<Line>, std::size_t> index;   // into year->lines
    PhotosOfLines photos;                              // of lines that have any to show
    std::string filters_by_month, filters_by_section;  // printed, nothing chosen

    YearBook() = default;
    YearBook(YearBook&&) = default;  // the lines stay where they are

    const std::vector<Group>& groups(Grouping grouping) const
    {
        return grouping == Grouping::month ? by_month : by_section;
    }
    const std::string& filters(Grouping grouping) const
    {
        return grouping == Grouping::month ? filters_by_month : filters_by_section;
    }
    const std::vector<Photo>& photos_of(Id<Line> line) const;
    std::size_t bytes() const;
};

YearBook make_year_book(const language::Words& words, const web::Templates& templates, std::optional<Year> year);

/// plan/part_filters: choosing a value adds it to the filter, choosing the current one again takes it off.
std::string filters_html(const language::Words& words, const web::Templates& templates, const YearBook& book,
                         const Filter& filter, Grouping grouping);

/// "3 мероприятия".
std::string things(const language::Words& words, std::size_t count);

}  // namespace veche::plan
