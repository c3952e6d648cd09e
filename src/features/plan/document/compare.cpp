#include "features/plan/document/compare.hpp"

#include <unordered_map>

#include "core/text.hpp"

namespace veche::plan {

namespace {

std::string value_of(const LineContent& content, Field field)
{
    switch (field) {
        case Field::number: return content.number ? std::to_string(*content.number) : "";
        case Field::section: return content.section;
        case Field::title: return content.title;
        case Field::when: return content.when.text;
        case Field::place: return content.place;
        case Field::responsible: return joined(content.responsible, "; ");
        case Field::audience: break;
    }
    return content.audience;
}

bool differs(const LineContent& former, const LineContent& present, Field field)
{
    if (field == Field::responsible) return former.responsible != present.responsible;
    if (field == Field::when && former.when.periods != present.when.periods) return true;
    return value_of(former, field) != value_of(present, field);
}

Difference difference(const SnapshotLine& former, const Line& present)
{
    Difference one;
    one.id = present.id;
    one.former = former.content;
    one.present = present;
    for (const auto field :
         {Field::number, Field::section, Field::title, Field::when, Field::place, Field::responsible, Field::audience})
        if (differs(former.content, present.content, field))
            one.fields.push_back({field, value_of(former.content, field), value_of(present.content, field)});
    one.kind = one.fields.empty() ? Difference::Kind::same : Difference::Kind::changed;
    for (auto i = std::size_t(former.moves); i < present.moves.size(); ++i) one.moves.push_back(i);
    return one;
}

}  // namespace

std::vector<Difference> compare(const std::vector<SnapshotLine>& snapshot, const std::vector<Line>& lines)
{
    std::unordered_map<Id<Line>, const SnapshotLine*> former;
    for (const auto& line : snapshot) former.emplace(line.id, &line);
    std::vector<Difference> all;
    for (const auto& line : lines) {
        const auto known = former.find(line.id);
        if (known == former.end()) {
            Difference added;
            added.kind = Difference::Kind::added;
            added.id = line.id;
            added.present = line;
            all.push_back(std::move(added));
            continue;
        }
        all.push_back(difference(*known->second, line));
        former.erase(known);
    }
    for (const auto& line : snapshot) {
        if (!former.contains(line.id)) continue;
        Difference removed;
        removed.kind = Difference::Kind::removed;
        removed.id = line.id;
        removed.former = line.content;
        all.push_back(std::move(removed));
    }
    return all;
}

DifferenceCounts count(const std::vector<Difference>& differences)
{
    DifferenceCounts counts;
    for (const auto& one : differences) {
        counts.held += one.standing() == Standing::held;
        if (one.kind == Difference::Kind::added)
            ++counts.added;
        else if (one.kind == Difference::Kind::removed)
            ++counts.removed;
        else if (one.standing() == Standing::cancelled)
            ++counts.cancelled;
        else if (one.moved())
            ++counts.moved;
        else if (one.kind == Difference::Kind::changed)
            ++counts.changed;
        else
            ++counts.same;
    }
    return counts;
}

}  // namespace veche::plan
