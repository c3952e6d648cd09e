#include "app/figures/store_counted.hpp"

#include "core/errors.hpp"

namespace veche::app {

namespace {

/// What stands in the column for a value that is asked for; "" for any.
std::string stored_value(const Dimension& dimension, std::string_view asked)
{
    if (!dimension.of_records || asked.empty()) return std::string(asked);
    if (asked == no_record) return "0";
    const auto id = parse_id_text(asked);
    return id ? std::to_string(*id) : "?";  // nothing has it
}

std::string shown_value(const Dimension& dimension, const std::string& stored)
{
    if (!dimension.of_records || stored.empty()) return stored;
    return stored == "0" ? std::string(no_record) : id_text(std::stoll(stored));
}

/// The parameters of a statement with what they view.
class Parameters {
public:
    Parameters(const View& view, const CountedRows& rows, const Scope& scope)
    {
        const auto moments = moments_of(view.town, scope);
        add("town", view.town.id);
        if (rows.rows.find(":today") != std::string_view::npos) add("today", view.town.zone.local(view.now).day);
        add("first", rows.at.empty() ? db::Value(scope.first) : db::Value(moments.first));
        add("last", rows.at.empty() ? db::Value(scope.last) : db::Value(moments.before - std::chrono::milliseconds(1)));
        choices_.reserve(rows.dimensions.size());
        for (std::size_t i = 0; i < rows.dimensions.size(); ++i) {
            choices_.push_back(stored_value(rows.dimensions[i], scope.chosen(rows.dimensions[i].id)));
            add(choice_names[i], choices_.back());
        }
    }
    void add(std::string_view name, db::Value value) { binds_.push_back({name, value}); }
    std::span<const db::Bind> binds() const { return binds_; }

private:
    std::vector<std::string> choices_;
    std::vector<db::Bind> binds_;
};

std::vector<Sum> sums_of(View& view, const CountedRows& rows, db::Sql sql, const Scope& scope,
                         std::span<const std::string_view> by)
{
    Parameters parameters(view, rows, scope);
    for (std::size_t i = 0; i < rows.dimensions.size(); ++i)
        parameters.add(by_names[i], is_asked(by, rows.dimensions[i].id));
    const auto groups = view.db.list(sql, parameters.binds(), [&](db::Row& row) {
        Sum sum;
        for (const auto& dimension : rows.dimensions)
            sum.values.push_back(shown_value(dimension, row.next<std::string>()));
        sum.amount = row.next<std::int64_t>();
        return sum;
    });
    return folded(groups, rows.dimensions, by);
}

FigureRecord read_record(const View& view, const CountedRows& rows, std::size_t parts, db::Row& row)
{
    FigureRecord record;
    std::string id;
    for (std::size_t i = 0; i < parts; ++i) {
        const auto part = rows.by_word ? 0 : row.next<std::int64_t>();
        id = rows.by_word ? row.next<std::string>() : id_text(part);
        record.key += (i == 0 ? "" : ".") + (rows.by_word ? id : std::to_string(part));
    }
    record.object = std::string(rows.object) + "/" + id;
    record.day = rows.at.empty() ? row.next<Day>() : view.town.zone.local(row.next<Instant>()).day;
    record.amount = row.next<std::int64_t>();
    record.version = row.next<std::int64_t>();
    record.title = row.next<std::string>();
    record.url = row.next<std::string>();
    if (const auto page_id = row.next<std::int64_t>(); page_id != 0) record.url += id_text(page_id);
    record.personal = rows.personal;
    return record;
}

std::vector<FigureRecord> list_of(View& view, const CountedRows& rows, db::Sql sql, const Scope& scope,
                                  const std::string& after, int limit)
{
    Parameters parameters(view, rows, scope);
    const auto parts = std::size_t(std::ranges::find(rows.place, std::string_view()) - rows.place.begin());
    std::array<std::int64_t, after_names.size()> numbers{};
    if (!rows.by_word && !parse_place(after, std::span(numbers).first(parts))) throw NotFound("page of records");
    for (std::size_t i = 0; i < parts; ++i)
        parameters.add(after_names[i], rows.by_word ? db::Value(after) : db::Value(numbers[i]));
    parameters.add("limit", limit);
    return view.db.list(sql, parameters.binds(), [&](db::Row& row) { return read_record(view, rows, parts, row); });
}

}  // namespace

Figure counted_by(const CountedRows& rows, CountedSql sql, Figure about)
{
    about.dimensions.assign(rows.dimensions.begin(), rows.dimensions.end());
    about.sums = [&rows, sql](View& view, const Scope& scope, std::span<const std::string_view> by) {
        if (!rows.topic.empty()) view.built_from(std::string(rows.topic));
        return sums_of(view, rows, sql.sums, scope, by);
    };
    about.records = [&rows, sql](View& view, const Scope& scope, const std::string& after, int limit) {
        if (!rows.topic.empty()) view.built_from(std::string(rows.topic));
        return list_of(view, rows, sql.list, scope, after, limit);
    };
    return about;
}

}  // namespace veche::app
