#include "features/accounts/model_throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace veche::accounts {

std::string_view to_text(Tally tally)
{
    switch (tally) {
        case Tally::account_at_address: return "account_at_address";
        case Tally::account: return "account";
        case Tally::address: return "address";
        case Tally::codes: return "codes";
    }
    return "";
}

std::chrono::milliseconds wait(Tally tally, const Failures& failures, Instant now)
{
    using std::chrono::milliseconds;
    const Pace limits = pace(tally);
    if (failures.count < limits.free || now - failures.last >= failures_lifetime) return milliseconds(0);
    // 2^20 seconds is beyond every ceiling; a larger shift would overflow.
    const int doublings = std::min(failures.count - limits.free, 20);
    const milliseconds pause = std::min(limits.first_wait * (std::int64_t(1) << doublings), limits.ceiling);
    return std::max(failures.last + pause - now, milliseconds(0));
}

std::string network_of(std::string_view peer)
{
    const std::string text(peer);
    in6_addr six{};
    if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        char four[INET_ADDRSTRLEN] = {};
        inet_ntop(AF_INET, &six.s6_addr[12], four, sizeof four);
        return four;
    }
    std::fill(std::begin(six.s6_addr) + 8, std::end(six.s6_addr), std::uint8_t(0));
    char network[INET6_ADDRSTRLEN] = {};
    inet_ntop(AF_INET6, &six, network, sizeof network);
    return std::string(network) + "/64";
}

}  // namespace veche::accounts
