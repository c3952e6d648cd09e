#include "features/participation/entry/model_calls.hpp"

#include <algorithm>
#include <array>

namespace veche::participation {

Way way_to(const Entry& entry, Mail mail)
{
    if (!entry.email.empty() && (mail == Mail::leaves || entry.phone.empty())) return Way::letter;
    return entry.phone.empty() ? Way::none : Way::call;
}

std::string_view to_text(CallState state)
{
    switch (state) {
        case CallState::open: return "open";
        case CallState::done: return "done";
        case CallState::late: return "late";
        case CallState::replaced: return "replaced";
        case CallState::dropped: break;
    }
    return "dropped";
}

std::optional<CallState> parse_call_state(std::string_view text)
{
    for (const auto state :
         {CallState::open, CallState::done, CallState::late, CallState::replaced, CallState::dropped})
        if (to_text(state) == text) return state;
    return std::nullopt;
}

std::string_view to_text(CallAnswer answer)
{
    switch (answer) {
        case CallAnswer::coming: return "coming";
        case CallAnswer::not_coming: return "not_coming";
        case CallAnswer::none: break;
    }
    return "";
}

std::optional<CallAnswer> parse_call_answer(std::string_view text)
{
    for (const auto answer : {CallAnswer::none, CallAnswer::coming, CallAnswer::not_coming})
        if (to_text(answer) == text) return answer;
    return std::nullopt;
}

About about_of(std::string_view kind)
{
    constexpr std::array<std::string_view, 6> of_occasion = {"moved",      "corrected", "place",
                                                             "called_off", "restored",  "withdrawn"};
    const auto news = kind.substr(kind.find('.') + 1);
    if (news == "reminder") return About::reminder;
    return std::ranges::find(of_occasion, news) == of_occasion.end() ? About::entry : About::occasion;
}

namespace {

std::optional<Refusal> overtaken(const Call& call, const Press& press)
{
    if (call.state != CallState::open) return Refusal{RefusalKind::conflict, "participation.call_closed", "", {}};
    if (call.version != press.version) return Refusal{RefusalKind::conflict, "participation.call_changed", "", {}};
    return std::nullopt;
}

}  // namespace

Result<Call> told(Call call, const Press& press, CallAnswer answer)
{
    const bool again = call.state == CallState::done && call.closed_by == press.by && call.answer == answer;
    if (again && call.version == press.version + 1) return call;
    if (auto refusal = overtaken(call, press)) return tl::unexpected(*refusal);
    call.state = CallState::done;
    call.answer = answer;
    call.closed = press.now;
    call.closed_by = press.by;
    ++call.version;
    return call;
}

Result<Call> tried(Call call, const Press& press)
{
    const bool open = call.state == CallState::open;
    if (open && call.tried && press.now - *call.tried < std::chrono::minutes(1)) return call;
    if (auto refusal = overtaken(call, press)) return tl::unexpected(*refusal);
    ++call.attempts;
    call.tried = press.now;
    ++call.version;
    return call;
}

Result<Call> reopened(Call call, const Press& press)
{
    if (call.state == CallState::open && call.version == press.version + 1) return call;  // pressed twice
    if (call.state != CallState::done || call.version != press.version)
        return refuse(RefusalKind::conflict, "participation.call_not_closed");
    if (call.answer != CallAnswer::none) return refuse(RefusalKind::conflict, "participation.call_answered");
    call.state = CallState::open;
    call.closed.reset();
    call.closed_by.reset();
    ++call.version;
    return call;
}

Call ended(Call call, CallState state, Instant now)
{
    if (call.state != CallState::open) return call;
    call.state = state;
    call.closed = now;
    ++call.version;
    return call;
}

}  // namespace veche::participation
