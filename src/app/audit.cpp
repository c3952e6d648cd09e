#include "app/audit.hpp"

#include <fmt/format.h>

#include "app/chain.hpp"

namespace veche::app::audit {

std::string chain_hash(Id<Town> town, const store::AuditRow& row)
{
    ChainHash hash("audit-v1");
    hash.add(town.value()).add(row.number).add(row.at.milliseconds).add(row.actor_id);
    for (const auto* text : {&row.actor, &row.deed, &row.object, &row.details, &row.previous}) hash.add(*text);
    return hash.hex();
}

int seal(db::Session& tx, Id<Town> town, int most)
{
    // The head first: it is what two sealers take turns by.
    auto head = store::lock_audit_head(tx, town);
    auto rows = store::take_unsealed(tx, town, most);
    for (auto& row : rows) {
        row.number = ++head.number;
        row.previous = head.hash;
        row.hash = head.hash = chain_hash(town, row);
        store::append_sealed(tx, town, row);
    }
    if (!rows.empty()) store::set_audit_head(tx, town, head);
    return int(rows.size());
}

std::string verify(db::Session& db, Id<Town> town)
{
    std::string wrong;
    std::string previous;
    std::int64_t number = 0;
    store::each_audit(db, town, 0, [&](const store::AuditRow& row) {
        if (!wrong.empty()) return;
        if (row.number != ++number)
            wrong = fmt::format("audit row {} is missing", number);
        else if (row.previous != previous)
            wrong = fmt::format("audit row {} does not follow the one before it", number);
        else if (row.hash != chain_hash(town, row))
            wrong = fmt::format("audit row {} was changed", number);
        previous = row.hash;
    });
    if (!wrong.empty()) return wrong;
    const auto head = store::audit_head(db, town);
    if (!head) return "the head of the audit is missing";
    if (head->number != number || head->hash != previous)
        return fmt::format("the audit ends after row {} but its head says {}", number, head->number);
    return {};
}

}  // namespace veche::app::audit
