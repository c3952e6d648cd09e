#include "features/participation/questions/model.hpp"

namespace veche::participation {

std::string questions_owner(Id<app::Occasion> occasion)
{
    return "sign-up/" + to_text(occasion);
}

bool is_open(const FollowUp& follow_up, const SignUp& sign_up, Instant now)
{
    if (!follow_up.open || sign_up.state != app::OccasionState::ahead) return false;
    return (!follow_up.closes || now < *follow_up.closes) && (!sign_up.begins || now < *sign_up.begins);
}

Following following_of(const Entry& entry, const SignUp& sign_up, const FollowUp& follow_up, bool answered, Instant now)
{
    using app::OccasionState;
    if (sign_up.state == OccasionState::cancelled || sign_up.state == OccasionState::gone) return Following::called_off;
    if (follow_up.version == 0 || entry.stage != Stage::accepted) return Following::nothing;
    if (!is_open(follow_up, sign_up, now)) return Following::over;
    return answered ? Following::answered : Following::asked;
}

}  // namespace veche::participation
