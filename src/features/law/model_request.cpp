#include "features/law/model_request.hpp"

#include <array>

namespace veche::law {

namespace {
constexpr std::array<std::string_view, 4> wish_words = {"access", "correction", "stop", "erasure"};
constexpr std::array<std::string_view, 3> stage_words = {"open", "answered", "refused"};
}  // namespace

std::string_view to_text(Wish wish)
{
    return wish_words[std::size_t(wish)];
}

std::optional<Wish> parse_wish(std::string_view text)
{
    for (const Wish wish : all_wishes)
        if (to_text(wish) == text) return wish;
    return std::nullopt;
}

std::string_view to_text(RequestStage stage)
{
    return stage_words[std::size_t(stage)];
}

std::optional<RequestStage> parse_stage(std::string_view text)
{
    for (const auto stage : {RequestStage::open, RequestStage::answered, RequestStage::refused})
        if (to_text(stage) == text) return stage;
    return std::nullopt;
}

}  // namespace veche::law
