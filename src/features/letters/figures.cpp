#include "features/letters/figures.hpp"

#include "features/letters/access.hpp"
#include "features/letters/store_figures.hpp"

namespace veche::letters::figures {

namespace {

const std::vector<app::Dimension>& dimensions()
{
    static const std::vector<app::Dimension> all = {{"stage", "figures.by_stage", "letters.stage_"},
                                                    {"kind", "figures.by_kind", "letter_kind."}};
    return all;
}

app::Figure letters_figure()
{
    app::Figure figure;
    figure.id = "letters.letters";
    figure.title = "figures.letters";
    figure.definition = "figures.letters_text";
    figure.unit = "figures.unit_letters";
    figure.since_version = "0.1.0";
    figure.dimensions = dimensions();
    figure.permission = keep_letters;
    figure.sums = [](app::View& view, const app::Scope& scope, std::span<const std::string_view> by) {
        return app::folded(store::sum_letters(view, scope, by), dimensions(), by);
    };
    figure.records = [](app::View& view, const app::Scope& scope, const std::string& after, int limit) {
        return store::list_letters(view, scope, app::place_of<2>(after), limit);
    };
    return figure;
}

}  // namespace

std::vector<app::Figure> all()
{
    return {letters_figure()};
}

}  // namespace veche::letters::figures
