#pragma once

// The public year made ready for its pages in one language: read once for each change of the plan, grouped and printed when a page
// first asks for it so, shared by all its pages and filters. (A file of its own: neither a query, for it holds markup, nor a page,
// for it asks nothing of the request.)

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "features/plan/line/cards.hpp"
#include "features/plan/line/queries.hpp"
#include "features/plan/portal/facets.hpp"
#include "language/language.hpp"
#include "web/model.hpp"
#include "web/template.hpp"

namespace veche::plan {

enum class Grouping { month, section };

/// Points into itself: it is made in its place and never copied.
struct YearBook {
    /// A line in a group of the page, printed.
    struct Entry {
        const Line* line = nullptr;
        std::optional<Day> ends;  // the last day of this time; nullopt: none is known
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

    struct Printed {
        std::vector<Group> groups;
        std::string filters;  // nothing chosen
    };

    std::optional<Year> year;  // nullopt: there is nothing public
    Facets facets;
    std::unordered_map<Id<Line>, std::size_t> index;  // into year->lines

    YearBook(const language::Words& words, const web::Templates& templates, Clock now);
    YearBook(YearBook&&) = default;  // the lines stay where they are

    /// Printed at the first call, which takes as long as all its lines want; is_printed() says whether that is over.
    const Printed& printed(Grouping grouping) const;
    bool is_printed(Grouping grouping) const;
    std::size_t bytes() const;

private:
    struct Once {
        std::once_flag flag;
        std::atomic<bool> done{false};
        Printed printed;
    };
    Once& once(Grouping grouping) const { return *(grouping == Grouping::month ? by_month_ : by_section_); }

    const language::Words* words_;
    const web::Templates* templates_;
    Clock now_;  // of all its cards, whenever they are printed
    std::unique_ptr<Once> by_month_, by_section_;
};

/// `words` and `templates` must outlive it. The query says how long it is true: true_for_now.
YearBook make_year_book(const language::Words& words, const web::Templates& templates, std::optional<Year> year,
                        Clock now);

/// card() without a tree of JSON, for pages with hundreds of them. It looks into the line.
web::Node card_node(web::Model& model, const Telling& telling, const Occurrence& occurrence);

/// facets_html() of the year's page.
std::string filters_html(const language::Words& words, const web::Templates& templates, const YearBook& book,
                         const Filter& filter, Grouping grouping);

/// "3 мероприятия".
std::string things(const language::Words& words, std::size_t count);

}  // namespace veche::plan
