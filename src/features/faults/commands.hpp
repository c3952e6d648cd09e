#pragma once

#include <string>
#include <string_view>

#include "app/store_parking.hpp"
#include "app/work.hpp"
#include "core/result.hpp"

namespace veche::faults {

inline constexpr std::size_t reason_most = 500;

/// Back into its queue for one attempt. NotFound when it does not stand aside (any more): so in the others.
Result<bool> try_again(app::Work& work, const app::store::DeliveryKey& key);
/// All that stand aside, one attempt each, in the order in which they were announced.
Result<std::int64_t> try_all_again(app::Work& work);
/// It will never be done; the reason stays in the audit.
Result<bool> remove(app::Work& work, const app::store::DeliveryKey& key, std::string_view reason);
/// A periodic job that fails, without waiting for the end of its pause.
Result<bool> try_job(app::Work& work, std::string_view job);

}  // namespace veche::faults
