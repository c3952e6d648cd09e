#include "app/budgets.hpp"

#include "app/store.hpp"
#include "app/token.hpp"

namespace veche::app {

bool spend(Work& work, const Budget& budget, std::string_view subject)
{
    const auto midnight = work.town.zone.instant(work.town.zone.local(work.now).day, 0);
    const auto begins = midnight + (work.now - midnight) / budget.span * budget.span;
    const auto hash =
        subject.empty() ? "" : token_hash(std::to_string(begins.milliseconds) + " " + std::string(subject));
    return store::spend(work.tx, work.town.id, {budget.name, hash, begins, begins + budget.span}) <= budget.most;
}

}  // namespace veche::app
